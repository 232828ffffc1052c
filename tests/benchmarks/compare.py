"""`bulletin` beside docxtpl and towncrier: whole processes and, for composing, one process.

Each pair runs in turn (A B A B …), so that a machine that changes its pace changes it for both; medians are printed.
"""

from __future__ import annotations

import functools
import io
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from bulletin_cli.arrange import ArrangedIssue, Section, arrange
from bulletin_cli.compose.document import compose
from bulletin_cli.compose.package import Origin, pack
from bulletin_cli.compose.stationery import Stationery
from bulletin_cli.compose.wordml import paragraph, run
from bulletin_cli.desk import open_desk, proofread_issue
from bulletin_cli.files.workspace import Workspace
from bulletin_cli.layout.find import builtin_folder
from bulletin_cli.layout.read import read_layout
from bulletin_cli.model import Item

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "yanjin"
BIN = Path(sys.executable).parent
FILL = "import json, sys; from docxtpl import DocxTemplate; t = DocxTemplate(sys.argv[1]); t.render(json.load(open(sys.argv[2], encoding='utf-8')), autoescape=True); t.save(sys.argv[3])"
DRAWN = """extends = "yanjin"
[masthead]
elements = [ { picture = "name.svg", width = "110mm" }, { text = "第{number}期" } ]
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 6"><path d="M1 1h8v4h-8z" fill="#d00"/></svg>"""
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 15


def main() -> None:
    """Prints one line a pair."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = Workspace(folder / "yanjin")
        shutil.copytree(EXAMPLE, workspace.root, ignore=shutil.ignore_patterns("out"))
        desk = open_desk(workspace)
        proof = proofread_issue(desk, workspace.issues / "2024" / "38")
        arranged = arrange(proof.files.issue, proof.publication)
        assert desk.layout is not None
        stationery = Stationery(desk.layout)
        template, stripped, values = folder / "usual.docx", folder / "stripped.docx", folder / "values.json"
        usual_template(template)
        stripped.write_bytes(stripped_template(arranged, stationery))
        context = values_of(arranged)
        values.write_text(json.dumps(context, ensure_ascii=False), encoding="utf-8")
        fragment = towncrier_project(folder / "fragments")
        item = next((workspace.issues / "2024" / "38").glob("东屯镇.toml"))

        print(f"medians of {ROUNDS} rounds, in turn")
        pair(
            "compose 38 / docxtpl fills the template, whole processes",
            process([BIN / "bulletin", "compose", "38"], workspace.root),
            process([sys.executable, "-c", FILL, template, values, folder / "filled.docx"], folder),
            goal=1.2,
        )
        pair(
            "check of one item / towncrier check of one fragment, whole processes",
            process([BIN / "bulletin", "check", item], workspace.root),
            process([BIN / "towncrier", "check", "--compare-with", "main"], fragment),
            goal=1.0,
        )
        for kind, path in (("the template", template), ("our own document, stripped as it is,", stripped)):
            pair(
                f"compose and save / docxtpl renders {kind} and saves, one process",
                lambda: pack(compose(arranged, stationery), Origin("2024//38")),
                functools.partial(filled, path, context),
                goal=0.3,
            )
        full = arrange(
            proof.files.issue._replace(secrecy="内部资料", serial="000123", preface="按语。" * 30), proof.publication
        )
        for layout in sorted(path.stem for path in builtin_folder().glob("*.toml")):
            pair(
                f"compose and save in {layout} / in yanjin, one process",
                composed(full, layout),
                composed(full, "yanjin"),
                goal=1.3,
            )
        drawn = folder / "drawn.toml"
        drawn.write_text(DRAWN, encoding="utf-8")
        (folder / "name.svg").write_text(DRAWING, encoding="utf-8")
        pair(
            "compose and save with an SVG nameplate / in yanjin, one process",
            composed(full, drawn),
            composed(full, "yanjin"),
            goal=1.3,
        )


def composed(arranged: ArrangedIssue, layout: str | Path) -> Callable[[], bytes]:
    """Composes and saves the issue in a layout, that of a file or a built-in one."""
    path = layout if isinstance(layout, Path) else builtin_folder() / f"{layout}.toml"
    read, findings = read_layout(path, None)
    assert read is not None, findings
    stationery = Stationery(read)
    return lambda: pack(compose(arranged, stationery), Origin("2024//38"))


def pair(name: str, ours: Callable[[], object], theirs: Callable[[], object], *, goal: float) -> None:
    """Times the two in turn and prints medians, and the median of the ratios beside the goal."""
    ours(), theirs()
    times = [(timed(ours), timed(theirs)) for _ in range(ROUNDS)]
    a, b = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
    ratio = statistics.median(first / second for first, second in times)
    print(f"{name}: {a:.1f} ms / {b:.1f} ms = {ratio:.3f} (goal: at most {goal})")


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def process(command: list[object], folder: Path) -> Callable[[], object]:
    """A command to be run as a process of its own."""
    words = list(map(str, command))
    return lambda: subprocess.run(words, cwd=folder, check=True, capture_output=True)


def filled(template: Path, context: dict[str, Any]) -> bytes:
    """What docxtpl makes of the template."""
    document = DocxTemplate(template)
    document.render(context, autoescape=True)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def usual_template(path: Path) -> None:
    """The template that somebody makes for docxtpl: python-docx's own, with tags where the issue's text goes."""
    document = docx.Document()
    for text in (
        "{{ name }}",
        "第{{ number }}期",
        "{{ issuer }}\t{{ date }}",
        "{%p for section in sections %}",
        "【{{ section.name }}】",
    ):
        document.add_paragraph(text)
    document.add_paragraph("{%p for item in section['items'] %}")
    item = document.add_paragraph()
    item.add_run("{{ item.title }}").bold = True
    item.add_run("　{{ item.body }}（{{ item.department }}）")
    closing = (
        "{%p for row in distribution %}",
        "{{ row }}",
        "{%p endfor %}",
        "{%p for row in sign_off %}",
        "{{ row }}",
        "{%p endfor %}",
    )
    for text in ("{%p endfor %}", "{%p endfor %}", *closing):
        document.add_paragraph(text)
    document.save(str(path))


def stripped_template(arranged: ArrangedIssue, stationery: Stationery) -> bytes:
    """Our own document of the issue with docxtpl's tags in place of sections and items: no theme, the same styles."""
    item = Item(Path("i"), "s", ("{{ item.department }}",), "{{ item.title }}", "{{ item.body }}")
    tagged = arranged._replace(sections=(Section("{{ section.name }}", (item,)),))
    document = compose(tagged, stationery)
    heading = next(each for each in document.paragraphs if "section.name" in each.text)
    text = next(each for each in document.paragraphs if "item.title" in each.text)
    body = document.element.body
    for tag, place in (("for section in sections", heading), ("for item in section['items']", text)):
        body.insert(list(body).index(place._p), paragraph("text", run(f"{{%p {tag} %}}")))
    for _ in range(2):
        body.insert(list(body).index(text._p) + 1, paragraph("text", run("{%p endfor %}")))
    for properties in list(document.element.iter(qn("w:rFonts"))):
        properties.getparent().remove(properties)
    return pack(document, Origin("template"))


def values_of(arranged: ArrangedIssue) -> dict[str, Any]:
    """The same text for docxtpl."""
    issue = arranged.issue
    return {
        "name": arranged.publication.name,
        "number": issue.number,
        "issuer": "、".join(issue.issuers),
        "date": str(issue.date),
        "distribution": [f"{each.label}：{'，'.join(each.to)}。" for each in issue.distribution],
        "sign_off": [f"{each.role}：{each.name}" for each in issue.sign_off],
        "sections": [
            {
                "name": section.name,
                "items": [
                    {"title": item.title, "body": item.body, "department": "、".join(item.departments)}
                    for item in section.items
                ],
            }
            for section in arranged.sections
        ],
    }


def towncrier_project(folder: Path) -> Path:
    """A repository with one news fragment on a branch."""
    (folder / "changes").mkdir(parents=True)
    (folder / "pyproject.toml").write_text('[tool.towncrier]\nname = "x"\ndirectory = "changes"\n', encoding="utf-8")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@localhost"]
    steps = [["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "one"], ["checkout", "-qb", "change"]]
    for step in steps:
        subprocess.run([*git, *step], cwd=folder, check=True)
    (folder / "changes" / "1.feature.md").write_text("A feature.\n", encoding="utf-8")
    for step in (["add", "."], ["commit", "-qm", "two"]):
        subprocess.run([*git, *step], cwd=folder, check=True)
    return folder


if __name__ == "__main__":
    main()
