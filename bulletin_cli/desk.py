"""The editor's desk: an issue, its publication and its layout read and checked together, every problem at once.

Everything a command does with an issue starts here; it can be called from Python as well.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_cli.checks.duplicates import Archive, When
from bulletin_cli.checks.issue import check_issue, check_item, check_reported_before, missing_names
from bulletin_cli.checks.proofread import proofread_preface
from bulletin_cli.checks.settings import check_settings, settled
from bulletin_cli.files.folder import IssueFiles, read_issue_folder
from bulletin_cli.files.issue import issue_of, read_issue
from bulletin_cli.files.item import read_item
from bulletin_cli.files.lookup import Entry, entries
from bulletin_cli.files.publication import read_publication
from bulletin_cli.files.source import UNREADABLE, Source, read
from bulletin_cli.files.validate import nearest
from bulletin_cli.files.values import text
from bulletin_cli.files.workspace import ISSUE_FILE, Workspace, is_issue, item_files
from bulletin_cli.findings import Finding, Place, has_errors, in_order
from bulletin_cli.model import Issue, Item, Proofreading, Publication

if TYPE_CHECKING:
    from bulletin_cli.files.inputs import InputFile
    from bulletin_cli.layout.model import Layout

# Findings of these codes mean that a text is missing from the issue: not even a draft is composed with them.
_LOSES_TEXT = {UNREADABLE, "IT101", "IT102", "IT112", "IT113"}


@dataclass
class Desk:
    """A workspace's publication and layout; `configuration` is what is wrong with their files."""

    workspace: Workspace | None
    publication: Publication | None = None
    layout: Layout | None = None
    configuration: list[Finding] = field(default_factory=list)
    source: Source | None = None
    with_layout: bool = True  # whether the layout was looked at
    _filed: set[Path] = field(default_factory=set)  # the folders of the issues that are in the archive
    _proofread: dict[Path, list[Source]] = field(default_factory=dict)  # items of issues that are not in it yet

    @property
    def inputs(self) -> list[InputFile]:
        """The files of the publication and of its layout, as they were read."""
        from bulletin_cli.files.inputs import as_read  # only composing asks for it

        assert self.source is not None, "a workspace that was read"
        return [as_read(self.source), *(self.layout.files if self.layout else ())]

    @functools.cached_property
    def page_layout(self) -> Layout | None:
        """The layout, read now where only items were to be checked; what is wrong with it is not told then."""
        if self.layout is None and not self.with_layout and self.workspace and self.publication:
            from bulletin_cli.layout.find import find_layout
            from bulletin_cli.layout.read import read_layout

            path = find_layout(self.publication.layout, self.workspace.layouts)
            return read_layout(path, self.workspace.layouts)[0] if path else None
        return self.layout

    @property
    def proofreading(self) -> Proofreading:
        """How the office wants its texts proofread; as usual where it said nothing, or there is none."""
        return self.publication.proofreading if self.publication else Proofreading()

    def remember(self, files: IssueFiles) -> None:
        """Keeps the items of an issue that was proofread until the archive asks for them."""
        if files.issue.folder not in self._filed:
            self._proofread[files.issue.folder] = [files.sources[item.path] for item in files.issue.items]

    def archive(self, before: When | None) -> Archive:
        """The items of all issues earlier than `before` (of every issue, where it is None), as far as they can be read.

        An issue's items are read when an archive is first asked for that has them.
        """
        while self._unfiled and (before is None or self._unfiled[0][0] < before):
            when, entry = self._unfiled.pop(0)
            self._filed.add(entry.folder)
            proofread = self._proofread.pop(entry.folder, None)
            for source in proofread or map(read, item_files(entry.folder)):
                if isinstance(source, Source):
                    called = f"{entry.called}的《{text(source.values, 'title')}》（{source.path.name}）"
                    self._archive.add(when, called, text(source.values, "body"))
        return self._archive

    @functools.cached_property
    def _archive(self) -> Archive:
        return Archive()

    @functools.cached_property
    def _unfiled(self) -> list[tuple[When, Entry]]:
        """The issues whose items are not in the archive yet, the earliest first."""
        known = entries(self.workspace) if self.workspace else []
        return sorted((When(entry.date, entry.number), entry) for entry in known if entry.date)


@dataclass
class Proof:
    """An issue as it was read, and all that is wrong with it."""

    desk: Desk
    files: IssueFiles
    findings: list[Finding]

    @property
    def publication(self) -> Publication:
        """The publication, where the configuration is sound."""
        assert self.desk.publication is not None
        return self.desk.publication

    @property
    def layout(self) -> Layout:
        """The layout, where the configuration is sound."""
        assert self.desk.layout is not None
        return self.desk.layout

    @property
    def inputs(self) -> list[InputFile]:
        """Everything that the issue is composed from, as it was read."""
        from bulletin_cli.files.inputs import as_given, as_read  # only composing asks for it

        pictures = (as_given(image.path, image.data) for item in self.files.issue.items for image in item.images)
        return [*self.desk.inputs, *map(as_read, self.files.sources.values()), *pictures]

    @property
    def loses_text(self) -> bool:
        """Whether a file could not be read, so that an item would be missing from print."""
        return any(finding.code in _LOSES_TEXT for finding in self.findings)

    @property
    def files_read(self) -> set[Path]:
        """The files that were looked at, or should have been there."""
        return {*self.files.sources, *(finding.path for finding in self.files.unparsed)}

    def fails(self, *, strict: bool = False) -> bool:
        """Whether the findings stop the composing."""
        return has_errors(self.findings, strict=strict)


def open_desk(workspace: Workspace | None, *, with_layout: bool = True) -> Desk:
    """Reads bulletin.toml and, unless only items are to be checked, the layout it names."""
    desk = Desk(workspace, with_layout=with_layout)
    if workspace is None:
        return desk
    source = read(workspace.bulletin_file)
    if isinstance(source, Finding):
        desk.configuration.append(source)
        return desk
    desk.source = source
    publication = read_publication(source)
    if with_layout:
        _read_layout(desk, source, publication.layout)
    if not has_errors(source.findings):
        check_settings(source, publication.proofreading)
    desk.configuration[:0] = source.findings
    desk.publication = None if has_errors(source.findings) else publication
    return desk


def proofread_issue(desk: Desk, folder: Path) -> Proof:
    """Reads and checks the issue in `folder`; what needs the publication is left out where there is none."""
    files = read_issue_folder(folder, desk.publication)
    check_issue(files, desk.publication, desk.archive)
    for item in files.issue.items:
        _check_figures(desk, item, files.sources[item.path])
    desk.remember(files)
    findings = files.findings
    if desk.publication is not None:
        findings += [*missing_names(files, desk.source), *_misfits(desk, files)]
    return Proof(desk, files, in_order(settled(findings, desk.proofreading, files.sources.values())))


def _misfits(desk: Desk, files: IssueFiles) -> list[Finding]:
    """What of the issue has no room in the layout, at the place that says it: in issue.toml, else in bulletin.toml."""
    own = files.sources.get(files.issue.folder / ISSUE_FILE)
    if desk.layout is None or desk.publication is None or desk.source is None or own is None:
        return []
    from bulletin_cli.layout.fit import misfits  # where there is a layout

    findings = []
    for misfit in misfits(desk.publication, files.issue, desk.layout):
        source = own if misfit.field in own.values else desk.source
        place = source.places.value((misfit.field,)) if misfit.field in source.values else Place()
        findings.append(Finding(source.path, place, misfit.code, misfit.message, misfit.severity, misfit.field))
    return findings


def _check_figures(desk: Desk, item: Item, source: Source) -> None:
    """Notes pictures and tables of the item that are wider than the type area (IT127)."""
    if not (item.images or item.tables) or desk.page_layout is None:
        return
    from bulletin_cli.layout.fit import wide_figures  # where there is a layout

    for at, message in wide_figures(item, desk.page_layout):
        source.report("IT127", message, at)


def proofread_item(desk: Desk, source: Source | Finding) -> list[Finding]:
    """Checks one item by itself, as its department hands it in."""
    if isinstance(source, Finding):
        return [source]
    publication = desk.publication
    item, issue = read_item(source), _issue_round(source.path.parent, publication)
    check_item(item, source, publication, issue)
    check_reported_before(item, source, desk.archive, issue)
    _check_figures(desk, item, source)
    return in_order(settled(source.findings, desk.proofreading, [source]))


def proofread_issue_file(desk: Desk, source: Source | Finding) -> list[Finding]:
    """Checks the texts of an issue.toml by itself."""
    if isinstance(source, Finding):
        return [source]
    proofread_preface(read_issue(source, desk.publication), source, desk.publication)
    return in_order(settled(source.findings, desk.proofreading, [source]))


def proofread_layout(path: Path, workspace: Workspace | None) -> list[Finding]:
    """Checks a layout; what it extends is looked for in the workspace, where there is one, and among the built-in ones."""
    from bulletin_cli.layout.pieces import check_pieces  # only where a layout is checked
    from bulletin_cli.layout.read import layout_chain, read_layout

    own = workspace.layouts if workspace else None
    layout, findings = read_layout(path, own)
    if layout is None:
        return in_order(findings)
    source, *bases = layout_chain(path, own)
    check_pieces(source, bases)
    proofreading = open_desk(workspace, with_layout=False).proofreading
    return in_order(settled(source.findings, proofreading, [source]))


def _issue_round(folder: Path, publication: Publication | None) -> Issue | None:
    """The issue an item of `folder` stands in: it may have sections of its own, and its date tells what is past."""
    source = read(folder / ISSUE_FILE) if is_issue(folder) else None
    return issue_of(source, publication) if isinstance(source, Source) else None


def proofread_repeated_numbers(entries: list[Entry]) -> list[Finding]:
    """A finding (IT109) for every issue whose year, series and number another folder has taken already."""
    findings: list[Finding] = []
    taken: dict[tuple[int, str, int], Entry] = {}
    for entry in entries:
        first = taken.setdefault((entry.year, entry.series, entry.number), entry)
        if first is not entry:
            source = read(entry.folder / ISSUE_FILE)
            if isinstance(source, Source):
                where = f"{first.folder.parent.name}/{first.folder.name}"
                source.report("IT109", f"{entry.called}已经在 {where} 里，期号重复，请核对", ("number",))
                findings += source.findings
    return findings


def _read_layout(desk: Desk, source: Source, name: str) -> None:
    # an item is checked without its layout
    from bulletin_cli.layout.find import find_layout, layout_names
    from bulletin_cli.layout.read import read_layout

    own = desk.workspace.layouts if desk.workspace else None
    path = find_layout(name, own)
    if path is None:
        names = list(layout_names(own))
        hint = nearest(name, names) or f"；可用的有：{'、'.join(names)}"
        source.report("LA103", f"没有“{name}”这个版式{hint}（本单位的版式放在 layouts 文件夹里）", ("layout",))
        return
    desk.layout, findings = read_layout(path, own)
    desk.configuration += findings
