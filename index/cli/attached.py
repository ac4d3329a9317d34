"""``python -m index.cli.attached COMMAND ...``: a command that works for another process.

It gives way to what people wait for, and does not outlive whoever started it: where its standard
input ends, since that process has ended or let go of it, it ends as with SIGTERM.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from typing import Final

_NICENESS: Final = 10
"""How far it gives way to other processes, as ``nice`` does by default."""


def _end_with_input() -> None:
    with suppress(OSError):
        while os.read(0, 4096):
            pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    try:
        from index.cli import main

        os.nice(_NICENESS)
        threading.Thread(target=_end_with_input, daemon=True).start()
        main()
    except KeyboardInterrupt:
        os._exit(130)
