"""Draws an SVG: standard input → PNG on standard output, whose longer side has so many pixels.

A program of its own, started by vector.py: a hostile drawing can crash the renderer, or make it fill the memory.
"""

from __future__ import annotations

import contextlib
import sys

_MEMORY = 2 << 30  # bytes of address space


def main() -> None:
    """Arguments: the pixels, which side they are for (width or height), and the user units in an inch."""
    pixels, side, units = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit, macOS does not keep it
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    import resvg_py

    svg = sys.stdin.buffer.read().decode()
    width, height = (pixels, None) if side == "width" else (None, pixels)
    # the same on every computer: none of its typefaces and settings
    png = resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, dpi=units, skip_system_fonts=True)
    sys.stdout.buffer.write(png)


if __name__ == "__main__":
    main()
