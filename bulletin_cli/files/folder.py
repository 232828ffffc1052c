"""A folder of items → the issue it makes up, every file of it read and every fault noted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from bulletin_cli.files.issue import FILE as ISSUE_FILE
from bulletin_cli.files.issue import read_issue
from bulletin_cli.files.item import read_item
from bulletin_cli.files.source import Source, read
from bulletin_cli.files.workspace import item_files, misnamed_items
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


def read_issue_folder(folder: Path, publication: Publication | None) -> IssueFiles:
    """Reads issue.toml and every item of `folder`; raises BulletinError where a file cannot be opened."""
    items, sources, unparsed = read_items(item_files(folder))
    for path in misnamed_items(folder):
        message = f"看来是条目，但文件名不以 .toml 结尾，不会登出；请改名为 {path.name.split('.')[0]}.toml"
        unparsed.append(Finding(path, Place(), "IT112", message))
    source = read(folder / ISSUE_FILE)
    if isinstance(source, Finding):
        return IssueFiles(Issue(folder, 0, None), sources, [source, *unparsed])
    issue = replace(read_issue(source, publication), items=tuple(items))
    return IssueFiles(issue, {source.path: source, **sources}, unparsed)
