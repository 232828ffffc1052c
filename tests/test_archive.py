"""`bulletin archive`: an issue filed with all it was made from, and whether it is still as it was filed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import BULLETIN, ITEM, Office, Run, run_process

NAME = "测试快报2024年第38期"
MANIFEST = "manifest-sha256.txt"


@pytest.fixture
def filed(office: Office, run: Run) -> Path:
    """The zip of the office's issue 38."""
    run("compose", "38", cwd=office.root, exits=0)
    run("archive", "38", exits=0)
    return office.root / "out" / f"{NAME}（归档）.zip"


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_it_holds_the_document_the_items_the_configuration_and_their_digests(filed: Path, office: Office) -> None:
    files = contents(filed)
    manifest = files.pop(MANIFEST).decode()
    assert files == {
        name: (office.root / name).read_bytes()
        for name in ("bulletin.toml", "issues/2024/38/issue.toml", "issues/2024/38/甲.toml", f"out/{NAME}.docx")
    }
    assert manifest == "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def test_signed_pages_the_offices_layout_and_the_pdf_are_filed_too(office: Office, run: Run) -> None:
    office.write("layouts/own.toml", 'extends = "yanjin"\n')
    office.write("layouts/other.toml", 'extends = "yanjin"\n')
    office.write("bulletin.toml", BULLETIN.replace('layout = "yanjin"', 'layout = "own"'))
    office.write("issues/2024/38/签批/单.jpg", b"jpg")
    office.write("issues/2024/38/.hidden", b"")
    run("compose", "38", cwd=office.root, exits=0)
    office.write(f"out/{NAME}.pdf", b"%PDF-1.7")
    said = run("archive", "38", "--output", "a.zip", exits=0)
    assert f"{NAME}.pdf 不是本程序生成的" in said.err
    assert set(contents(office.root / "a.zip")) - {MANIFEST} == {
        "bulletin.toml",
        "issues/2024/38/issue.toml",
        "issues/2024/38/甲.toml",
        "issues/2024/38/签批/单.jpg",
        "layouts/own.toml",
        f"out/{NAME}.docx",
        f"out/{NAME}.pdf",
    }


def test_the_same_files_give_the_same_bytes(filed: Path, office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    shutil.copytree(office.root, copy, ignore=shutil.ignore_patterns("*.zip"))
    done = run_process("archive", "38", cwd=copy, TZ="America/New_York", PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stderr
    assert (copy / "out" / filed.name).read_bytes() == filed.read_bytes()


def test_what_is_unpacked_is_a_workspace_that_needs_no_composing(filed: Path, tmp_path: Path, run: Run) -> None:
    with zipfile.ZipFile(filed) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert run("batch", cwd=tmp_path / "unpacked", exits=0).out == "1 期：未变 1\n"


@pytest.mark.skipif(shutil.which("sha256sum") is None or shutil.which("unzip") is None, reason="no sha256sum or unzip")
def test_it_can_be_checked_without_the_program(filed: Path, tmp_path: Path) -> None:
    locale = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    subprocess.run(["unzip", "-q", filed, "-d", tmp_path / "x"], check=True, env=locale)
    subprocess.run(["sha256sum", "--check", "--strict", MANIFEST], cwd=tmp_path / "x", check=True, capture_output=True)


def test_filing_again_changes_nothing_and_another_content_is_not_overwritten(
    filed: Path, office: Office, run: Run
) -> None:
    first = filed.read_bytes()
    assert "内容相同" in run("archive", "38", cwd=office.root, exits=0).out
    office.item(content=ITEM.replace("3个", "5个"))
    run("compose", "38", exits=0)
    assert "--force" in run("archive", "38", exits=2).err
    assert filed.read_bytes() == first
    assert "（备份1）" in run("archive", "38", "--force", exits=0).out
    assert filed.with_name(f"{filed.stem}（备份1）.zip").read_bytes() == first
    assert filed.read_bytes() != first


def test_a_document_that_does_not_fit_its_items_is_told(filed: Path, office: Office, run: Run) -> None:
    filed.unlink()
    office.item(content=ITEM.replace("3个", "5个"))
    assert "不符" in run("archive", "38", "--strict", cwd=office.root, exits=1).err
    assert not filed.exists()
    assert "不符" in run("archive", "38", exits=0).err
    assert filed.exists()


def test_a_document_that_was_edited_is_filed_as_it_is(filed: Path, office: Office, run: Run) -> None:
    filed.unlink()
    document = office.root / "out" / f"{NAME}.docx"
    opened = docx.Document(str(document))
    opened.paragraphs[0].runs[0].text = "改过的快报"
    opened.save(str(document))
    assert "有人改过，归档的是改过的" in run("archive", "38", cwd=office.root, exits=0).err
    assert contents(filed)[f"out/{NAME}.docx"] == document.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "二者选一"),
        (("38", "--verify", "a.zip"), "二者选一"),
        (("40",), "没有第40期"),
        (("38",), "还没有"),
        (("38", "--output", "a.docx"), "还没有"),
        (("--verify", "nowhere.zip"), "没有这个文件"),
        (("--verify", "."), "文件夹"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    arguments: tuple[str, ...], said: str, office: Office, run: Run
) -> None:
    done = run("archive", *arguments, cwd=office.root, exits=2)
    assert said in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("name", [b"a\nb.jpg", b"\xff.jpg", "\u202e.jpg".encode()])
def test_a_file_name_that_cannot_be_filed_is_named(name: bytes, office: Office, run: Run) -> None:
    (office.root / "issues/2024/38" / os.fsdecode(name)).write_bytes(b"")
    done = run("archive", "38", "--output", "a.zip", cwd=office.root, exits=2)
    assert "请改名" in done.err
    assert len(done.err.splitlines()) == 1


def test_a_pipe_among_the_scans_is_named_and_not_waited_for(office: Office, run: Run) -> None:
    run("compose", "38", cwd=office.root, exits=0)
    os.mkfifo(office.root / "issues/2024/38/pipe.jpg")
    assert "这不是普通文件" in run("archive", "38", exits=2).err


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_scans_behind_a_link_are_filed_and_a_circle_has_an_end(
    kind: str, filed: Path, office: Office, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans/a.jpg").write_bytes(b"jpg")
    folder = office.root / "issues/2024/38"
    if kind == "file":
        (folder / "a.jpg").symlink_to(tmp_path / "scans/a.jpg")
    else:
        (folder / "scans").symlink_to(tmp_path / "scans")
        (folder / "up").symlink_to(office.root)
    run("archive", "38", "--force", cwd=office.root, exits=0)
    assert b"jpg" in contents(filed).values()


# ---- verifying


def test_an_untouched_file_is_confirmed_with_its_digest(filed: Path, office: Office, run: Run) -> None:
    said = run("archive", "--verify", str(filed), cwd=office.root.parent, exits=0).out
    assert "4 个文件，都与归档时一致" in said
    assert hashlib.sha256(filed.read_bytes()).hexdigest() in said
    told = json.loads(run("archive", "--verify", str(filed), "--format", "json", exits=0).out)
    assert told["intact"] is True


def _listed(name: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """One file more, with its line in the manifest."""
    line = f"{hashlib.sha256(b'').hexdigest()}  {name}\n".encode()
    return {name: b"", MANIFEST: files[MANIFEST] + line}


ITEM_NAME = "issues/2024/38/甲.toml"
TAMPERING: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "a changed item": (lambda files: files.update({ITEM_NAME: b"x"}), f"改动：{ITEM_NAME}\n"),
    "a missing item": (lambda files: files.pop(ITEM_NAME), f"缺少：{ITEM_NAME}\n"),
    "an added file": (lambda files: files.update({"../../evil": b""}), "多出：../../evil\n"),
    "no manifest": (lambda files: files.pop(MANIFEST), f"里面没有 {MANIFEST}\n"),
    "an empty manifest": (lambda files: files.update({MANIFEST: b""}), "已被改动或损坏\n"),
    "a name that leads out": (lambda files: files.update(_listed("../../cron.d/x", files)), "已被改动或损坏\n"),
    "another manifest": (lambda files: files.update({MANIFEST: b"\xff\n"}), "\n"),
    "terminal codes": (lambda files: files.update({"\x1b[31m": b""}), "多出：\\u001b[31m\n"),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_told(name: str, filed: Path, tmp_path: Path, run: Run) -> None:
    tamper, said = TAMPERING[name]
    files = contents(filed)
    tamper(files)
    out = run("archive", "--verify", str(repacked(tmp_path / "a.zip", files)), cwd=tmp_path, exits=1).out
    assert said in out
    told = json.loads(run("archive", "--verify", "a.zip", "--format", "json", exits=1).out)
    assert told["intact"] is False


@pytest.mark.parametrize(
    "change",
    [
        lambda path: repacked(path, contents(path)),
        lambda path: path.write_bytes(path.read_bytes() + b"\0"),
        lambda path: path.write_bytes(bytes(4096) + path.read_bytes()),
    ],
    ids=["packed anew", "a byte more behind", "something before"],
)
def test_a_file_that_is_not_the_same_to_the_byte_is_told(
    change: Callable[[Path], object], filed: Path, tmp_path: Path, run: Run
) -> None:
    shutil.copy(filed, tmp_path / "a.zip")
    change(tmp_path / "a.zip")
    assert "整个文件被重新打包或加过东西" in run("archive", "--verify", "a.zip", cwd=tmp_path, exits=1).out


def test_two_members_of_one_name_are_told(filed: Path, tmp_path: Path, run: Run) -> None:
    shutil.copy(filed, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip", "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(ITEM_NAME, contents(filed)[ITEM_NAME])
    assert "加过东西" in run("archive", "--verify", "a.zip", cwd=tmp_path, exits=1).out


def test_every_flipped_or_missing_byte_is_noticed(filed: Path, tmp_path: Path, run: Run) -> None:
    data = filed.read_bytes()
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(filed) as archive:
        starts = [
            info.header_offset + 30 + len(info.filename.encode()) for info in archive.infolist() if info.file_size
        ]
    for at in starts:  # the first byte of each member's content
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        run("archive", "--verify", "a.zip", cwd=tmp_path, exits=1)
    for size in (0, 10, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:size])
        run("archive", "--verify", "a.zip", exits=1)


def test_a_bomb_is_read_without_filling_the_memory(filed: Path, tmp_path: Path) -> None:
    files = contents(filed)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, files[MANIFEST])
        with archive.open(ITEM_NAME, "w", force_zip64=True) as member:
            for _ in range(512):
                member.write(bytes(1 << 20))
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29));"
        "from bulletin_cli.commands.app import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "archive", "--verify", path], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 1, done.stderr
    assert "被重新打包过" in done.stdout.decode()


def test_an_encrypted_member_counts_as_changed(filed: Path, tmp_path: Path, run: Run) -> None:
    data = bytearray(filed.read_bytes())
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)  # the second entry of the directory
    flags = struct.unpack_from("<H", data, at + 8)[0]
    struct.pack_into("<H", data, at + 8, flags | 1)
    (tmp_path / "a.zip").write_bytes(data)
    assert "改动：" in run("archive", "--verify", "a.zip", cwd=tmp_path, exits=1).out
