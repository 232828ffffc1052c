"""One issue, composed and put on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin_cli.arrange import arrange
from bulletin_cli.compose.document import compose
from bulletin_cli.compose.package import pack, seal_pdf
from bulletin_cli.compose.stationery import Stationery
from bulletin_cli.compose.styles import faces_used
from bulletin_cli.desk import Proof
from bulletin_cli.errors import BulletinError
from bulletin_cli.layout.model import Layout
from bulletin_cli.publish.names import DRAFT_MARK, file_stem, issue_name
from bulletin_cli.publish.write import check_place, publish

if TYPE_CHECKING:
    from docx.document import Document


class Edition(NamedTuple):
    """What was made of an issue: its files, its measure, and the faces that the PDF had to do without."""

    path: Path
    sections: int
    items: int
    characters: int
    backups: list[Path]
    pdf: Path | None
    substituted: dict[str, str]


def make_edition(
    proof: Proof, *, draft: bool = False, output: Path | None = None, force: bool = False, pdf: bool = False
) -> Edition:
    """Composes the issue and writes it, into the workspace's out/ or to `output`.

    Raises BulletinError where a file cannot be written or would be lost, or where LibreOffice fails; nothing is
    written then.
    """
    workspace, layout = proof.desk.workspace, proof.desk.layout
    assert workspace is not None
    assert layout is not None, "a configuration with findings is not composed"
    arranged = arrange(proof.files.issue, proof.publication)
    issue = issue_name(arranged)
    if output is None:
        path = workspace.out / f"{file_stem(arranged, draft=draft)}.docx"
    else:
        path = _output_path(output, draft=draft)
    pdf_path = path.with_suffix(".pdf") if pdf else None
    for place in filter(None, (path, pdf_path)):
        check_place(place, issue, force=force)

    document = compose(arranged, Stationery(layout, draft=draft))
    files = {path: pack(document, issue)}
    missing: dict[str, str] = {}
    if pdf_path:  # before anything is written: where LibreOffice fails, all stays as it was
        files[pdf_path], missing = _print(document, layout, issue)
    backups = publish(files, issue, force=force)
    return Edition(
        path=path,
        sections=len(arranged.sections),
        items=len(arranged.items),
        characters=arranged.characters,
        backups=backups,
        pdf=pdf_path,
        substituted=missing,
    )


def _print(document: Document, layout: Layout, issue: str) -> tuple[bytes, dict[str, str]]:
    """The PDF of the document, and the faces it had to do without."""
    from bulletin_cli.publish.faces import substituted  # needed only with --pdf
    from bulletin_cli.publish.pdf import prepare_for_libreoffice, to_pdf

    prepare_for_libreoffice(document)
    printed = seal_pdf(to_pdf(pack(document, issue)), issue)
    return printed, substituted(faces_used(document, layout))


def _output_path(output: Path, *, draft: bool) -> Path:
    if output.suffix.lower() != ".docx":
        raise BulletinError(f"--output 的文件名要以 .docx 结尾，现在是 {output}")
    if draft and not output.stem.endswith(DRAFT_MARK):
        output = output.with_name(f"{output.stem}{DRAFT_MARK}{output.suffix}")
    return Path.cwd() / output
