"""Whole workspaces that nobody thought of, and what must come of each: findings, or a document with every character."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import math
import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import docx
import tomli_w
from documents import png
from hypothesis import strategies as st

from bulletin_cli.commands.app import main

PICTURES = ("图.png", "高.png")
SILENT = "# bulletin: ignore PU WD SP NM ST WR PI DU\n"
ANY = st.text(st.characters(), max_size=40)  # halves of characters too
# what a document can hold: the half of all texts that is not refused for a character
SOUND = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"), min_size=1, max_size=60
)
HAN = st.text("甲乙丙丁戊己庚辛，。、（）“”0123456789abc ", min_size=1, max_size=200)
WORDS = SOUND | HAN
NAMES = st.text("甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=6)
LINE = WORDS.filter(lambda text: text.strip() and "\n" not in text)


# how the built-in layouts print sections, titles and attributions, where not as the standard's page does
OWN_LINES = {"title_place": "own-line", "attribution_place": "own-line"}
FORMS: dict[str, Any] = {
    "gbt9704": {},
    "yanjin": {},
    "jianbao": {"item": {**OWN_LINES, "attribution": "（供稿：{department}）"}},
    "zhuanbao": {"section": {"text": ""}, "item": {**OWN_LINES, "attribution": "{department}"}},
    "double-rule": {},
    "preprinted": {},
    "picture": {},
}


class Invented(NamedTuple):
    """A workspace's files, before they are written: bulletin.toml, an own layout, issues with their items."""

    publication: dict[str, Any]
    layout: dict[str, Any] | None
    issues: list[tuple[dict[str, Any], dict[str, dict[str, Any]]]]


@st.composite
def workspaces(draw: st.DrawFn) -> Invented:
    """Workspaces of one or two issues; most can be composed, many cannot."""
    sections = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    departments = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    layout = draw(st.none() | layouts())
    publication = {
        "name": draw(NAMES),
        "issuer": draw(NAMES | st.lists(NAMES, min_size=1, max_size=2, unique=True)),
        "layout": "own" if layout else draw(st.sampled_from(sorted(FORMS))),
        "sections": sections,
        "departments": departments,
        "distribution": [{"label": draw(NAMES), "to": draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))}],
        "sign_off": [{"role": draw(NAMES), "name": draw(NAMES)} for _ in range(draw(st.integers(0, 3)))],
    }
    numbers = draw(st.lists(st.integers(1, 400), min_size=1, max_size=2, unique=True))
    issues = []
    for number in numbers:
        issue = {"number": number, "date": draw(st.dates())}
        issue |= {key: draw(st.integers(1, 999)) for key in ("total", "copies") if draw(st.booleans())}
        issue |= {"preface": draw(WORDS)} if draw(st.booleans()) else {}
        issue |= {"series": draw(NAMES)} if draw(st.integers(0, 4)) == 3 else {}
        files = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
        issues.append((issue, {f"{file}.toml": draw(items(sections, departments)) for file in files}))
    return Invented(publication, layout, issues)


@st.composite
def layouts(draw: st.DrawFn) -> dict[str, Any]:
    """Layouts of an office's own, with titles and attributions in their places."""
    lines, characters = draw(st.integers(18, 26)), draw(st.integers(24, 30))
    return {
        "extends": draw(st.sampled_from(["gbt9704", "yanjin"])),
        "page": {"lines": lines, "characters": characters},
        "section": {"text": draw(st.sampled_from(["【{section}】", "{ordinal}、{section}", ""]))},
        "item": {
            "title": draw(st.sampled_from(["{title}", "◆{title}", "{department}：{title}"])),
            "title_place": draw(st.sampled_from(["run-in", "own-line"])),
            "attribution": draw(st.sampled_from(["（{department}）", ["（{department}", " {author}", "）"]])),
            "attribution_place": draw(st.sampled_from(["run-in", "own-line", "none"])),
        },
        "closing": {"even_page": draw(st.booleans())},
        "contents": {"text": draw(st.sampled_from(["", "◇{title}"])), "page_numbers": draw(st.booleans())},
        "preface": {"boxed": draw(st.booleans())},
        "page_number": {"first": draw(st.booleans())},
    }


@st.composite
def items(draw: st.DrawFn, sections: list[str], departments: list[str]) -> dict[str, Any]:
    """An item; one in ten has a text with whatever Unicode has."""
    text = ANY if draw(st.integers(0, 9)) == 7 else LINE
    named = draw(st.lists(st.sampled_from(departments), min_size=1, max_size=2, unique=True))
    return {
        "section": draw(st.sampled_from(sections)),
        "department": named if len(named) > 1 else named[0],
        "title": draw(text),
        "body": "\n".join(draw(st.lists(text, min_size=1, max_size=4))),
        **({"author": draw(NAMES)} if draw(st.booleans()) else {}),
        **({"order": draw(st.integers(1, 9))} if draw(st.booleans()) else {}),
        **({"image": draw(st.lists(images(), min_size=1, max_size=2))} if draw(st.integers(0, 3)) == 2 else {}),
        **({"table": draw(st.lists(tables(), min_size=1, max_size=2))} if draw(st.integers(0, 3)) == 1 else {}),
    }


@st.composite
def images(draw: st.DrawFn) -> dict[str, Any]:
    """A picture of an item, wide or high."""
    return {"file": draw(st.sampled_from(PICTURES)), **draw(places())}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """A small table; one in ten has a row that is too short."""
    columns, ragged = draw(st.integers(1, 4)), draw(st.integers(0, 9)) == 7
    rows = draw(st.lists(st.lists(LINE, min_size=columns, max_size=columns), min_size=2, max_size=4))
    return {"rows": [*rows, rows[0][1:]] if ragged else rows, **draw(places())}


@st.composite
def places(draw: st.DrawFn) -> dict[str, Any]:
    """A caption or none, and the paragraph to stand behind, which there may be none of."""
    caption = {"caption": draw(LINE)} if draw(st.booleans()) else {}
    return {**caption, **({"after": draw(st.integers(1, 3))} if draw(st.integers(0, 2)) == 1 else {})}


def write(invented: Invented, root: Path) -> None:
    """Writes the workspace's files."""
    root.mkdir(parents=True)
    (root / "bulletin.toml").write_text(tomli_w.dumps(invented.publication), encoding="utf-8")
    if invented.layout:
        (root / "layouts").mkdir()
        (root / "layouts/own.toml").write_text(tomli_w.dumps(invented.layout), encoding="utf-8")
    for issue, files in invented.issues:
        folder = root / "issues" / str(issue["number"])
        folder.mkdir(parents=True)
        for name, size in zip(PICTURES, ((40, 20), (20, 400)), strict=True):
            (folder / name).write_bytes(png(*size))
        for name, values in {"issue.toml": issue, **files}.items():
            (folder / name).write_bytes((SILENT + tomli_w.dumps(values)).encode("utf-8", "surrogatepass"))


def compose_all(root: Path) -> dict[int, Path]:
    """Runs a batch over the workspace: number → document of each issue that was composed.

    Every other one must have been refused with a finding, and nothing else may stand in out/.
    """
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        code = main(["-C", str(root), "batch", "--jobs", "1", "--format", "json"])
    told = json.loads(printed.getvalue())
    composed = {each["number"]: Path(each["path"]) for each in told["issues"] if each["status"] == "composed"}
    refused = [each for each in told["issues"] if each["status"] != "composed"]
    assert (code == 0) == (not refused)
    assert all(each["status"] == "failed" and each["reason"] for each in refused), refused
    if refused:
        assert any(finding["severity"] == "error" for finding in told["findings"]), told
        assert all(finding["message"] and finding["line"] >= 1 for finding in told["findings"])
    out = root / "out"
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in composed.values())
    return {number: root / path for number, path in composed.items()}


def files_of(invented: Invented, number: int) -> dict[str, dict[str, Any]]:
    """The items of the issue of that number, by their files' names."""
    return next(files for issue, files in invented.issues if issue["number"] == number)


def check_text(invented: Invented, number: int, document: Path) -> None:
    """Asserts that every text of the items is there, exactly once and in its order, in paragraphs and in tables."""
    expected = list(_expected(invented, files_of(invented, number)))
    opened = docx.Document(str(document))
    texts = [paragraph.text for paragraph in opened.paragraphs]
    lines = [each for each in expected if isinstance(each, str)]
    starts = [at for at, text in enumerate(texts) if text == lines[0]]
    assert any(texts[at : at + len(lines)] == lines for at in starts), (lines, texts)
    printed = [[[cell.text for cell in row.cells] for row in table.rows] for table in opened.tables]
    assert printed == [each for each in expected if not isinstance(each, str)]


def _expected(invented: Invented, files: dict[str, dict[str, Any]]) -> Iterator[str | list[list[str]]]:
    """The paragraphs and tables of the sections, by the contract's words on order and printing."""
    registry = invented.publication["departments"]
    form: dict[str, Any] = invented.layout or FORMS[invented.publication["layout"]]
    numbers: dict[str, Iterator[int]] = {"图": itertools.count(1), "表": itertools.count(1)}

    def named(item: dict[str, Any]) -> list[str]:
        return item["department"] if isinstance(item["department"], list) else [item["department"]]

    def rank(name: str) -> tuple[float, int, str]:
        return (files[name].get("order", math.inf), registry.index(named(files[name])[0]), name)

    ordinals = iter("一二三")
    for section in invented.publication["sections"]:
        inside = sorted((name for name in files if files[name]["section"] == section), key=rank)
        ordinal = next(ordinals) if inside else ""
        heading = form.get("section", {}).get("text", "【{section}】").format(section=section, ordinal=ordinal)
        if inside and heading:
            yield heading
        for name in inside:
            yield from _item(files[name], "、".join(named(files[name])), form.get("item", {}), numbers)


def _item(
    item: dict[str, Any], department: str, form: dict[str, Any], numbers: dict[str, Iterator[int]]
) -> Iterator[str | list[list[str]]]:
    lines = [line for line in item["body"].split("\n") if line.strip()]
    last, author = len(lines), item.get("author", "")
    title = form.get("title", "{title}").replace("{department}", department).replace("{title}", item["title"])
    attribution = form.get("attribution", "（{department}）")
    pieces = [attribution] if isinstance(attribution, str) else attribution
    signed = "".join(
        each.format(department=department, author=author) for each in pieces if author or "{author}" not in each
    )
    if form.get("title_place") == "own-line":
        yield title
    else:
        lines[0] = f"{title}\u3000{lines[0]}"
    place = form.get("attribution_place", "run-in")
    if place == "run-in":
        lines[-1] += signed
    for number, line in enumerate(lines, 1):
        yield line
        if number == last and place == "own-line":
            yield signed
        yield from _figures(item, number, last, numbers)


def _figures(
    item: dict[str, Any], number: int, last: int, numbers: dict[str, Iterator[int]]
) -> Iterator[str | list[list[str]]]:
    """What stands behind paragraph `number`: pictures with the captions below, then tables with theirs above."""
    for image in item.get("image", []):
        if image.get("after", last) == number:
            yield ""
            if "caption" in image:
                yield f"图{next(numbers['图'])}\u3000{image['caption']}"
    for table in item.get("table", []):
        if table.get("after", last) == number:
            if "caption" in table:
                yield f"表{next(numbers['表'])}\u3000{table['caption']}"
            yield table["rows"]
            yield ""


class Collection:
    """The documents of many workspaces, for a validator that is started once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = self.issues = self.composed = self.illustrated = 0

    def take(self, invented: Invented) -> None:
        """Writes, composes and compares one workspace."""
        root = self.folder / "workspace"
        shutil.rmtree(root, ignore_errors=True)
        write(invented, root)
        self.made += 1
        self.issues += len(invented.issues)
        for number, document in compose_all(root).items():
            check_text(invented, number, document)
            self.composed += 1
            self.illustrated += any({"image", "table"} & item.keys() for item in files_of(invented, number).values())
            shutil.copy(document, self.folder / f"{self.composed:05}.docx")

    def validate(self, validator: Path) -> None:
        """Asserts that the Open XML SDK passes every document."""

        def faults(document: Path) -> object:
            done = subprocess.run([validator, document, "Microsoft365"], capture_output=True, check=False, timeout=120)
            return json.loads(done.stdout)["errors"]

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            documents = sorted(self.folder.glob("*.docx"))
            for document, found in zip(documents, pool.map(faults, documents), strict=True):
                assert found == [], f"{document}: {found}"
