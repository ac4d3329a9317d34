import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.TransportService;

/**
 * One node of an OpenSearch cluster, without the checks of its command line, which refuses root.
 *
 * <p>Arguments: the node's folder, then its settings as name=value. Once it listens, its ports stand in
 * the file ports of that folder: that for HTTP, and that for other nodes. It ends when standard input
 * does, so that it never outlives the tests that started it, and when it can't start.
 */
public final class ClusterNode extends Node {
    private static final List<String> PLUGINS = List.of(
            "org.opensearch.transport.Netty4Plugin",
            "org.opensearch.analysis.common.CommonAnalysisPlugin");

    private ClusterNode(Environment environment, Collection<Class<? extends Plugin>> plugins) {
        super(environment, plugins, true);
    }

    public static void main(String[] arguments) {
        Thread watch = new Thread(ClusterNode::endWithInput, "end-with-input");
        watch.setDaemon(true);
        watch.start();
        try {
            run(Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length));
            // The threads of a node alone keep no process.
            watch.join();
        } catch (Throwable failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path home, List<String> options) throws Exception {
        Settings.Builder settings = Settings.builder().put("path.home", home.toString());
        for (String option : options) {
            String[] parts = option.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        Collection<Class<? extends Plugin>> plugins = new ArrayList<>();
        for (String name : PLUGINS) {
            plugins.add(Class.forName(name).asSubclass(Plugin.class));
        }
        Node node = new ClusterNode(new Environment(settings.build(), home.resolve("config")), plugins);
        node.start();
        int web = node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
        int inner = node.injector().getInstance(TransportService.class).boundAddress().publishAddress().getPort();
        Path part = home.resolve("ports.part");
        Files.writeString(part, web + " " + inner);
        Files.move(part, home.resolve("ports"));
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said but that the tests have ended.
            }
        } catch (IOException closed) {
            // The same.
        }
        Runtime.getRuntime().halt(0);
    }
}
