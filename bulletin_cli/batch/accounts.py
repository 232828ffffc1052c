"""What a run did, for people, for programs and for a log: progress while it lasts, a table at the end."""

from __future__ import annotations

import contextlib
import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bulletin_cli.batch.outcome import Outcome, Status
from bulletin_cli.console import say, tell
from bulletin_cli.files.workspace import Workspace
from bulletin_cli.findings import Finding, Severity
from bulletin_cli.reports import (
    SEVERITY_WORDS,
    Format,
    as_json,
    print_table,
    report,
    report_github,
    report_github_failure,
    shown_path,
    substitution,
)

_WORDS = {Status.COMPOSED: "生成", Status.UNCHANGED: "未变", Status.KEPT: "保留", Status.FAILED: "失败"}


class Accounts:
    """Every outcome, as they come; `log` says whether each is told at once, with the time.

    Of what the report does not tell nothing is kept but its number: memory stays flat, however many there are.
    """

    def __init__(self, workspaces: list[Workspace], format: Format, *, dry_run: bool, quiet: bool, log: bool) -> None:
        self.format, self.dry_run, self.quiet, self.log = format, dry_run, quiet, log
        self.outcomes: list[Outcome] = []
        self.substituted: dict[str, str] = {}
        self.counts = {workspace.root: Counter[Status]() for workspace in workspaces}

    def add(self, outcome: Outcome) -> None:
        """Enters one outcome."""
        if outcome.issue:
            self.counts[outcome.workspace.root][outcome.status] += 1
            outcome = outcome._replace(issue=outcome.issue._replace(source=None))
        if self._is_reported(outcome):
            self.outcomes.append(outcome)
        if self.log and outcome.status is not Status.UNCHANGED and not (self.quiet and not _is_trouble(outcome)):
            self.remark(f"{self._named(outcome)} {self._line(outcome)}")
        self.substituted.update(outcome.substituted)

    def _is_reported(self, outcome: Outcome) -> bool:
        """Whether the report has it: people are told of many workspaces in numbers, but for what needs somebody."""
        if self.format is not Format.TEXT:
            return True
        return outcome.status in (Status.KEPT, Status.FAILED) or (
            len(self.counts) == 1 and outcome.status is Status.COMPOSED
        )

    def remark(self, text: str) -> None:
        """One line of the log; a log that takes no more (a full disk, a reader that has gone) stops no run."""
        with contextlib.suppress(OSError):
            tell(f"{datetime.datetime.now().astimezone().isoformat(timespec='seconds')} {text}" if self.log else text)

    @property
    def total(self) -> Counter[Status]:
        """How many issues stand how."""
        return sum(self.counts.values(), Counter())

    def summary(self) -> str:
        """“52 期：生成 2，未变 49，失败 1”."""
        total = self.total
        parts = [f"{self._word(status)} {total[status]}" for status in Status if total[status]]
        return f"{total.total()} 期" + (f"：{'，'.join(parts)}" if parts else "")

    def report(self) -> None:
        """The table at the end, with the findings of what failed before it."""
        if not self.quiet:
            for face, other in self.substituted.items():
                self.remark(substitution(face, other))
        findings = [finding for outcome in self.outcomes for finding in _told(outcome, self.format)]
        findings = list(dict.fromkeys(findings))  # a layout's may come with each issue
        if self.format is Format.JSON:
            say(as_json(findings, dry_run=self.dry_run, counts=self._counts(), issues=self._rows()))
        elif self.format is Format.GITHUB:
            report_github(findings)
            for outcome in self.outcomes:
                if outcome.status is Status.FAILED and not outcome.findings:
                    report_github_failure(f"{self._named(outcome)} {outcome.reason}")
        elif not self.quiet or any(map(_is_trouble, self.outcomes)):
            report(findings, Format.TEXT)
            self._print()

    def _print(self) -> None:
        many = len(self.counts) > 1
        if many:
            columns = ("工作目录", *(self._word(status) for status in Status))
            rows = [
                (shown_path(root), *(str(counts[status] or "") for status in Status))
                for root, counts in self.counts.items()
            ]
            print_table("", columns, rows)
        if self.outcomes:
            head = ("工作目录",) if many else ()
            cells = [
                (
                    *((shown_path(each.workspace.root),) if many else ()),
                    _called(each),
                    self._word(each.status),
                    _note(each),
                )
                for each in self.outcomes
            ]
            print_table("", (*head, "期", "结果", "说明"), cells)
        say(self.summary())

    def _counts(self) -> dict[str, int]:
        total = self.total
        return {str(status): total[status] for status in Status}

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {
                "workspace": shown_path(outcome.workspace.root),
                "folder": shown_path(outcome.issue.folder) if outcome.issue else None,
                "year": outcome.issue.year if outcome.issue else None,
                "series": outcome.issue.series if outcome.issue else None,
                "number": outcome.issue.number if outcome.issue else None,
                "status": str(outcome.status),
                "reason": outcome.reason,
                "outdated": outcome.outdated,
                "path": shown_path(outcome.path) if outcome.path else None,
                "pdf": shown_path(outcome.pdf) if outcome.pdf else None,
                "remarks": list(outcome.remarks),
                "backups": [shown_path(backup) for backup in outcome.backups],
            }
            for outcome in self.outcomes
        ]

    def _named(self, outcome: Outcome) -> str:
        root = outcome.workspace.root
        place = shown_path(root)
        return " ".join(filter(None, (root.name if place == "." else place, _called(outcome))))

    def _line(self, outcome: Outcome) -> str:
        return f"{self._word(outcome.status)}：{_note(outcome)}"

    def _word(self, status: Status) -> str:
        return f"将{_WORDS[status]}" if self.dry_run and status is Status.COMPOSED else _WORDS[status]


def _called(outcome: Outcome) -> str:
    return outcome.issue.called if outcome.issue else ""


def _is_trouble(outcome: Outcome) -> bool:
    return outcome.status is Status.FAILED or outcome.outdated


def _told(outcome: Outcome, format: Format) -> Iterator[Finding]:
    """The findings that are printed: all to a program, to people those of an issue that failed."""
    if format is not Format.TEXT or outcome.status is Status.FAILED:
        yield from outcome.findings


def _note(outcome: Outcome) -> str:
    """What is to be said of an issue in one line."""
    counts = Counter(finding.severity for finding in outcome.findings)
    found = "，".join(f"{counts[each]} 处{SEVERITY_WORDS[each]}" for each in Severity if counts[each])
    if outcome.status is Status.FAILED:
        return f"{outcome.reason}（{found}）" if found else outcome.reason
    parts = [outcome.reason or "，".join(shown_path(each) for each in (outcome.path, outcome.pdf) if each)]
    if outcome.outdated:
        parts.append("条目或配置后来又有改动，要重新生成请加 --force（改过的留作备份）")
    parts += outcome.remarks
    parts += [f"原来的留作 {shown_path(backup)}" for backup in outcome.backups]
    return "；".join([*parts, *([found] if found else [])])
