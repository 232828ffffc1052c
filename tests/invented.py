"""Whole workspaces that nobody thought of, and what must come of each: findings, or a document with every character."""

from __future__ import annotations

import contextlib
import io
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
from hypothesis import strategies as st

from bulletin_cli.commands.app import main

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
FORMS: dict[str, dict[str, str]] = {
    "gbt9704": {},
    "yanjin": {},
    "jianbao": {**OWN_LINES, "attribution": "（供稿：{}）"},
    "zhuanbao": {**OWN_LINES, "section": "", "attribution": "{}"},
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
        "item": {
            "title_place": draw(st.sampled_from(["run-in", "own-line"])),
            "attribution_place": draw(st.sampled_from(["run-in", "own-line"])),
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
        **({"order": draw(st.integers(1, 9))} if draw(st.booleans()) else {}),
    }


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


def check_text(invented: Invented, number: int, document: Path) -> None:
    """Asserts that section heads, titles, bodies and attributions are there, exactly and in their order."""
    _, files = next(each for each in invented.issues if each[0]["number"] == number)
    expected = list(_expected(invented, files))
    texts = [paragraph.text for paragraph in docx.Document(str(document)).paragraphs]
    starts = [at for at, text in enumerate(texts) if text == expected[0]]
    assert any(texts[at : at + len(expected)] == expected for at in starts), (expected, texts)


def _expected(invented: Invented, files: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The paragraphs of the sections, by the contract's words on order and printing."""
    registry = invented.publication["departments"]
    places = invented.layout["item"] if invented.layout else FORMS[invented.publication["layout"]]

    def named(item: dict[str, Any]) -> list[str]:
        return item["department"] if isinstance(item["department"], list) else [item["department"]]

    def rank(name: str) -> tuple[float, int, str]:
        return (files[name].get("order", math.inf), registry.index(named(files[name])[0]), name)

    for section in invented.publication["sections"]:
        inside = sorted((name for name in files if files[name]["section"] == section), key=rank)
        if inside and "section" not in places:
            yield f"【{section}】"
        for name in inside:
            item = files[name]
            lines = [line for line in item["body"].split("\n") if line.strip()]
            attribution = places.get("attribution", "（{}）").format("、".join(named(item)))
            if places.get("title_place") == "own-line":
                lines.insert(0, item["title"])
            else:
                lines[0] = f"{item['title']}\u3000{lines[0]}"
            if places.get("attribution_place") == "own-line":
                lines.append(attribution)
            else:
                lines[-1] += attribution
            yield from lines


class Collection:
    """The documents of many workspaces, for a validator that is started once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = self.issues = self.composed = 0

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
