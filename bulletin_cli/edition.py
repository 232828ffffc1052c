"""One issue, composed: its files as they will stand on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin_cli import __version__
from bulletin_cli.arrange import arrange
from bulletin_cli.compose.document import compose
from bulletin_cli.compose.package import Origin, pack, seal_pdf
from bulletin_cli.compose.stationery import Stationery
from bulletin_cli.compose.styles import faces_used
from bulletin_cli.desk import Proof
from bulletin_cli.files.inputs import fingerprint
from bulletin_cli.layout.model import Layout
from bulletin_cli.publish.names import issue_name

if TYPE_CHECKING:
    from docx.document import Document


class Edition(NamedTuple):
    """What was made of an issue: its files, its measure, and the faces that the PDF had to do without."""

    path: Path
    files: dict[Path, bytes]
    origin: Origin
    sections: int
    items: int
    characters: int
    substituted: dict[str, str]

    @property
    def pdf(self) -> Path | None:
        """The PDF beside the document, where one was made."""
        return next((path for path in self.files if path != self.path), None)


def make_edition(proof: Proof, path: Path, stationery: Stationery, *, pdf: bool = False) -> Edition:
    """Composes the issue as the document `path`, and with `pdf` the PDF beside it; nothing is written.

    Raises BulletinError where a picture cannot be used, or where LibreOffice fails.
    """
    arranged = arrange(proof.files.issue, proof.publication)
    origin = Origin(issue_name(arranged.issue), fingerprint(proof.inputs), __version__)
    document = compose(arranged, stationery)
    files = {path: pack(document, origin)}
    missing: dict[str, str] = {}
    if pdf:
        files[path.with_suffix(".pdf")], missing = _print(document, stationery.layout, origin)
    return Edition(
        path=path,
        files=files,
        origin=origin,
        sections=len(arranged.sections),
        items=len(arranged.items),
        characters=arranged.characters,
        substituted=missing,
    )


def _print(document: Document, layout: Layout, origin: Origin) -> tuple[bytes, dict[str, str]]:
    """The PDF of the document, and the faces it had to do without."""
    from bulletin_cli.publish.faces import substituted  # needed only with --pdf
    from bulletin_cli.publish.pdf import prepare_for_libreoffice, to_pdf

    prepare_for_libreoffice(document)
    printed = seal_pdf(to_pdf(pack(document, origin)), origin)
    return printed, substituted(faces_used(document, layout))
