"""The rules: their own examples, sentences that others wrote, and texts made to trip them."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proofreading import clean_sentences, faulty_sentences, findings_of, is_found, mended

from bulletin_cli.checks.registry import BY_CODE, GROUPS, READERS, RULES
from bulletin_cli.checks.rule import Passage, Remedy, Rule
from bulletin_cli.checks.rulebook import Page, pages

READ = [page for code, page in pages().items() if BY_CODE[code].find is not None]


def fields_of(page: Page, text: str) -> dict[str, str]:
    """The fields of the item in which an example stands."""
    title = {"title": text} if page.field == "title" else {"title": page.title} if page.title else {}
    return {**title, **({"department": page.department} if page.department else {})}


def body_of(page: Page, text: str) -> str:
    return "各项工作有序推进。" if page.field == "title" else text


def examples(kind: str) -> list[object]:
    return [
        pytest.param(page, index, text, id=f"{page.rule.code}-{index}")
        for page in READ
        for index, text in enumerate(getattr(page, kind))
    ]


@pytest.mark.parametrize(("page", "index", "text"), examples("wrong"))
def test_a_wrong_example_is_found_by_its_rule_alone_and_put_right(page: Page, index: int, text: str) -> None:
    found = findings_of(body_of(page, text), page.date, fields_of(page, text))
    assert {finding.code for finding in found} == {page.rule.code}, found
    if page.rule.remedy is not Remedy.NONE and any(finding.fix for finding in found):
        values = mended(body_of(page, text), page.date, fields_of(page, text))
        assert values["title" if page.field == "title" else "body"] == page.right[index]


@pytest.mark.parametrize(("page", "index", "text"), [*examples("right"), *examples("silent")])
def test_a_right_example_gives_no_finding(page: Page, index: int, text: str) -> None:  # noqa: ARG001
    assert findings_of(body_of(page, text), page.date, fields_of(page, text)) == []


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert list(pages()) == [rule.code for rule in RULES]
    assert {rule.code[:2] for rule in RULES} == set(GROUPS)
    assert len(BY_CODE) == len(RULES), "a code is used once"
    for page in READ:
        assert page.wrong, page.rule.code
        assert page.right, page.rule.code
        assert page.silent, page.rule.code
        assert len(page.wrong) == len(page.right), page.rule.code


def test_clean_sentences_give_no_finding() -> None:
    alarms = {text: found for text in clean_sentences() if (found := findings_of(text))}
    assert alarms == {}


def test_most_faulty_sentences_are_found() -> None:
    cases = list(faulty_sentences())
    missed = [(case["code"], case["text"]) for case in cases if not is_found(case)]
    assert len(missed) <= 0.05 * len(cases), missed


# what rules look for, put together at random: no text may break a rule
MARKS = "，。、；：！？“”‘’（）()《》【】〔〕[]—-～~…·.,:;!?'\" \n\u3000\u200b\ufeff０１Ａ％%零〇一二三十百千万亿两"
PIECES = (
    "截止 近 约 余 多 左右 8月 32日 号 其中 2024年 （一） 1、 一是 三是 138 00000001 41072619900101 同志 患者 王 街 道 XX 的的 做出 "
    "决定 布署 台帐 掃 塔铺街道 开发区"
)
SIGNS = st.sampled_from([*MARKS, *PIECES.split()])


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(), st.lists(SIGNS, max_size=60).map("".join), st.text("近约0123456789余多万亿%～-—:：月日年号、，。人")
    )
)
def test_no_text_breaks_a_rule_and_every_mark_lies_in_it(text: str) -> None:
    for field in ("title", "body", "preface"):
        for rule in READERS:
            for mark in rule.marks(Passage(field, text)):
                assert 0 <= mark.start <= mark.end <= len(text), rule.code
                assert mark.message, rule.code
                assert mark.replacement != text[mark.start : mark.end], rule.code


LONG = 20_000
RUNS = (
    "近1 1- 1～ 约十 1、 一是 （一） “” “甲”、 其中1人、 8月 8月1日 街 a, 甲, 《 《甲》、 www. http:// a@ 1，200 138 6222 00 4107 患者王 王某 第 "
    "XX镇 【 同志 1.1 10万 张三 。” 的的 做出 予案 2024年 1～2%"
)
TRIGGERS = [*MARKS, *"近约月日年号中的和人X_*×截止余", "街 ", "街 道 ", "1 ", "甲\n", "甲，\n", *RUNS.split()]


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_no_rule_is_slower_than_linear(trigger: str) -> None:
    """Twice the text takes about twice as long: measured as work beside work in the same run, with room for noise."""
    short, long = (trigger * (LONG * times // len(trigger)) for times in (1, 8))
    for rule in READERS:
        first = _seconds(rule, short)
        second = _seconds(rule, long)
        # quadratic work takes 64 times as long; what is too quick to be measured is quick enough
        assert second < 0.5 or second < 40 * max(first, 0.001), f"{rule.code}: {first:.4f} s, {second:.4f} s"


def _seconds(rule: Rule, text: str) -> float:
    gc.disable()  # which comes when it likes
    try:
        start = time.perf_counter()
        for _ in rule.marks(Passage("body", text)):
            pass
        return time.perf_counter() - start
    finally:
        gc.enable()
