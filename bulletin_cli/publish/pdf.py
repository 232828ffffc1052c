"""A .docx → PDF by LibreOffice, for printing and for looking at."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from docx.oxml.ns import qn

from bulletin_cli.errors import BulletinError, reason

if TYPE_CHECKING:
    from docx.document import Document

TIME_LIMIT = 120  # seconds; an issue takes 2 to 4
_ELSEWHERE = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
)


def prepare_for_libreoffice(document: Document) -> None:
    """Turns w:overflowPunct over: LibreOffice reads it the wrong way round, and marks would hang out of the type area."""
    for switch in document.styles.element.iter(qn("w:overflowPunct")):
        switch.set(qn("w:val"), "1")


def to_pdf(data: bytes, *, time_limit: float = TIME_LIMIT) -> bytes:
    """The PDF of the .docx `data`, made with a profile of its own that is thrown away.

    Raises BulletinError where LibreOffice is missing, fails, or takes longer than `time_limit` seconds.
    """
    program = find_libreoffice()
    with tempfile.TemporaryDirectory(prefix="bulletin-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / "issue.docx"
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf:writer_pdf_Export"),
            *("--outdir", str(folder), str(source)),
        ]
        with (folder / "said.txt").open("w+b") as file:  # no pipe: one that it left behind would keep that open
            said = _run(command, time_limit, file)
        result = source.with_suffix(".pdf")
        if not result.exists():
            raise BulletinError(
                f"LibreOffice 没有生成 PDF：{said or '没有说明原因'}；请先用 LibreOffice 打开 .docx 看看"
            )
        return result.read_bytes()


def find_libreoffice() -> str:
    """The program; raises BulletinError with the remedy where it is missing."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    for place in _ELSEWHERE:
        if Path(place).is_file():
            return place
    raise BulletinError(
        "生成 PDF 要用 LibreOffice，没有找到；请安装它（Debian、统信、麒麟：apt install libreoffice-writer），或去掉 --pdf"
    )


def _run(command: list[str], time_limit: float, said: IO[bytes]) -> str:
    """What the program said at last; a group of its own, because soffice starts others that outlive it."""
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
    try:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise BulletinError(f"启动不了 LibreOffice（{command[0]}）：{reason(error)}") from error
    with process:
        try:
            process.wait(time_limit)
        except subprocess.TimeoutExpired:
            raise BulletinError(f"LibreOffice 超过 {time_limit:g} 秒没有完成，已停止；请重试，或去掉 --pdf") from None
        finally:
            _stop(process)
    said.seek(0)
    output = said.read()
    return output.decode("utf-8", "replace").strip().splitlines()[-1] if output.strip() else ""


def _stop(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)  # what it started, too
