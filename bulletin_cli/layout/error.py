"""What is raised where the parts of a layout do not work together."""

from __future__ import annotations


class LayoutError(Exception):
    """The layout as a whole does not work; `at` is the place to mend."""

    def __init__(self, code: str, message: str, *at: str | int) -> None:
        super().__init__(message)
        self.code = code
        self.at = at
