"""An issue and its items: whether their parts fit each other and the office's limits (IT), and what their texts say."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from bulletin_cli.checks.duplicates import Archive, When
from bulletin_cli.checks.proofread import proofread_preface, proofread_texts
from bulletin_cli.checks.settings import check_comments
from bulletin_cli.files.folder import IssueFiles
from bulletin_cli.files.source import Source
from bulletin_cli.files.validate import nearest
from bulletin_cli.files.workspace import ISSUE_FILE
from bulletin_cli.findings import Finding, Place, Severity
from bulletin_cli.model import Issue, Item, Limits, Publication, length

LARGEST_PICTURES = 100 << 20  # bytes of all pictures of an issue: a mail with more does not arrive
Earlier = Callable[[When | None], Archive]  # gives the reports of all issues before one; of every issue for None


def check_issue(files: IssueFiles, publication: Publication | None, archive: Earlier) -> None:
    """Notes what is wrong with the issue as a whole, with its items, and with what was reported before.

    Without a publication nothing is said of sections, departments and lengths.
    """
    issue = files.issue
    source = files.sources.get(issue.folder / ISSUE_FILE)
    if source is not None:
        if publication is not None:
            _check_issue_file(source, files, publication)
        proofread_preface(issue, source, publication)
        check_comments(source)
    for item in issue.items:
        check_item(item, files.sources[item.path], publication, issue)
    _check_repeats(files, archive)
    _check_sizes(files)


def check_item(item: Item, source: Source, publication: Publication | None, issue: Issue | None) -> None:
    """Notes what is wrong with an item: in its fields, where the office is known, and in its texts.

    `issue` is the one it stands in, None where it stands in none.
    """
    if publication is not None:
        _check_fields(item, source, publication, (issue.sections if issue else ()) or publication.sections)
    proofread_texts(item, source, publication, issue.date if issue else None)
    check_comments(source)


def _check_fields(item: Item, source: Source, publication: Publication, sections: tuple[str, ...]) -> None:
    if item.section.strip() and item.section not in sections:
        hint = nearest(item.section, list(sections)) or f"；栏目有：{'、'.join(sections)}"
        source.report("IT106", f"没有“{item.section}”这个栏目{hint}", ("section",))
    listed = isinstance(source.values.get("department"), list)
    named: set[str] = set()
    for index, name in enumerate(item.departments):
        department = publication.department(name)
        if department is not None and department.name in named:
            source.report("IT105", f"“{department.name}”写了两次，请删去一个", ("department", index))
        named.add(department.name if department else name)
        if name.strip() and department is None:
            known = [each for department in publication.departments for each in department.known_as]
            hint = nearest(name, known) or "；请核对，或在 bulletin.toml 的 departments 里登记"
            if len(several := [each for each in re.split("[、，,；; ]", name) if each]) > 1:
                hint = "；联合报送要写成列表，如 [" + ", ".join(f'"{each}"' for each in several) + "]"
            source.report(
                "IT107", f"没有登记“{name}”这个单位{hint}", ("department", index) if listed else ("department",)
            )
    _check_lengths(item, source, publication.proofreading.limits)


def _check_lengths(item: Item, source: Source, limits: Limits) -> None:
    for name, words, text, least, most, short, long in (
        ("title", "标题", item.title, limits.title_min, limits.title_max, "IT202", "IT201"),
        ("body", "正文", item.body, limits.body_min, limits.body_max, "IT204", "IT203"),
    ):
        count = length(text)
        if most is not None and count > most:
            source.report(long, f"{words}{count}字，超过{most}字，请压缩", (name,))
        if least is not None and 0 < count < least:
            source.report(short, f"{words}{count}字，不足{least}字，请补充", (name,))


def _check_issue_file(source: Source, files: IssueFiles, publication: Publication) -> None:
    issue = files.issue
    if not issue.items and not files.unparsed:
        source.report("IT110", f"{issue.folder.name} 里还没有条目；请把条目文件（*.toml）放进这个文件夹")
    for name in issue.sections:
        if name not in publication.sections:
            hint = nearest(name, list(publication.sections))
            source.report(
                "IT106", f"bulletin.toml 里没有“{name}”这个栏目{hint}", ("sections",), severity=Severity.WARNING
            )
    folder = issue.folder.name
    if folder.isdecimal() and int(folder) != issue.number and "number" in source.values:
        message = f"文件夹是 {folder}，期号却是 {issue.number}，请核对"
        source.report("IT109", message, ("number",), severity=Severity.WARNING)
    year = issue.folder.parent.name
    if issue.date and year.isdecimal() and len(year) == 4 and int(year) != issue.date.year:
        message = f"文件夹在 {year} 年下，日期却是{issue.date.year}年，请核对"
        source.report("IT109", message, ("date",), severity=Severity.WARNING)


def missing_names(files: IssueFiles, publication_file: Source | None) -> list[Finding]:
    """A finding (IT111) for each sign-off without a name, in the file whose list is printed: no leader signed yet."""
    issue = files.issue
    own = files.sources.get(issue.folder / ISSUE_FILE)
    source = own if own is not None and "sign_off" in own.values else publication_file
    findings = []
    for index, sign_off in enumerate(issue.sign_off):
        if not sign_off.name.strip():
            path = source.path if source else issue.folder / ISSUE_FILE
            place = source.places.value(("sign_off", index, "name")) if source else Place()
            message = f"“{sign_off.role}”还没有姓名；请补上，或用 --draft 出草稿"
            findings.append(Finding(path, place, "IT111", message, field="sign_off.name"))
    return findings


def _check_sizes(files: IssueFiles) -> None:
    """Notes the picture with which those of the issue grow too large to be mailed (IT124)."""
    pictures: set[bytes] = set()  # the same one twice is in the document once
    for item in files.issue.items:
        for place, image in enumerate(item.images):
            before = sum(map(len, pictures))
            pictures.add(image.data)
            if before <= LARGEST_PICTURES < sum(map(len, pictures)):
                message = f"到这一幅，本期图片合计超过 {LARGEST_PICTURES >> 20} MB；请把照片缩小后另存"
                files.sources[item.path].report("IT124", message, ("image", place, "file"))


def _check_repeats(files: IssueFiles, archive: Earlier) -> None:
    """Notes an item that stands twice in the issue (DU102) or was in an earlier one (DU101)."""
    here, first = Archive(), dict[str, Item]()
    issue = files.issue
    for item in issue.items:
        source = files.sources[item.path]
        key = "".join(item.body.split())
        if key and key in first:
            earlier = first[key].path.name
            source.report("DU102", f"正文与本期的 {earlier} 相同，请删去一条", ("body",))
        elif report := here.alike(item.body):
            message = f"正文与本期的 {report.called} 相近，请核对是不是同一件事"
            source.report("DU102", message, ("body",), severity=Severity.WARNING)
        first.setdefault(key, item)
        here.add(When(issue.date or datetime.date.min, issue.number), item.path.name, item.body)
        check_reported_before(item, source, archive, issue)


def check_reported_before(item: Item, source: Source, archive: Earlier, issue: Issue | None) -> None:
    """Notes an item that was reported in an earlier issue (DU101), in any issue where it stands in none yet."""
    if issue is not None and issue.date is None:
        return
    before = When(issue.date, issue.number) if issue and issue.date else None
    if report := archive(before).alike(item.body, before):
        message = f"与{report.called}内容相近，可能已经登过，请核对"
        source.report("DU101", message, ("body",), severity=Severity.WARNING)
