"""What `bulletin layouts preview` writes and says; imported by it alone, for it composes."""

from __future__ import annotations

import contextlib
from pathlib import Path

from bulletin_cli.commands.exits import USAGE
from bulletin_cli.console import say, tell
from bulletin_cli.errors import BulletinError
from bulletin_cli.findings import in_order
from bulletin_cli.layout.read import read_layout
from bulletin_cli.preview import Specimen, make_preview
from bulletin_cli.publish.lock import sole_writer
from bulletin_cli.publish.pdf import find_libreoffice
from bulletin_cli.publish.write import put
from bulletin_cli.reports import Format, report, shown_path

_PATIENCE = 60  # seconds that somebody waits for another preview


def prints_pdf(asked: bool | None, *, quiet: bool) -> bool:
    """Whether there will be a PDF; raises BulletinError where one was asked for and LibreOffice is missing."""
    if asked is False:
        return False
    try:
        find_libreoffice()
    except BulletinError:
        if asked:
            raise
        if not quiet:
            tell("没有找到 LibreOffice，只生成 .docx，请用 WPS 或 Word 打开看；装了它，就还有 PDF 和每页的图片")
        return False
    return True


def compose_preview(path: Path, own: Path | None, folder: Path, *, pdf: bool, quiet: bool) -> int:
    """Composes and writes the specimen issues; returns the exit code."""
    layout, findings = read_layout(path, own)
    report(in_order(findings), Format.TEXT)
    if layout is None:
        if not quiet:
            tell("没有生成样张：先改好上面的错误")
        return USAGE

    specimens = make_preview(layout, folder, pdf=pdf)
    with sole_writer(folder, _PATIENCE, tell):
        refused = _write(specimens)
    if not quiet:
        for specimen in specimens:
            if specimen.edition.path not in refused:
                say(_made(specimen))
    _remark(specimens, quiet=quiet)
    return USAGE if refused or any(specimen.refusal for specimen in specimens) else 0


def _write(specimens: list[Specimen]) -> set[Path]:
    """Writes all their files, and returns those that could not be: a document open in Word holds up no picture."""
    refused = set()
    outdated = [each for specimen in specimens for each in specimen.outdated]
    for path, data in ((path, data) for specimen in specimens for path, data in specimen.files.items()):
        try:
            put({path: data})
        except BulletinError as error:
            refused.add(path)
            tell(f"错误：{error}")
    for each in outdated:
        with contextlib.suppress(OSError):  # a page too many harms nobody
            each.unlink()
    return refused


def _made(specimen: Specimen) -> str:
    said = f"已生成 {shown_path(specimen.edition.path)}"
    names = [path.name for path in specimen.pages]
    if not names:
        return said
    pictures = names[0] if len(names) == 1 else f"{names[0]} 到 {names[-1]}"
    return f"{said} 和 PDF，共 {len(names)} 页，图片是 {pictures}"


def _remark(specimens: list[Specimen], *, quiet: bool) -> None:
    """Tells what has no room, what the PDFs had to do without, and why there is none: each once."""
    unfit: dict[str, list[str]] = {}
    for specimen in specimens:
        for message in specimen.misfits:
            unfit.setdefault(message, []).append(specimen.label)
    for message, labels in unfit.items():
        tell(f"警告：样张{'、'.join(labels)}：{message}")
    for refusal in dict.fromkeys(specimen.refusal for specimen in specimens if specimen.refusal):
        tell(f"错误：{refusal}")
    if quiet:
        return
    if any(not specimen.pages and specimen.edition.path.with_suffix(".pdf").exists() for specimen in specimens):
        tell("旁边的 PDF 和图片是以前的")
    # in one line, for it is said again at every change; `compose --pdf` says what stands for which
    faces = dict.fromkeys(face for specimen in specimens for face in specimen.edition.substituted)
    if faces:
        tell(f"这台电脑没有字体 {'、'.join(faces)}，PDF 和图片里用的是别的字体；装上这些字体再看才准，.docx 不受影响")
