"""``python -m index``: the scripted commands."""

import os

if __name__ == "__main__":
    try:
        from index.cli import main

        main()
    except KeyboardInterrupt:
        os._exit(130)
