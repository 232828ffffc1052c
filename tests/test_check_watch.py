"""`bulletin check --watch` and the hook for pre-commit, as processes."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import ITEM, PROJECT, Office

LONG = 30  # seconds; a change is told within one


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way there")
def test_watching_checks_again_when_a_file_changes_and_ends_with_ctrl_c(office: Office) -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bulletin_cli", "check", "--watch"],
        cwd=office.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    said: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    lines = process.stdout

    def listen() -> None:
        for line in lines:
            said.put(line.decode())

    reader = threading.Thread(target=listen, daemon=True)
    reader.start()
    try:
        wait_for(said, "按 Ctrl-C 结束")
        office.item(content=ITEM.replace("截至", "截止"))
        wait_for(said, "NM101")
        office.item()
        wait_for(said, "没有问题")
        process.send_signal(signal.SIGINT)
        assert process.wait(LONG) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        reader.join(LONG)


def wait_for(said: queue.Queue[str], words: str) -> None:
    """Waits for a line with these words; queue.Empty is raised where none comes."""
    while words not in said.get(timeout=LONG):
        pass


@pytest.mark.slow
def test_the_hook_runs_check_on_what_is_committed(office: Office, tmp_path: Path) -> None:
    """pre-commit builds the hook's environment from a clone of the project, as it does at a user's."""

    def call(*command: str, cwd: Path, fails: bool = False) -> str:
        identity = {f"GIT_{who}_{what}": "x@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        home = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "PYTHONUTF8": "1"}
        done = subprocess.run(
            command, cwd=cwd, capture_output=True, check=False, timeout=600, env={**os.environ, **identity, **home}
        )
        said = done.stdout.decode() + done.stderr.decode()
        assert (done.returncode != 0) == fails, said
        return said

    hooks = tmp_path / "hooks"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        target = hooks / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((PROJECT / name).read_bytes())
    for folder in (hooks, office.root):
        call("git", "init", "-q", cwd=folder)
        call("git", "add", ".", cwd=folder)
        call("git", "commit", "-qm", "one", cwd=folder)
    pre_commit = [sys.executable, "-m", "pre_commit"]
    call(*pre_commit, "try-repo", str(hooks), "bulletin-check", "--all-files", cwd=office.root)
    office.item(content=ITEM.replace("截至", "截止"))
    assert "NM101" in call(
        *pre_commit, "try-repo", str(hooks), "bulletin-check", "--all-files", cwd=office.root, fails=True
    )
