"""Duplicates (DU): what was reported before, in an earlier issue or in the same one, found again although reworded.

Two texts are compared by the runs of three characters they share, digits set to 0: an update with new figures is the
usual repeat. Candidates come from an index of a quarter of these runs; what they share is then counted whole.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import NamedTuple

_RUN = 3  # characters
_LEAST = 60  # characters of a text that is compared: shorter ones are alike by their stock phrases
_SHARED_OF_BOTH = 0.3  # Jaccard; of unrelated items none was above 0.275
_SHARED_OF_SHORTER = 0.5  # of unrelated items none was above 0.465
_SAME_ORDER = 0.6  # difflib's ratio
_CANDIDATES = 8  # the likeliest are looked at
_COMMON = 20  # a run that more than one in so many texts has tells nothing, where there are many texts
_MANY = 1000
_DIGITS = str.maketrans("123456789", "0" * 9)


class When(NamedTuple):
    """When an issue came out: its date, and its number where a day has several."""

    date: datetime.date
    number: int


class Report(NamedTuple):
    """An item that was reported: in which issue, as it is called there, and its text as it is compared."""

    when: When
    called: str
    text: str


class Archive:
    """Reports by the runs of characters that stand in them."""

    def __init__(self) -> None:
        self._reports: list[Report] = []
        self._with_run: dict[str, list[int]] = {}

    def add(self, when: When, called: str, body: str) -> None:
        """Files an item under the issue it is in."""
        text = _compared(body)
        if len(text) < _LEAST:
            return
        number = len(self._reports)
        self._reports.append(Report(when, called, text))
        for run in _sampled_runs(text):
            self._with_run.setdefault(run, []).append(number)

    def alike(self, body: str, before: When | None = None) -> Report | None:
        """The report most like `body` among those of issues earlier than `before`; None where none is like it."""
        text = _compared(body)
        if len(text) < _LEAST:
            return None
        shared: Counter[int] = Counter()
        for numbers in self._telling(_sampled_runs(text)):
            shared.update(numbers)
        earlier = (
            number for number, _ in shared.most_common() if before is None or self._reports[number].when < before
        )
        runs = _runs(text)
        for _, number in zip(range(_CANDIDATES), earlier, strict=False):
            report = self._reports[number]
            if _is_repeat(text, runs, report.text):
                return report
        return None

    def _telling(self, runs: set[str]) -> list[list[int]]:
        """For each run the reports that have it, those left out that very many have, where enough others remain."""
        found = [numbers for run in sorted(runs) if (numbers := self._with_run.get(run))]
        if len(self._reports) < _MANY:
            return found
        most = len(self._reports) // _COMMON
        telling = [numbers for numbers in found if len(numbers) <= most]
        return telling or found


def _is_repeat(text: str, runs: set[str], other: str) -> bool:
    others = _runs(other)
    shared = len(runs & others)
    if shared >= _SHARED_OF_SHORTER * min(len(runs), len(others)):
        return True
    if shared < _SHARED_OF_BOTH * len(runs | others):
        return False
    import difflib  # needed only where texts are that much alike

    return difflib.SequenceMatcher(None, text, other, autojunk=False).ratio() >= _SAME_ORDER


def _compared(body: str) -> str:
    return "".join(body.split()).translate(_DIGITS)


def _runs(text: str) -> set[str]:
    return {text[start : start + _RUN] for start in range(len(text) - _RUN + 1)}


def _sampled_runs(text: str) -> set[str]:
    """The runs whose middle character has a number that four divides: the same ones in every text."""
    return {text[at - 1 : at + 2] for at, character in enumerate(text[1:-1], 1) if not ord(character) & 3}
