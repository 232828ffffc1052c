"""Arranging: the order of the contract, whatever order the files come in."""

from __future__ import annotations

import datetime
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bulletin_cli.arrange import ArrangedIssue, arrange
from bulletin_cli.model import Department, Issue, Item, Publication

PUBLICATION = Publication(
    name="快报",
    issuers=("办公室",),
    layout="yanjin",
    filename=("{name}",),
    sections=("经济", "民生", "乡村"),
    departments=(Department("开发区"), Department("教体局", aliases=("教育局",)), Department("司法局")),
)


def issue(*items: Item, sections: tuple[str, ...] = ()) -> Issue:
    return Issue(Path("issues/1"), 1, datetime.date(2024, 1, 1), sections=sections, items=items)


def item(
    name: str, section: str = "经济", departments: tuple[str, ...] = ("开发区",), order: int | None = None
) -> Item:
    return Item(Path(f"{name}.toml"), section, departments, f"标题{name}", "正文。", order)


def names(arranged: ArrangedIssue) -> list[str]:
    return [each.path.stem for each in arranged.items]


def test_order_comes_before_department_and_department_before_file_name() -> None:
    arranged = arrange(
        issue(
            item("a", departments=("司法局",)),
            item("c", departments=("教育局",)),
            item("b", departments=("教体局", "开发区")),
            item("y", departments=("司法局",), order=2),
            item("z", departments=("司法局",), order=-1),
        ),
        PUBLICATION,
    )
    assert names(arranged) == ["z", "y", "b", "c", "a"]


def test_sections_follow_the_issue_s_own_list_and_empty_ones_are_left_out() -> None:
    arranged = arrange(issue(item("a", "经济"), item("b", "乡村"), sections=("乡村", "民生", "经济")), PUBLICATION)
    assert [section.name for section in arranged.sections] == ["乡村", "经济"]


def test_items_of_an_unknown_section_are_kept_at_the_end() -> None:
    arranged = arrange(issue(item("a", "别的"), item("b", "乡村")), PUBLICATION)
    assert names(arranged) == ["b", "a"]


ITEMS = st.lists(
    st.builds(
        item,
        st.text("abcde", min_size=1, max_size=3),
        st.sampled_from(["经济", "民生", "乡村", "别的", ""]),
        st.lists(st.sampled_from(["开发区", "教体局", "教育局", "司法局", "外县"]), max_size=2).map(tuple),
        st.none() | st.integers(-2, 2),
    ),
    unique_by=lambda each: each.path,
    max_size=12,
)


@given(ITEMS, st.randoms())
def test_shuffled_files_give_the_same_issue(items: list[Item], order: Random) -> None:
    shuffled = list(items)
    order.shuffle(shuffled)
    assert arrange(issue(*shuffled), PUBLICATION).sections == arrange(issue(*items), PUBLICATION).sections


@given(ITEMS)
def test_no_item_is_lost_or_doubled(items: list[Item]) -> None:
    assert sorted(map(id, arrange(issue(*items), PUBLICATION).items)) == sorted(map(id, items))
