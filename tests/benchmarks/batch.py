"""What a night costs: `bulletin batch` beside docxtpl, one process and several, few issues and many, new and unchanged.

python tests/benchmarks/batch.py [ISSUES]      default 10,000, in workspaces of 50
"""

from __future__ import annotations

import datetime
import gc
import itertools
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import tomli_w
from compare import EXAMPLE, filled, usual_template, values_of
from proofreading import clean_sentences

from bulletin_cli.arrange import ArrangedIssue, arrange
from bulletin_cli.batch.outcome import Outcome, Status
from bulletin_cli.batch.press import COLLECT
from bulletin_cli.batch.run import Run
from bulletin_cli.batch.standing import Wanted
from bulletin_cli.desk import open_desk, proofread_issue
from bulletin_cli.files.workspace import Workspace

BIN = Path(sys.executable).parent
YEAR = 50  # issues a year, and of a workspace here
COUNTIES = 2843
ISSUES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
ROUNDS = 5
WATCHED = """
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.call(sys.argv[1:])
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
SENTENCES = list(clean_sentences())


def main() -> None:
    """Prints one line a figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        beside_docxtpl(folder / "one")
        second = workers(folder / "two")
        sizes(folder / "many")
        year = COUNTIES * YEAR
        print(f"a nation's year, {COUNTIES} counties of {YEAR} issues: {year * second / 3600:.2f} hours of 2 processes")


def beside_docxtpl(folder: Path) -> None:
    """One process, everything, beside docxtpl's rendering and saving of the same texts."""
    workspace = county(folder, YEAR)
    template = folder / "usual.docx"
    usual_template(template)
    contexts = [values_of(each) for each in arranged(workspace)]

    gc.set_threshold(COLLECT)  # as the program does, here for both

    def ours() -> None:
        shutil.rmtree(workspace.out, ignore_errors=True)
        outcomes = composed_here(workspace)
        assert all(each.status is Status.COMPOSED for each in outcomes), outcomes

    def theirs() -> None:
        for number, context in enumerate(contexts):
            (folder / f"{number}.docx").write_bytes(filled(template, context))

    for once in (ours, theirs):
        once()
    times = [(timed(ours), timed(theirs)) for _ in range(ROUNDS)]
    a, b = (statistics.median(column) / YEAR * 1000 for column in zip(*times, strict=True))
    ratio = statistics.median(first / second for first, second in times)
    print(
        f"an issue read, checked, composed and written, one process / docxtpl renders and saves it: "
        f"{a:.1f} ms / {b:.1f} ms = {ratio:.3f} (goal: at most 0.75)"
    )


def workers(folder: Path) -> float:
    """One process and two; returns the seconds that two need for an issue."""
    for name in range(16):
        county(folder / str(name), YEAR)
    count = 16 * YEAR
    times = [[night(folder, jobs, anew=True)[0] for jobs in (1, 2)] for _ in range(3)]
    one, two = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{count} issues: one process {one:.2f} s, two {two:.2f} s: {one / two:.2f} times as quick (goal: 1.7)")
    return float(two) / count


def sizes(folder: Path) -> None:
    """Time and memory from 100 issues to many, then a night in which nothing changed."""
    seconds: dict[int, float] = {}
    for count in (100, 1000, ISSUES):
        place = folder / str(count)
        for name in range(count // YEAR):
            county(place / f"{name:04}", YEAR, seed=name)
        seconds[count], megabytes = night(place, 2)
        print(f"{count} new issues: {seconds[count]:.1f} s, {megabytes:.0f} MB a process at most (goal: 150)")
    if ISSUES > 1000:
        ratio = seconds[ISSUES] / seconds[1000] / (ISSUES / 1000)
        print(f"time for each of {ISSUES} beside each of 1000: {ratio:.2f} (goal: at most 1.15)")
    unchanged, _ = night(folder / str(ISSUES), 2)
    print(f"a night without changes: {unchanged / ISSUES * 1000:.2f} ms an issue (goal: at most 1)")


def county(folder: Path, issues: int, seed: int = 0) -> Workspace:
    """A workspace of sound issues with seven items each, as long as the example's."""
    dealt = _deal(random.Random(seed))  # noqa: S311
    folder.mkdir(parents=True)
    (folder / "bulletin.toml").write_bytes((EXAMPLE / "bulletin.toml").read_bytes())
    items = sorted(path for path in (EXAMPLE / "issues/2024/38").glob("*.toml") if path.name != "issue.toml")
    first = datetime.date(2024, 8, 23)
    for number in range(1, issues + 1):
        years, days = divmod(number - 1, YEAR)
        date = first.replace(year=first.year + years) + datetime.timedelta(days=days)
        place = folder / "issues" / str(date.year) / str(number)
        place.mkdir(parents=True)
        (place / "issue.toml").write_text(f"number = {number}\ndate = {date}\n", encoding="utf-8")
        for path in items:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
            body = "".join(itertools.islice(dealt, 4))
            (place / path.name).write_text(tomli_w.dumps({**values, "body": body}), encoding="utf-8")
    return Workspace(folder)


def _deal(dice: random.Random) -> Iterator[str]:
    """Sentences as from a pack of cards: texts that share several would be found to be repeats."""
    while True:
        yield from dice.sample(SENTENCES, len(SENTENCES))


def arranged(workspace: Workspace) -> Iterator[ArrangedIssue]:
    """The issues of a workspace, as they are printed."""
    desk = open_desk(workspace)
    for folder in workspace.issue_folders():
        proof = proofread_issue(desk, folder)
        yield arrange(proof.files.issue, proof.publication)


def composed_here(workspace: Workspace) -> list[Outcome]:
    """All issues of a workspace, composed in this process."""
    outcomes: list[Outcome] = []
    Run([workspace], Wanted(all=True), jobs=1, wait=0, done=outcomes.append, remark=print).run()
    return outcomes


def night(folder: Path, jobs: int, *, anew: bool = False) -> tuple[float, float]:
    """One run of the program over all workspaces of `folder`: seconds, and the MB of its largest process."""
    words = [str(BIN / "bulletin"), "batch", "--workspace", f"{folder}/*", "--jobs", str(jobs), "-q"]
    for out in folder.glob("*/out") if anew else ():
        shutil.rmtree(out)
    os.sync()
    # started by a small process: a child begins with the memory of the one it comes from
    done = subprocess.run([sys.executable, "-c", WATCHED, *words], capture_output=True, check=False)
    # of ten thousand texts put together by chance one or two are faulty, and told so
    assert done.returncode in (0, 1), done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:]
    seconds, kilobytes = map(float, done.stdout.split()[-2:])
    return seconds, kilobytes / 1024


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
