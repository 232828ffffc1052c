"""What the placeholders of a layout stand for."""

from __future__ import annotations

import datetime

from bulletin_cli.model import Issue, Publication

_TWO = 2  # characters of a name that is spaced
TITLE = ("{name}", "{year}年", "{series}", "第{number}期")  # what an issue is called
_DIGITS = "零一二三四五六七八九"


def issue_words(publication: Publication, issue: Issue) -> dict[str, str]:
    """The values of masthead, closing block and file name; "" where the issue says nothing, issuers on a line each."""
    return {
        "name": publication.name,
        "number": str(issue.number),
        "total": str(issue.total or ""),
        "series": issue.series,
        "secrecy": issue.secrecy,
        "serial": issue.serial,
        "issuer": "\n".join(issue.issuers),
        "date": date_words(issue.date) if issue.date else "",
        "year": str(issue.date.year) if issue.date else "",
        "copies": str(issue.copies or ""),
    }


def date_words(date: datetime.date) -> str:
    """2024年8月3日: Arabic digits, the year in full, no leading zeros (GB/T 9704 7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def name_words(name: str) -> str:
    """A person's name as it is printed: one of two characters gets U+3000 between, to be as wide as one of three."""
    bare = "".join(name.split())
    return f"{bare[0]}\u3000{bare[1]}" if len(bare) == _TWO and all(map(_is_han, bare)) else name


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def ordinal_words(number: int) -> str:
    """一、二 … 十、十一 … 九十九、一百、一百零一: a whole number from 1 to 9999 as a Chinese ordinal."""
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(words) and (gap or not digit) and not digit
    return words.removeprefix("一") if words.startswith("一十") else words
