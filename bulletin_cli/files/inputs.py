"""What a document was made from, as one fingerprint: whether it is up to date is told by content, never by file times.

A text's byte order mark and the line ends of Windows do not count: they say nothing that is printed.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.files.source import Source, content
from bulletin_cli.files.workspace import ISSUE_FILE, item_files, items_below, misnamed_files, subfolders


class InputFile(NamedTuple):
    """A file that was read, and the SHA-256 of its content."""

    path: Path
    digest: str


def as_read(source: Source) -> InputFile:
    """The file as it was when it was parsed, whatever became of it since."""
    return InputFile(source.path, _digest(source.text.encode("utf-8", "surrogatepass")))


def as_given(path: Path, data: bytes) -> InputFile:
    """The file with these bytes."""
    return InputFile(path, _digest(data) if path.suffix.lower() == ".toml" else hashlib.sha256(data).hexdigest())


def on_disk(path: Path) -> InputFile:
    """The file as it is now; raises OSError."""
    return as_given(path, content(path))


def issue_on_disk(folder: Path) -> list[InputFile] | None:
    """issue.toml and the items of an issue as they are now; None where something there would stop the composing.

    Raises OSError and BulletinError where the system does not let them be read.
    """
    if misnamed_files(folder) or any(items_below(inner) for inner in subfolders(folder)):
        return None
    return [on_disk(path) for path in (folder / ISSUE_FILE, *item_files(folder))]


def fingerprint(files: Iterable[InputFile]) -> str:
    """One SHA-256 for all of the files, by their names and contents."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.path.name}\0{file.digest}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")).hexdigest()
