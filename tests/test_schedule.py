"""The examples for cron, systemd and Windows' Task Scheduler are ones that those accept."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from xml.etree import ElementTree

import pytest
from conftest import PROJECT, Office, Run

SCHEDULE = PROJECT / "examples" / "schedule"
UNITS = ("bulletin@.service", "bulletin@.timer", "bulletin-failed@.service")
COUNTY = "yanjin"  # an instance of the units, which are templates
TASK = "http://schemas.microsoft.com/windows/2004/02/mit/task"

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed: only systemd can check its units"
)
needs_shell = pytest.mark.skipif(not Path("/bin/sh").exists(), reason="there is no /bin/sh")


def read(name: str) -> str:
    return (SCHEDULE / name).read_text(encoding="utf-8")


def settings(name: str, setting: str) -> list[str]:
    """What a unit's setting is given, as it is written, once for each of its lines."""
    return re.findall(rf"^{setting}=(.*)$", read(name), re.MULTILINE)


def jobs() -> list[str]:
    """The crontab's lines that start something, those that wait behind a # included."""
    lines = (line.removeprefix("#") for line in read("crontab").splitlines())
    return [line for line in lines if re.match(r"[\d*]", line)]


def task() -> ElementTree.Element:
    return ElementTree.fromstring((SCHEDULE / "bulletin.xml").read_bytes())


def said(element: ElementTree.Element, path: str) -> str:
    found = element.findtext(path, namespaces={"": TASK})
    assert found is not None, path
    return found


def command_lines() -> Iterator[list[str]]:
    """Every command line of the examples, split into its words; the first is `bulletin` wherever it is installed."""
    for job in jobs():
        yield shlex.split(job.split(maxsplit=5)[5].replace(r"\%", "%"))
    for line in settings("bulletin@.service", "ExecStart"):
        program, *words = shlex.split(line.replace("%i", COUNTY).replace("%%", "%").replace("$$", "$"))
        assert program == "/usr/bin/env"
        yield words
    installed = PureWindowsPath(said(task(), "Actions/Exec/Command"))
    assert installed.is_absolute()
    assert installed.suffix == ".exe"
    words = shlex.split(said(task(), "Actions/Exec/Arguments"), posix=False)  # a backslash is one
    yield [installed.stem, *(word.strip('"') for word in words)]


def analyze(*arguments: object, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        ["systemd-analyze", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stdout


def test_every_command_line_is_one_of_batch() -> None:
    lines = list(command_lines())
    assert len(lines) == 4  # one county and all of them by cron, systemd, Windows
    assert [line[:2] for line in lines] == [["bulletin", "batch"]] * 4
    assert all("--workspace" in line for line in lines)


def test_every_command_line_is_one_that_batch_understands(example: Office, run: Run) -> None:
    for _, *words in command_lines():
        words[words.index("--workspace") + 1] = str(example.root)
        run(*words, "--dry-run", exits=0)


# ---- systemd


@needs_systemd
def test_systemd_has_nothing_to_say_about_the_units(tmp_path: Path) -> None:
    for name in UNITS:
        shutil.copy(SCHEDULE / name, tmp_path / name.replace("@", f"@{COUNTY}"))
    units = sorted(tmp_path.iterdir())
    for name in ("sysinit", "basic", "shutdown", "timers"):  # what it says of this machine's own is not our matter
        (tmp_path / f"{name}.target").write_text(f"[Unit]\nDescription={name}\n", encoding="utf-8")
    assert analyze("verify", *units, SYSTEMD_UNIT_PATH=str(tmp_path)) == (0, "")


@needs_systemd
def test_the_timer_keeps_beijing_time_whatever_the_machines_zone() -> None:
    (calendar,) = settings("bulletin@.timer", "OnCalendar")
    code, answer = analyze("calendar", "--base-time=2025-01-01 00:00:00 UTC", calendar)
    assert code == 0, answer
    assert "2025-01-01 18:30:00 UTC" in answer  # 02:30 in Beijing


def test_a_failure_starts_the_unit_that_sends_mail() -> None:
    assert settings("bulletin@.service", "OnFailure") == ["bulletin-failed@%i.service"]
    assert (SCHEDULE / "bulletin-failed@.service").exists()


def test_the_service_may_write_into_out_only() -> None:
    assert settings("bulletin@.service", "ProtectSystem") == ["strict"]
    assert settings("bulletin@.service", "ReadWritePaths") == ["/srv/bulletin/%i/out"]
    assert settings("bulletin@.service", "CapabilityBoundingSet") == [""]
    assert settings("bulletin@.service", "NoNewPrivileges") == ["yes"]


@needs_shell
def test_the_mail_has_its_head_and_the_services_log(tmp_path: Path) -> None:
    for name, script in {
        "journalctl": 'echo "记录 $1"',
        "sendmail": f'echo "$@" > {tmp_path}/how; cat > {tmp_path}/mail',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (line,) = settings("bulletin-failed@.service", "ExecStart")
    command = shlex.split(line.replace("%i", COUNTY).replace("%%", "%").replace("$$", "$"))
    path = f"{tmp_path}:/usr/bin:/bin"
    subprocess.run(command, env={"PATH": path, "MAILTO": "guanliyuan@example.cn"}, check=True, timeout=60)
    head, _, body = (tmp_path / "mail").read_text(encoding="utf-8").partition("\n\n")
    assert "To: guanliyuan@example.cn" in head.splitlines()
    assert head.isascii()
    assert body == f"记录 --unit=bulletin@{COUNTY}.service\n"
    assert (tmp_path / "how").read_text(encoding="utf-8").split() == ["-t", "-i"]


# ---- cron


def test_each_line_of_the_crontab_is_a_setting_or_five_fields_and_a_command() -> None:
    number = r"(\*|\d+(-\d+)?)(/\d+)?"
    field = rf"{number}(,{number})*"
    lines = [line for line in read("crontab").splitlines() if line and not line.startswith("#")]
    settings_of_cron = [line for line in lines if re.fullmatch(r"[A-Z_]\w*=.*", line)]
    assert {line.partition("=")[0] for line in settings_of_cron} >= {"MAILTO", "CRON_TZ", "PATH"}
    assert [line for line in lines if line not in settings_of_cron] == jobs()[:1]  # the other waits behind its #
    for job in jobs():
        assert re.fullmatch(rf"({field}\s+){{5}}\S.*", job), job


def test_cron_sees_no_newline_in_a_command() -> None:
    assert [job for job in jobs() if re.search(r"(?<!\\)%", job)] == []


def test_cron_takes_the_last_line_too() -> None:
    assert read("crontab").endswith("\n")
    assert "\r" not in read("crontab")


def test_cron_sends_mail_only_where_something_failed() -> None:
    assert all("-q" in shlex.split(job) for job in jobs())


def test_the_shell_leaves_a_pattern_of_workspaces_alone() -> None:
    assert [job for job in jobs() if re.search(r"\*", job.split(maxsplit=5)[5]) and '/*"' not in job] == []


# ---- Windows


def test_the_task_is_written_as_windows_reads_it() -> None:
    data = (SCHEDULE / "bulletin.xml").read_bytes()
    assert data.startswith(b"\xff\xfe")  # UTF-16 LE: schtasks refuses UTF-8 with a mark or declared
    assert data.decode("utf-16").startswith('<?xml version="1.0" encoding="UTF-16"?>')


@pytest.mark.parametrize(
    ("path", "children"),
    [
        (".", ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]),
        ("Triggers/CalendarTrigger", ["StartBoundary", "ScheduleByDay"]),
        ("Principals/Principal", ["UserId", "LogonType", "RunLevel"]),
        ("Actions/Exec", ["Command", "Arguments", "WorkingDirectory"]),
    ],
)
def test_the_tasks_elements_are_the_schemas_in_its_order(path: str, children: list[str]) -> None:
    assert task().tag == f"{{{TASK}}}Task"
    element = task().find(path, {"": TASK})
    assert element is not None
    assert [child.tag for child in element] == [f"{{{TASK}}}{name}" for name in children]


def test_the_task_runs_daily_with_least_rights_and_never_twice_at_a_time() -> None:
    assert said(task(), "Triggers/CalendarTrigger/StartBoundary").endswith("T02:30:00+08:00")
    assert said(task(), "Triggers/CalendarTrigger/ScheduleByDay/DaysInterval") == "1"
    assert said(task(), "Principals/Principal/RunLevel") == "LeastPrivilege"
    assert said(task(), "Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert said(task(), "Settings/StartWhenAvailable") == "true"
