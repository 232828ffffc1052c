"""`python -m bulletin_cli` is the same program as `bulletin`."""

from __future__ import annotations

import os
import sys

from bulletin_cli.commands.app import main as run


def main() -> None:
    """Runs the program and ends with its exit code."""
    code = run()
    try:
        sys.stdout.flush()
    except OSError:  # nobody reads on, or nothing more can be written: said already, not to be said again at exit
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.exit(code)


if __name__ == "__main__":
    main()
