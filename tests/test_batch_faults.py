"""What a night brings: kills, full disks, vanished folders, other runs, hands at work. Real processes, each of them."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BULLETIN, ITEM, Office, Run, run_process

from bulletin_cli.publish.lock import LOCK_FILE

pytestmark = pytest.mark.slow

PROGRAM = [sys.executable, "-m", "bulletin_cli"]
FEW, MANY = 5, 16  # issues: for one process, and enough for workers
KILLS = 200
PATIENCE = 10  # seconds until what should end has ended
OLD, NEW = "3个", "5个"


def year_of(office: Office, issues: int) -> Office:
    """An office with so many issues of two items each."""
    for path in (office.root / "issues").iterdir():
        shutil.rmtree(path)
    for number in range(1, issues + 1):
        office.issue(f"number = {number}\ndate = 2024-08-{number:02}\n", folder=f"2024/{number}")
        for name in ("甲", "乙"):
            office.item(f"{name}.toml", ITEM.replace("项目", f"{name}项目"), issue=f"2024/{number}")
    return office


def say(office: Office, word: str) -> None:
    """Puts one word in place of the other in every item."""
    for path in office.root.glob("issues/2024/*/[甲乙].toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(OLD, word).replace(NEW, word), encoding="utf-8")


def documents(office: Office) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (office.root / "out").glob("*.docx")}


def expected(office: Office, run: Run, *words: str) -> list[dict[str, bytes]]:
    """What out/ holds when all items say a word, for each of them; nothing is left there."""
    states = []
    for word in words:
        say(office, word)
        run("batch", "--jobs", "1", "-q", cwd=office.root, exits=0)
        states.append(documents(office))
    shutil.rmtree(office.root / "out")
    return states


def start(office: Office, *options: str, **environment: str) -> subprocess.Popen[bytes]:
    """A batch in a process group of its own, as a scheduler or a shell starts it."""
    return subprocess.Popen(
        [*PROGRAM, "batch", *options],
        cwd=office.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, **environment},
    )


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes at work for it."""
    found = []
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split():
            with contextlib.suppress(OSError):
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
    return found


def has_ended(group: int) -> bool:
    """Whether no process of the group is at work; those that nobody has asked after yet (Z) are not."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                return False
    return True


def until(condition: Callable[[], object]) -> bool:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


# ---- killed


@pytest.mark.parametrize(("jobs", "issues"), [(1, FEW), (2, MANY)])
def test_killed_at_any_moment_it_leaves_whole_documents_and_nothing_in_the_way(
    jobs: int, issues: int, office: Office, run: Run
) -> None:
    year_of(office, issues)
    old, new = expected(office, run, OLD, NEW)
    began = time.monotonic()
    start(office, "--jobs", str(jobs)).communicate()
    whole = time.monotonic() - began
    dice = random.Random(38)  # noqa: S311
    moments = [0.001, *sorted(dice.uniform(0.001, whole) for _ in range(KILLS // 2 - 1))]
    assert documents(office) == new
    written = 0
    for moment, (word, state) in zip(moments, itertools.cycle([(OLD, old), (NEW, new)]), strict=False):
        say(office, word)
        process = start(office, "--jobs", str(jobs))
        time.sleep(moment)
        os.kill(process.pid, signal.SIGKILL)  # the workers have to see to themselves
        process.communicate()
        assert until(functools.partial(has_ended, process.pid)), f"orphans after {moment}"
        there = documents(office)
        assert set(there) <= set(new)
        for name, content in there.items():
            assert content in (old[name], new[name]), f"{name} after {moment}"
        written += sum(content == state[name] for name, content in there.items())
        run("batch", "--jobs", "1", "-q", cwd=office.root, exits=0)
        assert documents(office) == state
        assert office.composed == sorted(state), f"strays after {moment}"
    assert 0 < written < len(moments) * issues  # some came before their document was written, some after


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize(("jobs", "issues"), [(1, FEW), (2, MANY)])
def test_asked_to_end_it_ends_at_once_and_tidies_up(
    jobs: int, issues: int, ending: signal.Signals, code: int, office: Office, run: Run
) -> None:
    year_of(office, issues)
    (state,) = expected(office, run, OLD)
    seen = set()
    lock = office.root / "out" / LOCK_FILE
    for moment in (0, 0.01, 0.03, 0.06, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8):
        process = start(office, "--jobs", str(jobs), "--all")
        assert until(lock.exists)
        time.sleep(moment)
        if process.poll() is None:
            os.killpg(process.pid, ending)  # as a terminal and systemd do: to all of them
        _, said = process.communicate(timeout=PATIENCE)
        seen.add((process.returncode, "已停止" in said.decode()))
        assert process.returncode in (0, code, -ending), said.decode()  # -: before or after all there was to do
        if process.returncode == code:
            assert b"Traceback" not in said, said.decode()
            assert b"warn" not in said, said.decode()
        assert until(functools.partial(has_ended, process.pid))
        assert not [name for name in office.composed if name not in state]
    assert (code, True) in seen


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_a_libreoffice_it_started_ends_with_it(ending: signal.Signals, office: Office, tmp_path: Path) -> None:
    year_of(office, 4)
    hanging = tmp_path / "bin/soffice"
    hanging.parent.mkdir()
    hanging.write_text(f"#!/bin/sh\necho $$ >> {tmp_path}/pids\nexec sleep 600\n", encoding="utf-8")
    hanging.chmod(0o755)
    process = start(office, "--pdf", "--jobs", "2", PATH=f"{hanging.parent}:{os.environ['PATH']}", TMPDIR=str(tmp_path))
    pids = tmp_path / "pids"
    assert until(lambda: pids.exists() and len(pids.read_text(encoding="ascii").split()) == 2)
    process.send_signal(ending)
    process.communicate(timeout=PATIENCE)
    for pid in pids.read_text(encoding="ascii").split():
        assert until(functools.partial(has_ended, int(pid)))
    assert until(lambda: not list(tmp_path.glob("bulletin-*")))  # nor its profile


# ---- workers that die


def test_a_worker_that_dies_takes_nothing_with_it(office: Office, run: Run) -> None:
    year_of(office, MANY)
    (state,) = expected(office, run, OLD)
    for path in office.root.glob("issues/2024/*/甲.toml"):  # results that take a while to hand over
        path.write_text(
            path.read_text(encoding="utf-8").replace('。"', "，再开工项目4个" * 4000 + '。"'), encoding="utf-8"
        )
    (state,) = expected(office, run, OLD)
    for pause in (0, 0.05, 0.1, 0.2, 0.4, *(0.03 * number for number in range(12))):
        process = start(office, "--jobs", "2", "--all")
        assert until(functools.partial(workers_of, process))
        time.sleep(pause)
        for pid in workers_of(process)[:1]:
            os.kill(pid, signal.SIGKILL)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err.decode()
        assert out.decode().splitlines()[-1] == f"{MANY} 期：生成 {MANY}"
        assert documents(office) == state
        assert office.composed == sorted(state)


def test_where_every_worker_dies_each_issue_is_told_and_the_run_ends(office: Office) -> None:
    year_of(office, MANY)
    process = start(office, "--jobs", "2")
    hunting = threading.Event()

    def hunt() -> None:
        while not hunting.is_set():
            for pid in workers_of(process):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.005)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        out, err = process.communicate(timeout=120)
    finally:
        hunting.set()
        hunter.join()
    assert process.returncode == 2
    assert b"Traceback" not in err
    assert out.decode().count("工作进程意外结束") == MANY
    assert office.composed == []


# ---- other runs


@pytest.mark.parametrize("runs", [2, 8])
def test_runs_at_one_time_wait_for_each_other_and_do_the_work_once(runs: int, office: Office, run: Run) -> None:
    year_of(office, MANY)
    (state,) = expected(office, run, OLD)
    processes = [start(office, "--wait", "120", "--jobs", "1", "--format", "json") for _ in range(runs)]
    composed = 0
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err.decode()
        composed += json.loads(out)["counts"]["composed"]
    assert composed == MANY
    assert documents(office) == state
    assert office.composed == sorted(state)


@pytest.mark.parametrize("runs", [2, 8])
def test_runs_at_one_time_that_do_not_wait_leave_with_one_line(runs: int, office: Office, run: Run) -> None:
    year_of(office, MANY)
    (state,) = expected(office, run, OLD)
    processes = [start(office, "--jobs", "1", "-q") for _ in range(runs)]
    ended = []
    for process in processes:
        out, err = process.communicate(timeout=60)
        ended.append(process.returncode)
        if process.returncode:
            assert err.decode().count("另一个 bulletin 正在写") == len(err.decode().splitlines()) == 1
            assert b"Traceback" not in out + err
    assert set(ended) <= {0, 2}
    assert 0 in ended
    assert documents(office) == state
    assert LOCK_FILE not in office.composed


def test_compose_waits_for_a_batch(office: Office) -> None:
    year_of(office, MANY)
    process = start(office, "--jobs", "1")
    assert until((office.root / "out" / LOCK_FILE).exists)
    said = run_process("compose", "1", cwd=office.root)
    assert said.returncode == 0, said.stderr.decode()
    process.communicate(timeout=60)
    assert process.returncode == 0


# ---- hands at work


def test_an_issue_that_is_edited_meanwhile_is_composed_old_or_new_and_never_mixed(office: Office, run: Run) -> None:
    year_of(office, 1)
    states = expected(office, run, OLD, NEW)
    folder = office.root / "issues/2024/1"
    versions = []
    for word in (OLD, NEW):
        say(office, word)
        version = office.root / f".{word}"  # beside the issues, where nothing looks
        shutil.copytree(folder, version)
        versions.append(version)
    shutil.rmtree(folder)
    stopped = threading.Event()
    pauses = itertools.cycle([0.001, 0.003, 0.01, 0.05, 0.2])

    def swap() -> None:
        """Puts both items of the other version in place at once."""
        for version in itertools.cycle(versions):
            link = office.root / ".link"
            link.symlink_to(version)
            link.replace(folder)
            if stopped.wait(next(pauses)):
                return

    swapper = threading.Thread(target=swap)
    swapper.start()
    seen, codes = set(), set()
    try:
        while not folder.exists():
            time.sleep(0.01)
        for _ in range(40):
            codes.add(run("batch", "--all", "-q", cwd=office.root).code)
            seen |= {tuple(documents(office).items())}
    finally:
        stopped.set()
        swapper.join()
    whole = {tuple(state.items()) for state in states} | {()}
    assert seen <= whole
    assert len(seen - {()}) == 2  # both have been composed
    assert codes <= {0, 2}


def test_a_workspace_that_vanishes_fails_and_no_other_does(office: Office, tmp_path: Path) -> None:
    year_of(office, MANY)
    for name in ("a", "b", "c"):
        shutil.copytree(office.root, tmp_path / "many" / name)
    options = ("--workspace", f"{tmp_path}/many/*", "--jobs", "2")
    process = start(office, *options)
    assert until(lambda: list(tmp_path.glob("many/a/out/*.docx")))
    shutil.rmtree(tmp_path / "many/b")
    out, err = process.communicate(timeout=60)
    assert process.returncode in (1, 2)
    assert b"Traceback" not in err, err.decode()
    for name in ("a", "c"):
        assert len(list((tmp_path / "many" / name / "out").iterdir())) == MANY
    assert "失败" in out.decode()


def test_a_document_edited_in_libreoffice_is_kept(office: Office, run: Run, tmp_path: Path) -> None:
    year_of(office, 2)
    run("batch", cwd=office.root, exits=0)
    document = min((office.root / "out").glob("*.docx"))
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "docx",
    ]
    subprocess.run([*command, "--outdir", tmp_path, document], check=True, capture_output=True, timeout=120)
    saved = (tmp_path / document.name).read_bytes()
    document.write_bytes(saved)
    say(office, NEW)
    done = run("batch", cwd=office.root, exits=0)
    assert "保留 1" in done.out
    assert document.read_bytes() == saved
    assert "备份1" in run("batch", "--force", exits=0).out
    assert document.with_name(f"{document.stem}（备份1）.docx").read_bytes() == saved
    assert run("batch", exits=0).out == "2 期：未变 2\n"


# ---- disks and folders


@pytest.fixture
def mounts() -> list[str]:
    """A command after which a shell may mount, seen by nobody else."""
    command = ["unshare", *(["--map-root-user"] if os.getuid() else []), "--mount"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a file system of one's own (unshare --mount)")
    return [*command, "sh", "-c"]


def test_a_full_disk_fails_what_has_no_room_and_nothing_else(office: Office, run: Run, mounts: list[str]) -> None:
    year_of(office, MANY)
    (state,) = expected(office, run, OLD)
    (office.root / "out").mkdir()
    script = 'mount -t tmpfs -o size=160k none out && "$@"; code=$?; cp -a out saved && exit $code'
    done = subprocess.run([*mounts, script, "sh", *PROGRAM, "batch"], cwd=office.root, capture_output=True, check=False)
    assert done.returncode == 2, done.stderr.decode()
    assert "磁盘已满" in done.stdout.decode()
    assert b"Traceback" not in done.stderr
    saved = {path.name: path.read_bytes() for path in (office.root / "saved").iterdir()}
    assert 0 < len(saved) < MANY
    assert all(state[name] == content for name, content in saved.items())


def test_a_disk_without_room_for_anything_is_told(office: Office, mounts: list[str]) -> None:
    (office.root / "out").mkdir()
    script = (
        'mount -t tmpfs -o size=4k none out && head -c 9999 /dev/zero > out/full; "$@"; code=$?; ls -A out; exit $code'
    )
    done = subprocess.run([*mounts, script, "sh", *PROGRAM, "batch"], cwd=office.root, capture_output=True, check=False)
    assert done.returncode == 2
    assert "磁盘已满" in done.stdout.decode() + done.stderr.decode()
    assert done.stdout.decode().splitlines()[-1] == "full"


@pytest.mark.parametrize("folder", ["out", "."])
def test_a_read_only_folder_is_told_in_one_sentence(folder: str, office: Office, mounts: list[str]) -> None:
    (office.root / "out").mkdir(exist_ok=True)
    script = f'mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} && cd . && "$@"'
    command = [*mounts, script, "sh", *PROGRAM, "batch", "-C", str(office.root)]
    done = subprocess.run(command, cwd=office.root, capture_output=True, check=False)
    assert done.returncode == 2, done.stdout.decode()
    assert "只读" in done.stdout.decode()
    assert b"Traceback" not in done.stderr
    assert office.composed == []


def test_only_out_has_to_be_writable(office: Office, mounts: list[str]) -> None:
    year_of(office, MANY)
    (office.root / "out").mkdir()
    script = 'mount --bind . . && mount --bind out out && mount -o remount,ro,bind . && cd "$PWD" && "$@"'
    done = subprocess.run([*mounts, script, "sh", *PROGRAM, "batch"], cwd=office.root, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert len(office.composed) == MANY


def test_out_may_be_a_link_to_another_disk(office: Office, run: Run, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (office.root / "out").symlink_to(tmp_path / "disk")
    run("batch", cwd=office.root, exits=0)
    assert (office.root / "out").is_symlink()
    assert len(list((tmp_path / "disk").iterdir())) == 1


@pytest.mark.parametrize("what", ["a dangling link", "a file", "a loop"])
def test_an_out_that_is_no_folder_is_told_in_one_sentence(what: str, office: Office, run: Run) -> None:
    out = office.root / "out"
    if what == "a file":
        out.write_text("")
    else:
        out.symlink_to("nowhere" if what == "a dangling link" else "out")
    done = run("batch", "-q", cwd=office.root, exits=2)
    assert "out" in done.err
    assert len(done.err.splitlines()) == 1


# ---- the clock


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
def test_a_clock_set_back_hides_no_change(office: Office) -> None:
    def at(date: str) -> str:
        command = ["faketime", date, *PROGRAM, "batch", "--wait", "5"]
        done = subprocess.run(command, cwd=office.root, capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().splitlines()[-1]

    assert at("2033-01-01") == "1 期：生成 1"
    office.item(content=ITEM.replace(OLD, NEW))
    assert at("2001-01-01") == "1 期：生成 1"
    assert at("1999-01-01") == "1 期：未变 1"


def test_the_configuration_may_change_between_two_runs(office: Office, run: Run) -> None:
    year_of(office, FEW)
    run("batch", cwd=office.root, exits=0)
    office.write("bulletin.toml", BULLETIN.replace("测试快报", "测试简报"))
    assert run("batch", cwd=office.root, exits=0).out.splitlines()[-1] == f"{FEW} 期：生成 {FEW}"
    assert len(office.composed) == 2 * FEW  # under its new name; nothing is deleted
