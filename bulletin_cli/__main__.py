"""`python -m bulletin_cli` is the same program as `bulletin`."""

from __future__ import annotations

import gc
import os
import sys

_INTERRUPTED = 130  # as shells say it: 128 and the signal's number
_SELDOM = 100_000  # objects made between two collections; Python's own figure is 700


def main() -> None:
    """Runs the program and ends with its exit code."""
    # imports make many objects and no garbage: looking for it takes a twentieth of a command's time
    gc.set_threshold(_SELDOM)
    try:
        from bulletin_cli.commands.app import main as run

        code = run()
    except KeyboardInterrupt:  # Ctrl-C before a command could see to it
        code = _INTERRUPTED
    try:
        sys.stdout.flush()
    except OSError:  # nobody reads on, or nothing more can be written: said already, not to be said again at exit
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    sys.exit(code)


if __name__ == "__main__":
    main()
