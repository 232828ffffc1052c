"""Duplicates (DU): what was reported before, in an earlier issue or in the same one, found again although reworded.

Two texts are compared by the runs of three characters they share, digits set to 0: an update with new figures is the
usual repeat. Candidates come from an index of a quarter of these runs; what they share is then counted whole.
"""

from __future__ import annotations

import datetime
import functools
import itertools
from collections import Counter
from typing import NamedTuple

_RUN = 3  # characters
_LEAST = 60  # characters of a text that is compared: shorter ones are alike by their stock phrases
_SHARED_OF_BOTH = 0.3  # Jaccard; of unrelated items none was above 0.275
_SHARED_OF_SHORTER = 0.5  # of unrelated items none was above 0.465
_SAME_ORDER = 0.6  # difflib's ratio
_SAMPLE = 4  # of so many runs one is indexed
_LUCK = 2  # a sample may have so many times fewer shared runs than its share
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
        compared = _compared(body)
        if len(compared.text) < _LEAST:
            return
        number = len(self._reports)
        self._reports.append(Report(when, called, compared.text))
        for run in compared.sample:
            self._with_run.setdefault(run, []).append(number)

    def alike(self, body: str, before: When | None = None) -> Report | None:
        """The report most like `body` among those of issues earlier than `before`; None where none is like it."""
        compared = _compared(body)
        if len(compared.text) < _LEAST:
            return None
        shared: Counter[int] = Counter()
        for numbers in self._telling(compared.sample):
            shared.update(numbers)
        least = _least_shared(compared, _LEAST)
        counted = sorted((-count, number) for number, count in shared.items() if count >= least)
        reports = ((self._reports[number], -count) for count, number in counted)
        likely = (
            report
            for report, count in reports
            if (before is None or report.when < before) and count >= _least_shared(compared, len(report.text))
        )
        return next((each for each in itertools.islice(likely, _CANDIDATES) if _is_repeat(compared, each.text)), None)

    def _telling(self, runs: set[str]) -> list[list[int]]:
        """For each run the reports that have it, those left out that very many have, where enough others remain."""
        found = [numbers for run in sorted(runs) if (numbers := self._with_run.get(run))]
        if len(self._reports) < _MANY:
            return found
        most = len(self._reports) // _COMMON
        telling = [numbers for numbers in found if len(numbers) <= most]
        return telling or found


class _Compared:
    """A text as it is compared: without white space, digits set to 0."""

    def __init__(self, body: str) -> None:
        self.text = "".join(body.split()).translate(_DIGITS)
        self.sample = _sampled_runs(self.text)

    @functools.cached_property
    def runs(self) -> set[str]:
        """All of its runs."""
        return _runs(self.text)


# an item is looked for in its issue and in the archive, and filed in both
_compared = functools.lru_cache(maxsize=32)(_Compared)


def _least_shared(compared: _Compared, other: int) -> float:
    """How many sampled runs it shares at least with a text of `other` characters that is like it."""
    sampled = min(len(compared.sample), other // _SAMPLE)
    return _SHARED_OF_BOTH * sampled / _LUCK


def _is_repeat(compared: _Compared, other: str) -> bool:
    text, runs, others = compared.text, compared.runs, _runs(other)
    shared = len(runs & others)
    if shared >= _SHARED_OF_SHORTER * min(len(runs), len(others)):
        return True
    if shared < _SHARED_OF_BOTH * len(runs | others):
        return False
    import difflib  # needed only where texts are that much alike

    return difflib.SequenceMatcher(None, text, other, autojunk=False).ratio() >= _SAME_ORDER


def _runs(text: str) -> set[str]:
    return {text[start : start + _RUN] for start in range(len(text) - _RUN + 1)}


def _sampled_runs(text: str) -> set[str]:
    """The runs whose middle character has a number that _SAMPLE divides: the same ones in every text."""
    return {text[at - 1 : at + 2] for at, character in enumerate(text[1:-1], 1) if not ord(character) % _SAMPLE}
