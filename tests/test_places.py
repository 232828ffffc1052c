"""Places: every key, value and character of a TOML file is found where it stands."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from bulletin_cli.files.places import Places

CHARACTERS = st.characters(blacklist_categories=["Cs"], blacklist_characters="\r")


def basic(text: str) -> str:
    """`text` in TOML's basic quotes, every other character as an escape."""
    return (
        '"'
        + "".join(
            f"\\U{ord(c):08x}" if i % 2 or c in '"\\' or ord(c) < 32 or ord(c) == 127 else c for i, c in enumerate(text)
        )
        + '"'
    )


def multi_line(text: str) -> str:
    """`text` in three basic quotes, with a line continuation before every fifth character that is not white space."""
    pieces = []
    for index, character in enumerate(text):
        if index % 5 == 4 and not character.isspace():
            pieces.append("\\\n   ")
        plain = character not in '"\\' and (ord(character) >= 32 or character in "\n\t") and ord(character) != 127
        pieces.append(character if plain else f"\\U{ord(character):08x}")
    return '"""\n' + "".join(pieces) + '"""'


@given(st.text(CHARACTERS), st.sampled_from([basic, multi_line]), st.booleans())
def test_each_character_of_a_string_is_found(text: str, quote: object, windows: bool) -> None:
    assert callable(quote)
    source = f"before = 0 # 注\nbody = {quote(text)}\n"
    if windows:
        source = source.replace("\n", "\r\n")
    assert tomllib.loads(source)["body"] == text
    places = Places(source)
    lines = source.split("\n")
    for index, character in enumerate(text):
        place = places.within(("body",), index, index + 1)
        rest = lines[place.line - 1][place.column - 1 :] + "\n"
        found = rest[0] if rest[0] != "\r" else "\n"
        assert found == character or rest.startswith(f"\\U{ord(character):08x}")


def test_keys_and_values_are_found_in_every_kind_of_table() -> None:
    places = Places(
        'a.b = 1\n"引 号" = { c = [ "甲", "乙" ] }\n[t.u]\nd = 2\n[[list]]\ne = 3\n[[list]]\ne = 4\n[list.f]\ng = 5\n'
    )
    values = {
        ("a", "b"): (1, 7),
        ("引 号", "c", 1): (2, 22),
        ("t", "u", "d"): (4, 5),
        ("list", 0, "e"): (6, 5),
        ("list", 1, "e"): (8, 5),
        ("list", 1, "f", "g"): (10, 5),
    }
    for path, place in values.items():
        found = places.value(path)
        assert (found.line, found.column) == place, path
    assert (places.key(("list", 1)).line, places.key(("t", "u")).line) == (7, 3)


def test_what_stands_nowhere_is_placed_at_the_table_above_it() -> None:
    places = Places('[[sign_off]]\nrole = "签发"\n')
    assert places.value(("sign_off", 0, "name")).line == 1
    assert places.value(("date",)).line == 1


def test_a_comment_between_key_and_array_is_no_element() -> None:
    places = Places('to = [ # 注\n  "甲", # 一\n  "乙",\n]\n')
    assert (places.value(("to", 1)).line, places.value(("to", 1)).column) == (3, 3)
