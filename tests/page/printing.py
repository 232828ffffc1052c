"""Printing documents with LibreOffice, and what stands where on the printed pages, in millimetres from the top left."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber

HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bulletin-tests"
MM = 25.4 / 72
SAME_LINE = 1.2
FULL_WIDTH = "“”‘’—…·"


@dataclass
class Line:
    """A line of print; `x1` counts the whole width of its last character."""

    baseline: float
    x0: float
    x1: float
    text: str
    size: float
    fonts: set[str]


@dataclass
class Rule:
    """A horizontal rule, at its middle."""

    y: float
    x0: float
    x1: float
    thickness: float
    colour: str

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass
class Page:
    """One printed page."""

    width: float
    height: float
    lines: list[Line]
    rules: list[Rule]

    @property
    def body(self) -> list[Line]:
        """The lines in body size: what stands in 三号."""
        return [line for line in self.lines if abs(line.size - 16) < 0.1]

    @property
    def number(self) -> Line:
        """The line of the page number: below the type area."""
        (line,) = [line for line in self.lines if line.baseline > 262.5]
        return line

    def rules_of(self, colour: str) -> list[Rule]:
        """The rules of one colour, from top to bottom."""
        return [rule for rule in self.rules if rule.colour == colour]


def require_rendering() -> dict[str, str]:
    """The environment in which LibreOffice prints with the tests' fonts."""
    fonts = HOME / "fonts.conf"
    assert fonts.exists(), "run tests/setup first: it installs LibreOffice, fonts and the readers"
    return {**os.environ, "FONTCONFIG_FILE": str(fonts)}


def to_pdf(documents: list[Path], folder: Path) -> list[Path]:
    """The PDFs of many documents, made by one run of LibreOffice."""
    command = [
        "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), *map(str, documents),
    ]  # fmt: skip
    subprocess.run(command, env=require_rendering(), check=True, capture_output=True, timeout=900)
    return [folder / f"{document.stem}.pdf" for document in documents]


def read_pages(pdf: Path) -> list[Page]:
    """The pages of a PDF."""
    with pdfplumber.open(pdf) as document:
        return [
            Page(float(page.width) * MM, float(page.height) * MM, _lines(page), _rules(page)) for page in document.pages
        ]


def _lines(page: Any) -> list[Line]:
    rows: list[tuple[float, list[Any]]] = []
    for character in sorted(page.chars, key=lambda each: (-each["matrix"][5], each["x0"])):
        baseline = (float(page.height) - character["matrix"][5]) * MM
        if rows and abs(rows[-1][0] - baseline) < SAME_LINE:
            rows[-1][1].append(character)
        else:
            rows.append((baseline, [character]))
    lines = []
    for baseline, characters in rows:
        seen = sorted((each for each in characters if each["text"].strip()), key=lambda each: each["x0"])
        if seen:
            size = Counter(round(each["size"], 1) for each in seen).most_common(1)[0][0]
            text = "".join(each["text"] for each in sorted(characters, key=lambda each: each["x0"]))
            fonts = {each["fontname"].split("+")[-1] for each in seen}
            lines.append(Line(baseline, seen[0]["x0"] * MM, _end(seen[-1]), text.strip(), size, fonts))
    return lines


def _end(character: Any) -> float:
    full = ord(character["text"][0]) >= 0x2E80 or character["text"] in FULL_WIDTH
    return float(max(character["x1"], character["x0"] + character["size"] * (1 if full else 0.4))) * MM


def _rules(page: Any) -> list[Rule]:
    """Its horizontal rules; LibreOffice may draw one in pieces, end to end or each over the other."""
    found: list[Rule] = []
    for shape in (*page.lines, *page.rects, *page.curves):
        top, bottom = shape["top"] * MM, shape["bottom"] * MM
        filled = shape["object_type"] != "line" and shape["fill"]
        thickness = bottom - top if filled else (shape["linewidth"] or 0) * MM
        colour = shape["non_stroking_color"] if filled else shape["stroking_color"]
        if shape["x1"] * MM - shape["x0"] * MM > 30 and thickness < 3:
            rule = Rule((top + bottom) / 2, shape["x0"] * MM, shape["x1"] * MM, thickness, _hex(colour))
            same = [each for each in found if abs(each.y - rule.y) < 0.1 and each.colour == rule.colour]
            if same:
                same[0].x0, same[0].x1 = min(same[0].x0, rule.x0), max(same[0].x1, rule.x1)
            else:
                found.append(rule)
    return sorted(found, key=lambda rule: rule.y)


def _hex(colour: Any) -> str:
    parts = tuple(colour) if isinstance(colour, (tuple, list)) else (colour,)
    grey = parts * 3 if len(parts) == 1 else parts
    return "".join(f"{round(float(part) * 255):02X}" for part in grey)
