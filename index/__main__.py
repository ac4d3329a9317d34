"""``python -m index``: the scripted commands."""

import gc
import os

if __name__ == "__main__":
    # Nearly nothing here makes cycles; looking for them is a twentieth of a search's time.
    gc.set_threshold(50_000)
    try:
        from index.cli import main

        main()
    except KeyboardInterrupt:
        os._exit(130)
