"""One issue, composed and put on disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bulletin_cli.compose.document import compose
from bulletin_cli.compose.package import pack
from bulletin_cli.desk import Proof
from bulletin_cli.errors import BulletinError
from bulletin_cli.publish.faces import substituted
from bulletin_cli.publish.names import DRAFT_MARK, file_stem, issue_name
from bulletin_cli.publish.pdf import find_libreoffice, prepare_for_libreoffice, to_pdf
from bulletin_cli.publish.write import publish, write


@dataclass(frozen=True, slots=True)
class Edition:
    """What was made of an issue: its files, its measure, and the faces that the PDF had to do without."""

    path: Path
    sections: int
    items: int
    characters: int
    backup: Path | None = None
    pdf: Path | None = None
    substituted: dict[str, str] = field(default_factory=dict)


def make_edition(
    proof: Proof, *, draft: bool = False, output: Path | None = None, force: bool = False, pdf: bool = False
) -> Edition:
    """Composes the issue and writes it, into the workspace's out/ or to `output`.

    Raises BulletinError where a file cannot be written or would be lost, or where LibreOffice fails; the .docx is
    whole then.
    """
    if pdf:
        find_libreoffice()  # before anything is written
    workspace, layout = proof.desk.workspace, proof.desk.layout
    assert workspace is not None
    assert layout is not None, "a configuration with findings is not composed"
    arranged = proof.arranged()
    stem = file_stem(arranged, draft=draft)
    path = _output_path(output, draft=draft) if output else workspace.out / f"{stem}.docx"
    document = compose(arranged, layout, title=stem, draft=draft)
    issue = issue_name(arranged)
    backup = publish(pack(document, issue), path, issue, force=force)
    pdf_path, missing = None, {}
    if pdf:
        prepare_for_libreoffice(document)
        pdf_path = path.with_suffix(".pdf")
        write(to_pdf(pack(document, issue)), pdf_path)
        missing = substituted(sorted({style.face for style in layout.styles.values()}))
    return Edition(path, len(arranged.sections), len(arranged.items), arranged.characters, backup, pdf_path, missing)


def _output_path(output: Path, *, draft: bool) -> Path:
    if output.suffix.lower() != ".docx":
        raise BulletinError(f"--output 的文件名要以 .docx 结尾，现在是 {output}")
    if draft and not output.stem.endswith(DRAFT_MARK):
        output = output.with_name(f"{output.stem}{DRAFT_MARK}{output.suffix}")
    return Path.cwd() / output
