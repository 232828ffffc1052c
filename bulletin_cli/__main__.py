"""`python -m bulletin_cli` is the same program as `bulletin`."""

from __future__ import annotations

import sys

from bulletin_cli.commands.app import main as run


def main() -> None:
    """Runs the program and ends with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
