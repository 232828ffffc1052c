"""A file is complete or absent, the same everywhere, and never replaces what somebody has edited."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import ISSUE, ITEM, Office, Run, run_process

from bulletin_cli.compose.package import Origin, Seal, State, read_seal, seal_pdf
from bulletin_cli.errors import BulletinError
from bulletin_cli.publish import pdf

NAME = "测试快报2024年第38期"


@pytest.fixture
def composed(office: Office, run: Run) -> Path:
    run("compose", "38", cwd=office.root, exits=0)
    return office.root / "out" / f"{NAME}.docx"


def edit(document: Path) -> None:
    """Changes a word and saves, as somebody would in Word."""
    opened = docx.Document(str(document))
    opened.paragraphs[0].runs[0].text = "改过的快报"
    opened.save(str(document))


def test_it_says_where_and_how_much(office: Office, run: Run) -> None:
    out = run("compose", "38", cwd=office.root, exits=0).out
    assert out == f"已生成 out/{NAME}.docx：1 个栏目，1 条，23 字\n"
    said = json.loads(run("compose", "38", "--format", "json", exits=0).out)
    assert said["composed"]["path"] == f"out/{NAME}.docx"
    assert said["findings"] == []
    assert run("compose", "38", "-q", exits=0).out == ""


def test_the_bytes_depend_on_nothing_but_the_input(example: Office) -> None:
    document = example.root / "out/延津政务快报2024年第39期.docx"
    seen = set()
    for seed, zone in (("0", "Asia/Shanghai"), ("1", "America/New_York"), ("42", "UTC")):
        umask = os.umask(0o077 if seed == "1" else 0o022)
        try:
            done = run_process("compose", "39", "--force", cwd=example.root, PYTHONHASHSEED=seed, TZ=zone)
        finally:
            os.umask(umask)
        assert done.returncode == 0, done.stderr
        seen.add(document.read_bytes())
        # the same files, made anew in the opposite order, with other times
        items = sorted((example.root / "issues/2024/39").iterdir(), reverse=True)
        contents = [(path, path.read_bytes()) for path in items]
        for path, content in contents:
            path.unlink()
            path.write_bytes(content)
    assert len(seen) == 1


def test_no_member_is_compressed_or_dated_by_the_clock(composed: Path) -> None:
    with zipfile.ZipFile(composed) as archive:
        members = archive.infolist()
    assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert [member.filename for member in members[:2]] == ["[Content_Types].xml", "_rels/.rels"]


def test_an_untouched_file_is_composed_anew(composed: Path, office: Office, run: Run) -> None:
    before = composed.read_bytes()
    office.item(content=ITEM.replace("3个", "5个"))
    run("compose", "38", cwd=office.root, exits=0)
    assert composed.read_bytes() != before
    assert office.composed == [composed.name]


def test_an_edited_file_is_kept_unless_forced_and_then_as_a_backup(composed: Path, office: Office, run: Run) -> None:
    edit(composed)
    edited = composed.read_bytes()
    said = run("compose", "38", cwd=office.root, exits=2).err
    assert f"{NAME}.docx 生成之后有人改过，没有覆盖；要重新生成请加 --force" in said
    assert composed.read_bytes() == edited
    assert f"原来的文件留作 out/{NAME}（备份1）.docx" in run("compose", "38", "--force", exits=0).out
    assert composed.with_stem(f"{NAME}（备份1）").read_bytes() == edited
    edit(composed)
    run("compose", "38", "--force", exits=0)
    assert office.composed == [f"{NAME}.docx", f"{NAME}（备份1）.docx", f"{NAME}（备份2）.docx"]


@pytest.mark.parametrize("content", [b"", b"something else", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_of_somebody_else_is_kept(content: bytes, office: Office, run: Run) -> None:
    path = office.write(f"out/{NAME}.docx", content)
    assert "不是本程序生成的，没有覆盖" in run("compose", "38", cwd=office.root, exits=2).err
    assert path.read_bytes() == content


def test_two_issues_of_one_file_name_do_not_overwrite_each_other(composed: Path, office: Office, run: Run) -> None:
    office.write("bulletin.toml", 'filename = "快报"\n' + (office.root / "bulletin.toml").read_text(encoding="utf-8"))
    office.issue(ISSUE.replace("38", "39"), folder="2024/39")
    office.item(issue="2024/39")
    run("compose", "38", cwd=office.root, exits=0)
    said = run("compose", "39", exits=2).err
    assert "快报.docx 里已经有另一期（2024年第38期），没有覆盖" in said
    assert composed.exists()


@pytest.mark.parametrize("pattern", ["../{number}", "a/b{number}", "C:\\\\{number}", "CON", "x" * 300, "..", "{total}"])
def test_a_file_name_cannot_leave_its_folder(pattern: str, office: Office, run: Run) -> None:
    office.write(
        "bulletin.toml", f'filename = "{pattern}"\n' + (office.root / "bulletin.toml").read_text(encoding="utf-8")
    )
    assert "作文件名" in run("compose", "38", cwd=office.root, exits=2).err
    assert office.composed == []
    assert sorted(path.name for path in office.root.iterdir()) == ["bulletin.toml", "issues"]


def test_a_series_that_tries_to_leave_is_refused(office: Office, run: Run) -> None:
    office.issue(ISSUE + 'series = "../../x"\n')
    run("compose", "38", "--series", "../../x", cwd=office.root, exits=2)
    assert office.composed == []


@pytest.mark.parametrize("number", ["../38", "-1", "0", "3.5", "三十八"])
def test_a_number_that_is_none_is_a_faulty_call(number: str, office: Office, run: Run) -> None:
    result = run("compose", "--", number, cwd=office.root, exits=2)
    assert "期号不对" in result.err
    assert "Traceback" not in result.err


def test_output_goes_where_it_is_told(office: Office, tmp_path: Path, run: Run) -> None:
    run("compose", "38", "--output", str(tmp_path / "新" / "甲.docx"), cwd=office.root, exits=0)
    assert docx.Document(str(tmp_path / "新" / "甲.docx")).core_properties.title == NAME
    assert (tmp_path / "新" / "甲.docx").exists()
    assert office.composed == []
    assert "要以 .docx 结尾" in run("compose", "38", "--output", "甲.pdf", exits=2).err


def test_out_that_is_a_file_is_told(office: Office, run: Run) -> None:
    office.write("out", b"")
    assert "out" in run("compose", "38", cwd=office.root, exits=2).err


def test_a_folder_of_the_file_s_name_is_told(office: Office, run: Run) -> None:
    (office.root / "out" / f"{NAME}.docx").mkdir(parents=True)
    assert "这是文件夹，不是文件" in run("compose", "38", cwd=office.root, exits=2).err


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    composed: Path, office: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = composed.read_bytes()
    office.item(content=ITEM.replace("3个", "5个"))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert "磁盘已满，请清理后再试" in run("compose", "38", cwd=office.root, exits=2).err
    assert composed.read_bytes() == before
    assert office.composed == [composed.name]


def test_a_file_that_grows_beyond_its_limit_leaves_nothing(office: Office) -> None:
    code = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); from bulletin_cli.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, "compose", "38"],
        cwd=office.root,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2, done.stderr
    assert "写不了文件" in done.stderr.decode()
    assert office.composed == []


def test_a_missing_libreoffice_is_told_before_anything_is_written(
    office: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf, "_ELSEWHERE", ())
    said = run("compose", "38", "--pdf", cwd=office.root, exits=2).err
    assert "生成 PDF 要用 LibreOffice，没有找到；请安装它" in said
    assert office.composed == []


def test_a_libreoffice_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 60 & echo $! > $(dirname $0)/child\nwait\n", encoding="utf-8")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(BulletinError, match=r"超过 0\.5 秒没有完成，已停止"):
        pdf.to_pdf(b"", time_limit=0.5)
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    deadline = time.monotonic() + 10  # a process that is killed ends when the system gets round to it
    while _is_running(child):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _is_running(process: int) -> bool:
    """Whether the process does anything yet; one that is dead may still be in the system's list."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_libreoffice_that_fails_is_told_with_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = tmp_path / "soffice"
    failing.write_text("#!/bin/sh\necho no memory\n", encoding="utf-8")
    failing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(BulletinError, match="没有生成 PDF：no memory；"):
        pdf.to_pdf(b"")


def test_a_pdf_of_somebody_else_is_kept(office: Office, run: Run) -> None:
    path = office.write(f"out/{NAME}.pdf", b"%PDF-1.7 somebody's own")
    assert f"{NAME}.pdf 不是本程序生成的，没有覆盖" in run("compose", "38", "--pdf", cwd=office.root, exits=2).err
    assert path.read_bytes() == b"%PDF-1.7 somebody's own"
    assert office.composed == [f"{NAME}.pdf"]


def test_a_pdf_knows_whether_it_was_changed() -> None:
    sealed = seal_pdf(b"%PDF-1.7 content", Origin("2024//38"))
    assert read_seal(sealed) == Seal(State.SEALED, Origin("2024//38"))
    for more in (b"more", b"9 0 obj\n%%EOF\n"):  # as a reader saves an annotation
        assert read_seal(sealed + more) == Seal(State.EDITED, Origin("2024//38"))
    assert read_seal(sealed.replace(b"content", b"CONTENT")).state is State.EDITED


@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 3\n", "rubbish", "#!/nowhere\n"])
def test_a_libreoffice_that_does_not_work_leaves_all_as_it_was(
    program: str, office: Office, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bin" / "soffice"
    broken.parent.mkdir()
    broken.write_text(program, encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(broken.parent), prepend=os.pathsep)
    assert "LibreOffice" in run("compose", "38", "--pdf", cwd=office.root, exits=2).err
    assert office.composed == []


def test_an_older_pdf_beside_the_new_document_is_told(composed: Path, office: Office, run: Run) -> None:
    composed.with_suffix(".pdf").write_bytes(seal_pdf(b"%PDF", Origin("2024//38")))
    assert "是以前的；要一起更新请加 --pdf" in run("compose", "38", cwd=office.root, exits=0).err


def test_document_and_pdf_are_written_together_or_not_at_all(
    office: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "to_pdf", lambda _: b"%PDF-1.7")
    run("compose", "38", "--pdf", cwd=office.root, exits=0)
    before = {name: (office.root / "out" / name).read_bytes() for name in office.composed}
    assert len(before) == 2
    office.item(content=ITEM.replace("3个", "5个"))
    flush, calls = os.fsync, iter([False, True])

    def full(handle: int) -> None:
        if next(calls):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(handle)

    monkeypatch.setattr(os, "fsync", full)
    run("compose", "38", "--pdf", exits=2)
    assert {name: (office.root / "out" / name).read_bytes() for name in office.composed} == before


def test_an_edited_pdf_is_kept_as_a_backup(office: Office, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "to_pdf", lambda _: b"%PDF-1.7")
    run("compose", "38", "--pdf", cwd=office.root, exits=0)
    path = office.root / "out" / f"{NAME}.pdf"
    path.write_bytes(path.read_bytes() + b"annotation\n")
    run("compose", "38", "--pdf", exits=2)
    assert f"原来的文件留作 out/{NAME}（备份1）.pdf" in run("compose", "38", "--pdf", "--force", exits=0).out
    assert path.with_stem(f"{NAME}（备份1）").read_bytes().endswith(b"annotation\n")


def test_a_damaged_document_is_somebody_s(composed: Path, office: Office, run: Run) -> None:
    data = bytearray(composed.read_bytes())
    data[len(data) // 2] ^= 0xFF
    composed.write_bytes(data)
    assert "没有覆盖" in run("compose", "38", cwd=office.root, exits=2).err
