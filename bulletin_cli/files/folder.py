"""A folder of items → the issue it makes up, every file of it read and every fault noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bulletin_cli.files.issue import read_issue
from bulletin_cli.files.item import read_item
from bulletin_cli.files.source import Source, read
from bulletin_cli.files.workspace import ISSUE_FILE, is_issue, item_files, items_below, misnamed_files, subfolders
from bulletin_cli.findings import Finding, Place
from bulletin_cli.model import Issue, Item, Publication


@dataclass
class IssueFiles:
    """What an issue's folder holds: the issue, the sources its parts came from, and files that could not be parsed."""

    issue: Issue
    sources: dict[Path, Source] = field(default_factory=dict)
    unparsed: list[Finding] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """All findings of all files, in no order."""
        return [*self.unparsed, *(finding for source in self.sources.values() for finding in source.findings)]


def read_items(paths: list[Path]) -> tuple[list[Item], dict[Path, Source], list[Finding]]:
    """The items in these files, their sources, and a finding for each file that could not be parsed."""
    items, sources, unparsed = [], {}, []
    for path in paths:
        source = read(path)
        if isinstance(source, Finding):
            unparsed.append(source)
        else:
            items.append(read_item(source))
            sources[path] = source
    return items, sources, unparsed


def unread_files(folder: Path) -> list[Finding]:
    """A finding (IT112) for each file of the folder that was meant to be read and is not, for its name."""
    return [
        Finding(path, Place(), "IT112", f"文件名不对，不会读取，里面的条目也不会登出；请改名为 {right}")
        for path, right in misnamed_files(folder).items()
    ]


def read_issue_folder(folder: Path, publication: Publication | None) -> IssueFiles:
    """Reads issue.toml and every item of `folder`."""
    items, sources, unparsed = read_items(item_files(folder))
    unparsed += unread_files(folder)
    for inner in subfolders(folder):
        message = f"条目放在 {inner.name} 文件夹里，不会登出；请移到 {folder.name} 里"
        unparsed += [Finding(path, Place(), "IT112", message) for path in items_below(inner)]
    if not is_issue(folder):
        message = f"缺少 {ISSUE_FILE}；请补上，写明 number 和 date"
        unparsed.append(Finding(folder / ISSUE_FILE, Place(), "IT113", message))
        return IssueFiles(Issue(folder, 0, None), sources, unparsed)
    source = read(folder / ISSUE_FILE)
    if isinstance(source, Finding):
        return IssueFiles(Issue(folder, 0, None), sources, [source, *unparsed])
    issue = read_issue(source, publication)._replace(items=tuple(items))
    return IssueFiles(issue, {source.path: source, **sources}, unparsed)
