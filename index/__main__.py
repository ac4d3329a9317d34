"""``python -m index``: the scripted commands."""

import gc
import sys

from index.cli import main

if __name__ == "__main__":
    # Nearly nothing here makes cycles; looking for them is a twentieth of a search's time.
    gc.set_threshold(50_000)
    sys.exit(main())
