"""Reading texts with the rules as `check` does: what the tests of rules and the benchmark share."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli_w

from bulletin_cli.checks.issue import check_item
from bulletin_cli.files.item import read_item
from bulletin_cli.files.source import Source, parse
from bulletin_cli.findings import Finding, in_order
from bulletin_cli.fixing import fix
from bulletin_cli.model import Department, Issue, Proofreading, Publication

CORPUS = Path(__file__).with_name("corpus")
ISSUED = datetime.date(2024, 8, 23)
DEPARTMENTS = (
    Department("开发区"),
    Department("金融局", aliases=("县金融局",)),
    Department("教体局", "延津县教育体育局", ("县教体局", "教育局")),
    Department("司法局"),
    Department("市场监管局"),
    Department("农业农村局"),
    Department("塔铺街道", aliases=("塔铺街办",)),
    Department("石婆固镇"),
    Department("东屯镇"),
)
SECTION = "民生保障"
PUBLICATION = Publication(
    "快报",
    ("办公室",),
    "yanjin",
    ("{name}",),
    (SECTION,),
    DEPARTMENTS,
    proofreading=Proofreading(terms=(("养老服物能力", "养老服务能力"),)),
)


def item_text(body: str, *, title: str = "加强日常管理", department: str = "东屯镇") -> str:
    """The TOML of an item."""
    return tomli_w.dumps({"section": SECTION, "department": department, "title": title, "body": body})


def proofread(source: Source, date: datetime.date | None = ISSUED) -> list[Finding]:
    """What is found in an item of an issue of that date."""
    source.findings.clear()
    issue = Issue(Path("38"), 38, date or ISSUED)
    check_item(read_item(source), source, PUBLICATION, issue)
    return in_order(source.findings)


def parsed(text: str) -> Source:
    """A sound item's source."""
    source = parse(Path("a.toml"), text.encode())
    assert isinstance(source, Source), source
    return source


def findings_of(body: str, date: datetime.date | None = ISSUED, fields: dict[str, str] | None = None) -> list[Finding]:
    """What is found in an item with this body and these other fields."""
    return proofread(parsed(item_text(body, **(fields or {}))), date)


def mended(body: str, date: datetime.date | None = ISSUED, fields: dict[str, str] | None = None) -> dict[str, Any]:
    """The values of the item after all fixes, the unsafe ones as well."""
    source = parsed(item_text(body, **(fields or {})))
    return tomllib.loads(fix(source, lambda source: proofread(source, date), unsafe=True).text)


def clean_sentences() -> Iterator[str]:
    """The clean sentences, none written for a rule."""
    for path in sorted(CORPUS.glob("clean-*.toml")):
        yield from (each["text"] for each in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"])


def faulty_sentences() -> Iterator[dict[str, Any]]:
    """The faulty sentences, none written for a rule: code, text, and title and department where it matters."""
    for path in sorted(CORPUS.glob("faulty-*.toml")):
        yield from tomllib.loads(path.read_text(encoding="utf-8"))["case"]


_WORDS = {"WR101", "WR115", "SP107"}  # a wrong word, whichever lexicon it stands in


def is_found(case: dict[str, Any]) -> bool:
    """Whether the fault of a faulty sentence is found: by its rule, a wrong word by any of the rules for wrong words."""
    fields: dict[str, str] = {key: case[key] for key in ("title", "department") if key in case}
    codes = {finding.code for finding in findings_of(case["text"], fields=fields)}
    return case["code"] in codes or (case["code"] in _WORDS and bool(codes & _WORDS))
