"""Fixing: what is put right in a file, and that all else in it stays as it was."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proofreading import faulty_sentences, parsed, proofread
from test_places import basic, multi_line

from bulletin_cli.fixing import fix

PIECES = [
    "截止7月底",
    "“甲”、“乙”",
    "街 道",
    "布署",
    "8月03日",
    "10～15%",
    "１０８条",
    "政办[2024]12号",
    "，。",
    "近100余人",
    "\n",
    "正常的话",
    "\u200b",
    '"一站式"',
    "𠮷",
    "\\",
    "'",
    '"',
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text("的是在了。，、", max_size=4), min_size=1, max_size=12).map("".join)


def literal(text: str) -> str:
    return f"'''\n{text}'''" if "'''" not in text and not text.endswith("'") else basic(text)


def document(body: str, *, windows: bool) -> str:
    text = f'# 注：截止7月底\nsection = "民生保障" # 布署\ndepartment = "东屯镇"\ntitle = "加强管理"\nbody = {body}\norder = 1\n'
    return text.replace("\n", "\r\n") if windows else text


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([basic, multi_line, literal]), st.booleans(), st.booleans())
def test_fixing_changes_the_text_alone_and_twice_is_once(text: str, quote: object, windows: bool, unsafe: bool) -> None:
    assert callable(quote)
    before = document(quote(text), windows=windows)
    if not tomllib.loads(before)["body"].strip():
        return
    source = parsed(before)
    fixed = fix(source, proofread, unsafe=unsafe).text
    was, now = tomllib.loads(before), tomllib.loads(fixed)
    assert {key: value for key, value in now.items() if key != "body"} == {
        key: value for key, value in was.items() if key != "body"
    }
    assert fixed.startswith(before[: before.index("body =")])
    assert fixed.endswith(before[before.rindex("order =") :])
    assert fixed.count("\r\n") == fixed.count("\n") or not windows
    again = fix(parsed(fixed), proofread, unsafe=unsafe)
    assert again.text == fixed
    assert again.fixes == 0


@pytest.mark.parametrize("unsafe", [False, True])
def test_a_fixed_sentence_is_clean_of_what_was_fixed(unsafe: bool) -> None:
    for case in faulty_sentences():
        source = parsed(document(basic(case["text"]), windows=False))
        fixed = fix(source, proofread, unsafe=unsafe)
        left = [each for each in proofread(parsed(fixed.text)) if each.fix and (each.fix.safe or unsafe)]
        assert left == [], case


def test_a_wrapped_line_stays_wrapped() -> None:
    before = document('"""\n全镇街 \\\n   道截\\\n   止7月底整改。\n"""', windows=False)
    fixed = fix(parsed(before), proofread).text
    assert 'body = """\n全镇街\\\n   道截\\\n   至7月底整改。\n"""' in fixed


def test_an_escape_beside_a_fault_stays_an_escape() -> None:
    before = document(r'"\u5168镇截止7月底已完成整改\u3002"', windows=False)
    assert r'"\u5168镇截至7月底已完成整改\u3002"' in fix(parsed(before), proofread).text


def test_of_two_faults_at_one_place_both_are_put_right() -> None:
    before = document('"截止０８月03号完成。"', windows=False)
    assert 'body = "截至8月3日完成。"' in fix(parsed(before), proofread).text
