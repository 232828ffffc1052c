"""What a composed file is called, and where it goes."""

from __future__ import annotations

from pathlib import Path

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.text import printable, unprintable, visible
from bulletin_cli.files.workspace import Workspace
from bulletin_cli.model import Issue, Publication
from bulletin_cli.placeholders import fill
from bulletin_cli.words import issue_words

DRAFT_MARK = "（草稿）"


def document_path(
    workspace: Workspace, publication: Publication, issue: Issue, *, draft: bool = False, output: Path | None = None
) -> Path:
    """Where the issue's document goes: into the workspace's out/, or to `output`.

    Raises BulletinError where no file may be called so.
    """
    if output is None:
        return workspace.out / f"{file_stem(publication, issue, draft=draft)}.docx"
    if output.suffix.lower() != ".docx":
        raise BulletinError(f"--output 的文件名要以 .docx 结尾，现在是 {output}")
    if draft and not output.stem.endswith(DRAFT_MARK):
        output = output.with_name(f"{output.stem}{DRAFT_MARK}{output.suffix}")
    return Path.cwd() / output


def file_stem(publication: Publication, issue: Issue, *, draft: bool = False) -> str:
    """The name of the issue's file without its ending, by the publication's `filename`.

    Raises BulletinError where a system would not take it, or where it would lead out of its folder.
    """
    stem = fill(publication.filename, issue_words(publication, issue))
    if fault := _fault(stem):
        raise BulletinError(f"不能用“{stem}”作文件名：{fault}；请改 bulletin.toml 的 filename，或用 --output 指定")
    return stem + (DRAFT_MARK if draft else "")


def _fault(stem: str) -> str:
    if not stem.strip(" ."):
        return "是空的"
    return name_fault(f"{stem}.docx") or name_fault(f"{stem}{DRAFT_MARK}.docx")


def name_fault(name: str) -> str:
    """Why no file may have this name on Windows, Kylin and macOS alike; "" where it may."""
    if not name.strip(" ."):
        return "是空的"
    if visible(name) != name or unprintable(name):
        return "含有控制字符"
    from pathvalidate import ValidationError, validate_filename  # not every new file's name is asked about

    try:
        validate_filename(name, platform="universal")
    except ValidationError as error:
        return _REASONS.get(error.reason.name.lower(), "系统不接受")
    return ""


_REASONS = {
    "invalid_character": r'含有 \ / : * ? " < > | 或控制字符',
    "invalid_length": "太长",
    "null_name": "是空的",
    "reserved_name": "是系统保留的名称",
}


def issue_name(issue: Issue) -> str:
    """What tells this issue from every other of its workspace: year, series and number."""
    return printable(f"{issue.date.year if issue.date else ''}/{issue.series}/{issue.number}")


def beside(path: Path, number: int) -> Path:
    """The `number`-th backup of `path`, beside it."""
    return path.with_name(f"{path.stem}（备份{number}）{path.suffix}")
