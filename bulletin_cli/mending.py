"""A file on disk, put right: its fixes applied, and its encoding made UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.source import Source, parse
from bulletin_cli.files.text import NotUtf8Error, converted, decode
from bulletin_cli.findings import Finding
from bulletin_cli.fixing import fix
from bulletin_cli.publish.atomic import refusing, replace, write_new

Check = Callable[[Source], Iterable[Finding]]


class Mended(NamedTuple):
    """What was, or would be, done to a file; `encoding` is the one it had where that was not UTF-8."""

    path: Path
    before: str
    after: str
    fixes: int
    encoding: str = ""
    backup: Path | None = None
    mark: bytes = b""  # the byte order mark it had

    @property
    def data(self) -> bytes:
        """The file's new content."""
        return self.mark + self.after.encode()


def mend_text(path: Path, data: bytes, check: Check, *, unsafe: bool) -> Mended | None:
    """What becomes of a file with the content `data`; None where it is left as it is."""
    encoding = ""
    try:
        before = decode(data)
    except NotUtf8Error as error:
        text = converted(data, error.codec) if error.codec else None
        if text is None:
            return None
        before, encoding = text, error.encoding
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    source = parse(path, before.encode())
    if isinstance(source, Finding):  # a syntax error is for its author to mend
        return Mended(path, before, before, 0, encoding) if encoding else None
    fixed = fix(source, check, unsafe=unsafe)
    if fixed.text == before and not encoding:
        return None
    return Mended(path, before, fixed.text, fixed.fixes, encoding, mark=mark)


def mend_file(path: Path, check: Check, *, unsafe: bool, dry_run: bool) -> Mended | None:
    """Puts the file right, unless `dry_run`; one that was not UTF-8 is kept beside as it was.

    Raises BulletinError where the file cannot be written, or was changed by somebody else meanwhile.
    """
    try:
        data = path.read_bytes() if path.is_file() else None
    except OSError:
        data = None
    mended = mend_text(path, data, check, unsafe=unsafe) if data is not None else None
    if mended is None or dry_run:
        return mended  # reading it reports what could not be read
    with refusing(path):
        if path.read_bytes() != data:
            raise BulletinError(f"{path} 刚刚被别的程序改过，没有动它；请再运行一次")
    if mended.encoding and data is not None:
        mended = mended._replace(backup=_backup_path(path))
        write_new({_backup_path(path): data})
    replace(path, mended.data)
    return mended


def _backup_path(path: Path) -> Path:
    """The first free name beside `path` that is no item's."""
    number = 1
    while (backup := path.with_name(f"{path.name}.bak{number if number > 1 else ''}")).exists():
        number += 1
    return backup
