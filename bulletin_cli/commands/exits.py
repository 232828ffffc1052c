"""Exit codes, which schedulers rely on."""

from __future__ import annotations

CONTENT = 1  # the content has errors (or warnings, with --strict)
USAGE = 2  # the call, the configuration, or a file that cannot be read or written
