"""Filing (归档): an issue and all that it was made from → one zip with a manifest, and back: was anything changed?

The zip mirrors the workspace, so that it can be unpacked and composed again. The manifest has the form of sha256sum:
`sha256sum -c manifest-sha256.txt` checks what was unpacked where this program is not at hand.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bulletin_cli.errors import BulletinError, reason
from bulletin_cli.files.source import content
from bulletin_cli.files.text import printable, visible
from bulletin_cli.files.workspace import Workspace, files_below

MANIFEST = "manifest-sha256.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can tell: the same files give the same bytes
_UNIX, _READABLE = 3, 0o644
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def records(workspace: Workspace, folder: Path, documents: Iterable[Path], others: Iterable[Path]) -> dict[Path, bytes]:
    """The files that belong to the issue in `folder`.

    All that stands in its folder (the items as they were handed in, signed pages too), bulletin.toml, what of the
    `others` (the layout, the items' pictures) stands in the workspace, and the documents. Raises BulletinError where one cannot be read, or has a name that not
    every system takes.
    """
    inside = [path for path in map(_plain, others) if path.is_relative_to(workspace.root)]
    paths = [workspace.bulletin_file, *files_below(folder), *inside, *documents]
    if strange := [path for path in paths if printable(visible(str(path))) != str(path)]:
        raise BulletinError(f"文件名 {strange[0]} 里有系统之间传不了的字符，没有归档；请改名")
    try:
        return {path: content(path) for path in paths}
    except OSError as error:
        raise BulletinError(f"读不了 {error.filename}，没有归档：{reason(error)}") from error


def _plain(path: Path) -> Path:
    """A path without “..”: a layout's picture may be named from elsewhere."""
    return Path(os.path.normpath(path))


def bind(files: Mapping[str, bytes]) -> bytes:
    """The zip of these files, by their names in the workspace, with its manifest: the same bytes on any machine."""
    manifest = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    bound = io.BytesIO()
    # uncompressed: zlib builds differ in what they make of the same bytes
    with zipfile.ZipFile(bound, "w", zipfile.ZIP_STORED) as archive:
        for name, data in ((MANIFEST, manifest.encode()), *sorted(files.items())):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system = _UNIX  # the same on every system; unzip takes names from DOS for another code page
            member.external_attr = _READABLE << 16
            archive.writestr(member, data)
    return bound.getvalue()


class Verdict(NamedTuple):
    """What became of a filed issue since: names of files; `fault` where it is no zip of ours any more."""

    files: int = 0
    sha256: str = ""
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    fault: str = ""

    @property
    def is_intact(self) -> bool:
        """Whether the file is to the byte what was filed."""
        return not (self.changed or self.missing or self.added or self.fault)


def verify(path: Path) -> Verdict:
    """Compares the files of the zip with its manifest; raises BulletinError where it cannot be read."""
    try:
        data = content(path)
    except OSError as error:
        raise BulletinError(f"读不了 {path}：{reason(error)}") from error
    digest = hashlib.sha256(data).hexdigest()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _verdict(archive, data)._replace(sha256=digest)
    except Exception:  # noqa: BLE001 - a damaged file may make zipfile and its decompressors raise anything
        return Verdict(sha256=digest, fault="不是完整的归档文件，可能已经损坏")


def _verdict(archive: zipfile.ZipFile, data: bytes) -> Verdict:
    members = {member.filename: member for member in archive.infolist()}
    if MANIFEST not in members:
        return Verdict(fault=f"不是 bulletin 的归档文件：里面没有 {MANIFEST}")
    packed = [member for member in members.values() if member.compress_type != zipfile.ZIP_STORED]
    if packed:  # which also bounds what there is to read by the size of the file
        return Verdict(fault="被重新打包过，不是归档时的文件")
    lines = archive.read(MANIFEST).decode().removesuffix("\n").split("\n")
    listed = {match[2]: match[1] for line in lines if (match := _LINE.fullmatch(line))}
    if len(listed) != len(lines) or not all(map(_is_inside, listed)):
        return Verdict(fault=f"{MANIFEST} 已被改动或损坏")
    files = {name: _content(archive, member) for name, member in members.items() if name != MANIFEST}
    verdict = Verdict(
        files=len(listed),
        changed=tuple(name for name in listed if name in files and _digest(files[name]) != listed[name]),
        missing=tuple(name for name in listed if name not in files),
        added=tuple(sorted(files.keys() - listed.keys())),
    )
    sound = {name: each for name, each in files.items() if each is not None}
    if verdict.is_intact and bind(sound) != data:  # a member twice, a comment, something before or behind
        return verdict._replace(fault="里面的文件都与归档时一致，但整个文件被重新打包或加过东西")
    return verdict


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a member; None where it is damaged or encrypted."""
    try:
        return archive.read(member)
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError):
        return None


def _digest(data: bytes | None) -> str:
    return hashlib.sha256(data).hexdigest() if data is not None else ""


def _is_inside(name: str) -> bool:
    """Whether the name stays in the folder that somebody unpacks into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
