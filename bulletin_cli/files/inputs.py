"""What a document was made from, as one fingerprint: whether it is up to date is told by content, never by file times.

A text's byte order mark and the line ends of Windows do not count: they say nothing that is printed.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.files.source import Source, content, parse
from bulletin_cli.files.workspace import ISSUE_FILE, item_files, items_below, misnamed_files, subfolders

# An item without these has no pictures, and need not be parsed: the key, or an escape that it may be written with.
_NAMES_PICTURES = (b"image", b"\\u", b"\\U", b"\\x")


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
    """issue.toml, the items of an issue and their pictures as they are now; None where something there would stop the composing.

    Raises OSError and BulletinError where the system does not let them be read.
    """
    if misnamed_files(folder) or any(items_below(inner) for inner in subfolders(folder)):
        return None
    issue_file = folder / ISSUE_FILE
    files, pictures = [on_disk(issue_file)], []
    for path in item_files(folder):
        data = content(path)
        files.append(as_given(path, data))
        if any(sign in data for sign in _NAMES_PICTURES):
            named = _pictures_on_disk(path, data)
            if named is None:
                return None
            pictures += named
    return [*files, *pictures]


def _pictures_on_disk(path: Path, data: bytes) -> list[InputFile] | None:
    """The pictures of the item with these bytes; None where one cannot be used."""
    from bulletin_cli.files.figures import picture_files  # few items have any
    from bulletin_cli.files.pictures import PictureError

    source = parse(path, data)
    try:
        return [as_given(*file) for file in picture_files(source)] if isinstance(source, Source) else None
    except PictureError:
        return None


def fingerprint(files: Iterable[InputFile]) -> str:
    """One SHA-256 for all of the files, by their names and contents."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.path.name}\0{file.digest}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")).hexdigest()
