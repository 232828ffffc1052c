"""A document → the bytes of a .docx, the same on every machine, under a seal by which the program knows its own work.

The seal is a custom property (docProps/custom.xml): the SHA-256 of every other part. Word and WPS keep the property
when somebody edits and saves the file, but the parts no longer fit it. A PDF's seal is a comment behind its end. Beside
it stands what the file was made from: whether it is up to date is read there, and no list is kept that could be wrong.
"""

from __future__ import annotations

import enum
import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docx.opc.constants import CONTENT_TYPE
from docx.opc.oxml import CT_Types, serialize_part_xml
from lxml import etree

from bulletin_cli.files.text import printable

if TYPE_CHECKING:
    from docx.document import Document

_CONTENT_TYPES = "[Content_Types].xml"
_FIRST = (_CONTENT_TYPES, "_rels/.rels")  # readers that stream look for them first
_CUSTOM = "docProps/custom.xml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of all custom properties (ECMA-376 part 1, 22.3.2.2)
_LARGEST = 1 << 28  # bytes unpacked; none of ours has a hundredth
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can tell
_PDF_SEAL = b"%bulletin.seal "  # a PDF's comments start with %
_PDF_INPUTS = b"%bulletin.inputs "
_SEAL = "bulletin.seal"
_PREFIX = "bulletin."  # of the other properties, named as the fields of Origin


class State(enum.Enum):
    """What a .docx is to the program."""

    SEALED = "sealed"  # as it was composed
    EDITED = "edited"  # composed, then changed by somebody
    FOREIGN = "foreign"  # never composed


class Origin(NamedTuple):
    """What a file was made from: the issue, the fingerprint of all inputs, and the version of the program."""

    issue: str
    inputs: str = ""
    version: str = ""


class Seal(NamedTuple):
    """What a file tells of itself, and what it was made from where it was composed by us."""

    state: State
    origin: Origin = Origin("")


def pack(document: Document, origin: Origin) -> bytes:
    """The bytes of `document`, sealed as made from `origin`.

    Members stand in the order of their names, dated 1980, uncompressed: zlib builds differ in what they make of the
    same bytes.
    """
    parts = _parts(document)
    told = {f"{_PREFIX}{name}": value for name, value in origin._asdict().items() if value}
    parts[_CUSTOM] = _custom_properties({_SEAL: _digest(parts), **told})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in (*_FIRST, *sorted(parts.keys() - set(_FIRST))):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system = 0  # else Windows and Unix differ
            archive.writestr(member, parts[name])
    return packed.getvalue()


def seal_pdf(data: bytes, origin: Origin) -> bytes:
    """The PDF `data`, sealed as made from `origin`."""
    content = data + _PDF_INPUTS + f"{origin.inputs} {origin.version}\n".encode()
    return content + _PDF_SEAL + f"{hashlib.sha256(content).hexdigest()} {origin.issue}\n".encode()


def read_seal(data: bytes) -> Seal:
    """What the .docx or PDF with these bytes is; FOREIGN where it is none of ours, or neither."""
    if data.startswith(b"%PDF"):
        return _read_pdf_seal(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                return Seal(State.FOREIGN)
            parts = {name: archive.read(name) for name in archive.namelist()}
        properties = _read_properties(parts[_CUSTOM])
        seal = properties[_SEAL]
        origin = Origin(*(properties.get(f"{_PREFIX}{name}", "") for name in Origin._fields))
    except Exception:  # noqa: BLE001 - a damaged file may make zipfile and its decompressors raise anything
        return Seal(State.FOREIGN)
    return Seal(State.SEALED if seal == _digest(parts) else State.EDITED, origin)


def _read_pdf_seal(data: bytes) -> Seal:
    content, mark, seal = data.rpartition(_PDF_SEAL)
    if not mark:
        return Seal(State.FOREIGN)
    digest, _, issue = seal.decode("utf-8", "replace").partition("\n")[0].partition(" ")
    # an annotation is saved behind the end
    untouched = digest == hashlib.sha256(content).hexdigest() and seal.find(b"\n") == len(seal) - 1
    told = content.rpartition(_PDF_INPUTS)[2].decode("utf-8", "replace").partition("\n")[0]
    inputs, _, version = told.partition(" ") if _PDF_INPUTS in content else ("", "", "")
    return Seal(State.SEALED if untouched else State.EDITED, Origin(issue, inputs, version))


def _parts(document: Document) -> dict[str, bytes]:
    """Every member of the package by its name, as python-docx has it."""
    package = document.part.package
    types = cast(Any, CT_Types).new()
    types.add_default("rels", CONTENT_TYPE.OPC_RELATIONSHIPS)
    members = {"_rels/.rels": package.rels.xml}
    for part in sorted(package.iter_parts(), key=lambda part: part.partname):
        types.add_override(part.partname, part.content_type)
        members[part.partname.membername] = part.blob
        if part.rels:
            members[part.partname.rels_uri.membername] = part.rels.xml
    return {_CONTENT_TYPES: serialize_part_xml(types), **members}


def _digest(parts: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parts):
        if name != _CUSTOM:
            digest.update(f"{name}\0{len(parts[name])}\0".encode())
            digest.update(parts[name])
    return digest.hexdigest()


def _custom_properties(values: dict[str, str]) -> bytes:
    root = etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap=cast(Any, {None: _PROPERTIES, "vt": _TYPES}))
    for number, (name, value) in enumerate(values.items(), 2):  # ids start at 2
        entry = etree.SubElement(root, f"{{{_PROPERTIES}}}property", fmtid=_PROPERTY_SET, pid=str(number), name=name)
        etree.SubElement(entry, f"{{{_TYPES}}}lpwstr").text = printable(value)
    return serialize_part_xml(root)


def _read_properties(data: bytes) -> dict[str, str]:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    return {entry.get("name", ""): "".join(map(str, entry.itertext())) for entry in root.iterchildren(etree.Element)}
