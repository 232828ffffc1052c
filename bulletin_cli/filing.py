"""Filing (归档): an issue and all that it was made from → one zip with a manifest, and back: was anything changed?

The zip mirrors the workspace, so that it can be unpacked and composed again. The manifest has the form of sha256sum:
`sha256sum -c manifest-sha256.txt` checks what was unpacked where this program is not at hand.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.errors import BulletinError, reason
from bulletin_cli.files.text import printable, visible
from bulletin_cli.files.workspace import Workspace, files_below

MANIFEST = "manifest-sha256.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can tell: the same files give the same bytes
_UNIX, _READABLE = 3, 0o644
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_AT_ONCE = 1 << 20  # bytes
_LONGEST = 1 << 24  # bytes of a manifest: of a hundred thousand files


def records(workspace: Workspace, folder: Path, documents: Iterable[Path], layout: Iterable[Path]) -> dict[str, bytes]:
    """The files that belong to the issue in `folder`, by their names in the workspace.

    All that stands in its folder (the items as they were handed in, signed pages too), bulletin.toml, the office's own
    among the files of the layout, and the documents. Raises BulletinError where one cannot be read.
    """
    own = [path for path in layout if path.is_relative_to(workspace.root)]
    paths = [workspace.bulletin_file, *files_below(folder), *own, *documents]
    if strange := [path for path in paths if printable(visible(str(path))) != str(path)]:
        raise BulletinError(f"文件名 {strange[0]} 里有系统之间传不了的字符，没有归档；请改名")
    try:
        return {path.relative_to(workspace.root).as_posix(): path.read_bytes() for path in paths}
    except OSError as error:
        raise BulletinError(f"读不了 {error.filename}，没有归档：{reason(error)}") from error


def bind(files: Mapping[str, bytes]) -> bytes:
    """The zip of these files with its manifest; the same files give the same bytes, on any machine."""
    # no name breaks a line: `records` refuses those
    manifest = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    bound = io.BytesIO()
    # uncompressed: zlib builds differ in what they make of the same bytes
    with zipfile.ZipFile(bound, "w", zipfile.ZIP_STORED) as archive:
        for name, content in ((MANIFEST, manifest.encode()), *sorted(files.items())):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system = _UNIX  # the same on every system; unzip takes names from DOS for another code page
            member.external_attr = _READABLE << 16
            archive.writestr(member, content)
    return bound.getvalue()


class Verdict(NamedTuple):
    """What became of a filed issue since: names of files; `fault` where it is no zip of ours any more."""

    files: int = 0
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    fault: str = ""

    @property
    def is_intact(self) -> bool:
        """Whether every file is as it was filed, and no other is there."""
        return not (self.changed or self.missing or self.added or self.fault)


def verify(path: Path) -> Verdict:
    """Compares the files of the zip with its manifest; raises BulletinError where it cannot be read."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            return _verdict(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError):
        return Verdict(fault="不是完整的归档文件，可能已经损坏")
    except OSError as error:
        raise BulletinError(f"读不了 {path}：{reason(error)}") from error


def _verdict(archive: zipfile.ZipFile) -> Verdict:
    members = archive.namelist()
    if MANIFEST not in members:
        return Verdict(fault=f"不是 bulletin 的归档文件：里面没有 {MANIFEST}")
    if archive.getinfo(MANIFEST).file_size > _LONGEST:
        return Verdict(fault=f"{MANIFEST} 已被改动或损坏")
    lines = archive.read(MANIFEST).decode().removesuffix("\n").split("\n")
    listed = {match[2]: match[1] for line in lines if (match := _LINE.fullmatch(line))}
    if len(listed) != len(lines):
        return Verdict(fault=f"{MANIFEST} 已被改动或损坏")
    there = set(members)
    return Verdict(
        files=len(listed),
        changed=tuple(name for name in listed if name in there and _digest(archive, name) != listed[name]),
        missing=tuple(name for name in listed if name not in there),
        # of two members with one name a reader shows either
        added=tuple(sorted({name for name in members if name not in listed or members.count(name) > 1} - {MANIFEST})),
    )


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    """The SHA-256 of a member; "" where it is damaged."""
    digest = hashlib.sha256()
    try:
        with archive.open(name) as file:
            while block := file.read(_AT_ONCE):
                digest.update(block)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return ""
    return digest.hexdigest()
