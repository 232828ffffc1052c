"""How many faults `check` finds and how often it is wrong, beside AutoCorrect and zhlint; and how quick it is.

python tests/benchmarks/proofread.py FOLDER-OF-NODE-MODULES
"""

from __future__ import annotations

import datetime
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import autocorrect_py
from proofreading import ISSUED, PUBLICATION, clean_sentences, faulty_sentences, findings_of, is_found, item_text

from bulletin_cli.checks.duplicates import Archive, When
from bulletin_cli.checks.registry import GROUPS, READERS
from bulletin_cli.checks.rule import Passage

BIN = Path(sys.executable).parent
NODE_MODULES = Path(sys.argv[1])
ZHLINT = """
const {run} = require('zhlint');
const corrected = text => { try { return run(text, {rules: {preset: 'default'}}).result } catch { return text } };
const texts = JSON.parse(require('fs').readFileSync(process.argv[1]));
process.stdout.write(JSON.stringify(texts.map(corrected)));
"""
ITEMS, EARLIER, QUERIES = 10_000, 20_000, 500


def main() -> None:
    """Prints the table of quality, then the figures of speed."""
    cases, clean = list(faulty_sentences()), list(clean_sentences())
    ours = list(map(is_found, cases))
    alarms = sum(bool(findings_of(text)) for text in clean)
    others = {"AutoCorrect": correct_by_autocorrect, "zhlint": correct_by_zhlint}
    texts = [case.get("title", "") + case["text"] if case["code"] == "PU308" else case["text"] for case in cases]
    theirs = {
        name: list(map(is_changed, texts, correct(texts), [case["code"] for case in cases]))
        for name, correct in others.items()
    }

    print(f"{len(cases)} faulty and {len(clean)} clean sentences, written by others than the rules")
    print(f"{'':24}{'cases':>6}{'ours':>12}" + "".join(f"{name:>14}" for name in others))
    for group, words in GROUPS.items():
        rows = [index for index, case in enumerate(cases) if case["code"].startswith(group)]
        if rows:
            print(
                f"{group} {words}".ljust(24 - len(words))
                + f"{len(rows):>6}"
                + column(ours, rows, 12)
                + "".join(column(found, rows, 14) for found in theirs.values())
            )
    every = list(range(len(cases)))
    print(
        f"{'all':24}{len(cases):>6}"
        + column(ours, every, 12)
        + "".join(column(found, every, 14) for found in theirs.values())
    )
    corrected = {name: correct(clean) for name, correct in others.items()}
    print(
        f"{'false alarms':24}{len(clean):>6}{alarms:>12}"
        + "".join(f"{sum(a != b for a, b in zip(clean, texts, strict=True)):>14}" for texts in corrected.values())
    )
    print(
        f"{'  beyond spaces':24}{len(clean):>6}{alarms:>12}"
        + "".join(
            f"{sum(bare(a) != bare(b) for a, b in zip(clean, texts, strict=True)):>14}" for texts in corrected.values()
        )
    )
    missed = Counter(case["code"] for case, found in zip(cases, ours, strict=True) if not found)
    print("missed:", dict(sorted(missed.items())) or "none")

    print(f"\nall rules, one process: {megabytes_a_second(clean):.2f} MB/s of UTF-8 (goal: at least 1)")
    check_many_items(clean)
    look_for_duplicates(clean)


def is_changed(text: str, corrected: str, code: str) -> bool:
    """Whether another tool changed what is wrong; the spaces it wants are its own house style, not a find."""
    if code.startswith("SP1") and " " in text:
        return corrected.count(" ") < text.count(" ")
    return bare(corrected) != bare(text)


def bare(text: str) -> str:
    """The text without spaces."""
    return text.replace(" ", "")


def column(found: list[bool], rows: list[int], width: int) -> str:
    """How many of the rows were found, and the share."""
    count = sum(found[index] for index in rows)
    return f"{count} {count / len(rows):>5.0%}".rjust(width)


def correct_by_autocorrect(texts: list[str]) -> list[str]:
    """What AutoCorrect makes of the texts, with its defaults."""
    return [autocorrect_py.format(text) for text in texts]


def correct_by_zhlint(texts: list[str]) -> list[str]:
    """What zhlint makes of them, with its defaults."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json") as file:
        json.dump(texts, file)
        file.flush()
        done = subprocess.run(["node", "-e", ZHLINT, file.name], capture_output=True, check=True, cwd=NODE_MODULES)
    result: list[str] = json.loads(done.stdout)
    return result


def megabytes_a_second(texts: list[str]) -> float:
    """How much text all rules read in a second, after they were first needed: the median of seven readings."""
    bodies = ["\n".join(texts[start : start + 5]) for start in range(0, len(texts), 5)]
    size = sum(len(body.encode()) for body in bodies) / 1e6
    times = sorted(timed(lambda: read_all(bodies)) for _ in range(8))
    return size / times[3]


def read_all(bodies: list[str]) -> None:
    """Every rule reads every body."""
    for body in bodies:
        passage = Passage("body", body, None, PUBLICATION, ISSUED)
        for rule in READERS:
            for _ in rule.marks(passage):
                pass


def check_many_items(texts: list[str]) -> None:
    """One `check` of many items in a folder."""
    chosen = random.Random(38)  # noqa: S311 - the same items every time
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(ITEMS):
            (folder / f"{number}.toml").write_text(item_text("\n".join(chosen.sample(texts, 4))), encoding="utf-8")
        command = ["/usr/bin/time", "-f", "%e %M", str(BIN / "bulletin"), "check", "-q", name]
        if not shutil.which(command[0]):
            command = command[3:]
        done = subprocess.run(command, capture_output=True, check=False)
        said = done.stderr.decode().split()[-2:]
        print(f"check of {ITEMS} items: {said[0]} s, {int(said[1]) / 1024:.0f} MB (goals: 15 s, 200 MB)")


def look_for_duplicates(texts: list[str]) -> None:
    """An archive of many items, asked for reworded ones and for new ones."""
    chosen = random.Random(38)  # noqa: S311
    bodies = [invented(chosen, texts) for _ in range(EARLIER)]
    archive = Archive()
    when = When(datetime.date(2024, 1, 1), 1)

    def fill() -> None:
        for number, body in enumerate(bodies):
            archive.add(when, str(number), body)

    filling = timed(fill)
    asked = chosen.sample(range(EARLIER), QUERIES)
    edited = {share: [reworded(chosen, bodies[number], share) for number in asked] for share in (0.05, 0.1, 0.2)}
    found = {
        share: sum(
            (report := archive.alike(text)) is not None and report.called == str(number)
            for number, text in zip(asked, queries, strict=True)
        )
        for share, queries in edited.items()
    }
    asking = timed(lambda: [archive.alike(text) for text in edited[0.1]]) / QUERIES
    print(f"archive of {EARLIER} items: {filling:.2f} s to index, {asking * 1000:.2f} ms a query (goals: 3 s, 2 ms)")
    print(
        "reworded items found:",
        ", ".join(f"{share:.0%} of the characters: {count} of {QUERIES}" for share, count in found.items()),
    )


def invented(chosen: random.Random, texts: list[str]) -> str:
    """A body made of clauses of the clean sentences, put together anew."""
    clauses = [clause for text in chosen.sample(texts, 12) for clause in text.rstrip("。").split("，")]
    return "，".join(chosen.sample(clauses, min(14, len(clauses)))) + "。"


def reworded(chosen: random.Random, body: str, share: float) -> str:
    """The body with that share of its characters replaced, one by one or three at a time."""
    characters = list(body)
    while share > 0 and sum(a != b for a, b in zip(characters, body, strict=True)) < share * len(body):
        start = chosen.randrange(len(body))
        for at in range(start, min(start + chosen.randint(1, 3), len(body))):
            characters[at] = chr(chosen.randint(0x4E00, 0x9FA5))
    return "".join(characters)


def timed(call: Callable[[], Any]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
