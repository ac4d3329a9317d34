import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;

/**
 * One node of an OpenSearch cluster, without the checks of its command line, which refuses root.
 *
 * <p>Arguments: the node's folder, then its settings as name=value. It ends when standard input does,
 * so that it never outlives the tests that started it.
 */
public final class ClusterNode extends Node {
    private static final List<String> PLUGINS = List.of(
            "org.opensearch.transport.Netty4Plugin",
            "org.opensearch.analysis.common.CommonAnalysisPlugin");

    private ClusterNode(Environment environment, Collection<Class<? extends Plugin>> plugins) {
        super(environment, plugins, true);
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Settings.Builder settings = Settings.builder().put("path.home", home.toString());
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            String[] parts = argument.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        Collection<Class<? extends Plugin>> plugins = new ArrayList<>();
        for (String name : PLUGINS) {
            plugins.add(Class.forName(name).asSubclass(Plugin.class));
        }
        new ClusterNode(new Environment(settings.build(), home.resolve("config")), plugins).start();
        while (System.in.read() >= 0) {
            // Nothing is said but that the tests have ended.
        }
        Runtime.getRuntime().halt(0);
    }
}
