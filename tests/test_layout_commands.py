"""`bulletin layouts new`, `check` and `preview`: how an office that does not program makes a layout of its own."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import tomllib
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest
from conftest import BULLETIN, PROJECT, Office, Run, run_process
from documents import element_texts, paragraphs_of, png
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from test_check_watch import LONG, wait_for

from bulletin_cli import edition, preview
from bulletin_cli.commands import previewing
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.folder import read_issue_folder
from bulletin_cli.files.source import Source, read
from bulletin_cli.files.workspace import Workspace
from bulletin_cli.layout.find import builtin_folder, layout_names
from bulletin_cli.layout.fit import misfits
from bulletin_cli.layout.read import layout_chain, read_layout
from bulletin_cli.model import Issue
from bulletin_cli.publish import pdf
from bulletin_cli.publish.pages import page_pictures
from bulletin_cli.skeletons.layout import start_layout

SPECIMEN = Path(preview.__file__).parent / "specimen"
DOUBTFUL: list[dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "doubtful_layouts.toml").read_text(encoding="utf-8")
)["case"]
BUILT_IN = sorted(layout_names(None))
OWN = PROJECT / "examples/yunchuan/layouts/yunchuan.toml"
_SETTING = re.compile(r'^# (?=(?:[a-z_]+|"[^"]+") *= )', re.MULTILINE)
PRINTED = ("word/document.xml", "word/styles.xml", "word/settings.xml", "word/footer1.xml", "word/footer2.xml")
# one layout written in the ways TOML has beside those of our own files
ODD = """\
extends = 'gbt9704'
styles.nameplate = { size = "50pt", line = '60pt' }   # 小一点
section.text = [
  "{ordinal}、",   # 先印次序
  "{section}",
]
[ "preface" ] # 编者按
"lead" = "按：" # 短的
[item] # 条目
joiner = '''
与'''
[[masthead.elements]]
text = "{name}"
style = "nameplate"
[[masthead.elements]]
rule = "double"
"""


def use(office: Office, layout: str) -> None:
    """Makes the office's bulletin.toml name this layout."""
    office.write("bulletin.toml", BULLETIN.replace('layout = "yanjin"', f'layout = "{layout}"'))


def own_layout(office: Office, text: str, name: str = "清河") -> Path:
    """Writes a layout of the office's own."""
    return office.write(f"layouts/{name}.toml", text)


def printed(office: Office, run: Run) -> dict[str, bytes]:
    """All that the office's issue prints."""
    run("compose", "38", "--force", cwd=office.root, exits=0)
    with zipfile.ZipFile(office.root / "out/测试快报2024年第38期.docx") as archive:
        return {name: archive.read(name) for name in archive.namelist() if name in PRINTED}


def merged(path: Path, own: Path | None) -> dict[str, Any]:
    """What a layout and those it extends say, but for what they are called."""

    def over(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
        tables = {key: over(base.get(key, {}), value) for key, value in more.items() if isinstance(value, dict)}
        return {**base, **more, **tables}

    values: dict[str, Any] = {}
    for source in reversed(layout_chain(path, own)):
        values = over(values, source.values)
    return {key: value for key, value in values.items() if key not in ("extends", "title")}


# layouts new


@pytest.mark.parametrize("base", [*BUILT_IN, "yunchuan", "odd"])
def test_a_new_layout_prints_what_its_base_prints(base: str, office: Office, run: Run) -> None:
    office.write("layouts/yunchuan.toml", OWN.read_bytes())
    own_layout(office, ODD.replace("\n", "\r\n"), "odd")
    use(office, base)
    before = printed(office, run)
    run("layouts", "new", "清河", "--from", base, cwd=office.root, exits=0)
    assert "没有问题" in run("layouts", "check", "清河", exits=0).out
    use(office, "清河")
    assert printed(office, run) == before


@pytest.mark.parametrize("base", [*BUILT_IN, "yunchuan", "odd"])
def test_a_new_layout_has_every_setting_of_its_base_behind_the_mark_of_a_comment(
    base: str, office: Office, run: Run
) -> None:
    office.write("layouts/yunchuan.toml", OWN.read_bytes())
    own_layout(office, ODD, "odd")
    run("layouts", "new", "清河", "--from", base, cwd=office.root, exits=0)
    path, own = office.root / "layouts/清河.toml", office.root / "layouts"
    text = path.read_text(encoding="utf-8")
    if base == "odd":  # its texts of several lines need the mark taken off each
        text = re.sub(r"^# (?=  \"|\]|与)", "", text, flags=re.MULTILINE)
    everything = tomllib.loads(_SETTING.sub("", text))
    expected = merged(layout_names(own)[base], own)
    assert {key: value for key, value in everything.items() if key not in ("extends", "title")} == expected


def test_what_is_wanted_most_needs_no_mark_taken_off(office: Office, run: Run) -> None:
    run("layouts", "new", "清河", cwd=office.root, exits=0)
    values = tomllib.loads((office.root / "layouts/清河.toml").read_text(encoding="utf-8"))
    assert {"size", "colour", "line", "face"} <= values["styles"]["nameplate"].keys()
    assert any("{name}" in str(element) for element in values["masthead"]["elements"])
    assert len(values["closing"]["parts"]) == 3
    changed = {key: value for key, value in values.items() if value and value != {name: {} for name in value}}
    assert changed.keys() == {"extends", "title", "styles", "masthead", "closing"}


def test_a_new_layout_speaks_in_the_comments_of_those_it_extends(office: Office, run: Run) -> None:
    run("layouts", "new", "清河", cwd=office.root, exits=0)
    text = (office.root / "layouts/清河.toml").read_text(encoding="utf-8")
    assert text.startswith("#:schema ../schemas/layout.schema.json\n# 版式 清河：以 yanjin 为底")
    assert '# top         = "37mm"   # 天头（5.2.1）\n' in text
    assert "# 版记在末页版心下沿（7.4.1）。\n[closing]\n" in text
    assert "   # 署名一人一行；写成 per_line = 3 就排成一行\n" in text
    assert "# 标题位置：run-in 接排在段首、own-line 单占一行。\n" in text  # where the source says nothing


def test_a_new_layout_may_be_the_base_of_the_next(office: Office, run: Run) -> None:
    run("layouts", "new", "甲", cwd=office.root, exits=0)
    run("layouts", "new", "乙", "--from", "甲", exits=0)
    first, second = (
        (office.root / f"layouts/{name}.toml").read_text(encoding="utf-8").replace("\r\n", "\n") for name in "甲乙"
    )
    assert first.split("\n# 一、")[1] == second.split("\n# 一、")[1]


def test_the_base_is_that_of_bulletin_toml_unless_another_is_named(office: Office, run: Run) -> None:
    said = run("layouts", "new", "清河", cwd=office.root, exits=0)
    assert "已写好 layouts/清河.toml，现在和 yanjin 一样" in said.out
    assert "bulletin layouts check 清河 检查，bulletin layouts preview 清河 看样子" in said.out
    assert '在 bulletin.toml 里写 layout = "清河"' in said.out
    assert "schemas/layout.schema.json" in said.err
    assert "和 gbt9704 一样" in run("layouts", "new", "白塔.toml", "--from", "gbt9704", exits=0).out
    office.write("bulletin.toml", "name = ")
    assert "请用 --from 指定" in run("layouts", "new", "柳林", exits=2).err
    run("layouts", "new", "柳林", "--from", "yanjin", exits=0)


def test_an_own_layout_of_the_name_in_use_needs_no_more(office: Office, run: Run) -> None:
    before = printed(office, run)
    assert "bulletin.toml" not in run("layouts", "new", "yanjin", exits=0).out
    assert printed(office, run) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["清河"], "已经有 "),
        (["新", "--from", "yanjing"], "没有“yanjing”这个版式，是不是“yanjin”？"),
        (["新", "--from", "坏"], "layouts/坏.toml:1:1: 不认识的键"),
        (["gbt9704", "--from", "yanjin"], "yanjin 是以 gbt9704 为底的，再有一个 gbt9704 就绕成一圈；请换一个名称"),
        (["../清河二"], "不能用“../清河二”作文件名"),
        ([".清河"], "以点开头"),
        (["CON"], "系统保留"),
        (["  "], "是空的"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is(
    arguments: list[str], said: str, office: Office, run: Run
) -> None:
    own_layout(office, 'extends = "yanjin"\n')
    own_layout(office, "width = 1\n", "坏")
    before = sorted(office.root.rglob("*"))
    assert said in run("layouts", "new", *arguments, cwd=office.root, exits=2).err
    assert sorted(office.root.rglob("*")) == before


def test_a_new_layout_needs_a_workspace(tmp_path: Path, run: Run) -> None:
    assert "没有找到工作目录" in run("layouts", "new", "清河", cwd=tmp_path, exits=2).err


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.one_of(
        st.text(max_size=40),
        st.text("河.toml/\\:*\"' \t\n-$~{}[]#=", max_size=12),
        st.integers(60, 130).map(lambda count: "长" * count),
    )
)
def test_any_name_gives_a_sound_layout_or_is_refused(name: str, office: Office) -> None:
    shutil.rmtree(office.root / "layouts", ignore_errors=True)
    workspace = Workspace(office.root)
    try:
        started = start_layout(workspace, name, "yanjin")
    except BulletinError:
        assert not list((office.root / "layouts").rglob("*"))
        return
    assert started.path.parent == workspace.layouts
    layout, findings = read_layout(started.path, workspace.layouts)
    assert layout is not None, findings
    source = read(started.path)
    assert isinstance(source, Source)
    assert source.values["title"] == f"{started.path.stem}：以 yanjin 为底"
    assert not [each for each in source.text if unicodedata.category(each) in ("Cc", "Cf") and each not in "\r\n"]


# layouts check


def test_check_names_what_is_wrong_and_where(office: Office, run: Run) -> None:
    own_layout(office, 'extends = "gbt9704"\n[page]\nwdth = "1mm"\n')
    own_layout(office, 'extends = "gbt9704"\n[styles.nameplate]\nsize = "大号"\n', "白塔")
    result = run("layouts", "check", cwd=office.root, exits=2)
    assert re.findall(r"^layouts/(\S+): (\S+) 错误", result.out, flags=re.MULTILINE) == [
        ("清河.toml:3:1", "IT103"),
        ("白塔.toml:3:8", "IT105"),
    ]
    assert result.out.endswith("2 个文件，2 处错误\n")
    for one in ("清河", "layouts/清河.toml"):
        out = run("layouts", "check", one, "-q", exits=2).out
        assert out.count("\n") == 1
        assert "清河.toml:3:1: IT103" in out
    assert run("layouts", "check", "清河", "gbt9704", exits=2).out.endswith("2 个文件，1 处错误\n")


@pytest.mark.parametrize("case", DOUBTFUL, ids=[case["name"] for case in DOUBTFUL])
def test_check_warns_of_pieces_that_take_along_what_is_always_there(
    case: dict[str, str], office: Office, run: Run
) -> None:
    own_layout(office, case["text"])
    out = run("layouts", "check", "清河", "-q", cwd=office.root, exits=0).out
    assert out.startswith(f"layouts/清河.toml:{case['found']}") if case["found"] else out == ""
    assert out.count("\n") == bool(case["found"])
    use(office, "清河")
    run("compose", "38", exits=0)


def test_no_layout_of_ours_is_warned_of(run: Run) -> None:
    assert run("layouts", "check", *BUILT_IN, str(OWN), "-q", exits=0).out == ""


def test_what_a_base_prints_is_not_lost(office: Office, run: Run) -> None:
    own_layout(office, 'extends = "gbt9704"\n[item]\ntitle = "{department}：{title}"\n', "底")
    own_layout(office, 'extends = "底"\n[item]\nattribution = "（{department} {author}）"\n')
    assert "IT208" not in run("layouts", "check", cwd=office.root, exits=0).out


def test_check_reports_for_programs_as_well(office: Office, run: Run) -> None:
    own_layout(office, '[page]\nwdth = "1mm"\n')
    found = json.loads(run("layouts", "check", "--format", "json", cwd=office.root, exits=2).out)
    assert (found["schema_version"], found["files_checked"]) == (1, 1)
    assert [(each["path"], each["line"], each["code"]) for each in found["findings"]] == [
        ("layouts/清河.toml", 2, "IT103")
    ]
    said = run("layouts", "check", "--format", "github", exits=2).out
    assert said.startswith("::error file=layouts/清河.toml,line=2,col=1,")


def test_check_says_so_where_there_is_nothing_of_the_office_s_own(office: Office, run: Run) -> None:
    result = run("layouts", "check", cwd=office.root, exits=0)
    assert result.out == "0 个文件，没有问题\n"
    assert "bulletin layouts new 版式名" in result.err


def test_check_reads_layouts_outside_of_a_workspace(tmp_path: Path, run: Run) -> None:
    (tmp_path / "清河.toml").write_text('extends = "yanjin"\n', encoding="utf-8")
    run("layouts", "check", "清河.toml", "gbt9704", cwd=tmp_path, exits=0)
    assert "没有找到工作目录" in run("layouts", "check", exits=2).err
    assert "没有“清河县”这个版式" in run("layouts", "check", "清河县", exits=2).err


def test_a_file_of_another_workspace_finds_its_base_there(example: Office, tmp_path: Path, run: Run) -> None:
    own_layout(example, 'extends = "gbt9704"\n', "底")
    path = own_layout(example, 'extends = "底"\n')
    run("layouts", "check", str(path), cwd=tmp_path, exits=0)
    run("layouts", "preview", str(path), "--no-pdf", exits=0)
    assert "清河-短.docx" in documents(tmp_path / "preview")


# the specimen


def test_the_specimen_passes_the_program_s_own_checks(run: Run) -> None:
    said = run("check", str(SPECIMEN), "--strict", exits=0).out
    assert "没有问题" in said
    assert said == run("-C", str(SPECIMEN), "check", "--strict", cwd=SPECIMEN, exits=0).out


def specimen_issues() -> Iterator[Issue]:
    desk = preview.specimen_desk()
    for folder in preview.SPECIMENS.values():
        files = read_issue_folder(SPECIMEN / "issues" / folder, desk.publication)
        assert files.findings == []
        yield files.issue


def test_the_specimen_shows_everything_that_a_layout_can_print() -> None:
    publication = preview.specimen_desk().publication
    assert publication is not None
    short, middle, long = specimen_issues()
    assert not any((short.total, short.series, short.copies, short.preface))
    assert all((long.series, long.total, long.copies, middle.preface, middle.total, middle.copies))
    assert all(
        (long.secrecy, long.serial, any(item.author for item in long.items), any(item.images for item in long.items))
    )
    text = "\n".join(line for item in long.items for line in item.paragraphs)
    assert all(re.search(rf"^{level}", text, re.MULTILINE) for level in ("一、", "（一）", r"1\."))
    assert len(middle.issuers) == 2
    for issue in (middle, long):
        assert {item.section for item in issue.items} == set(publication.sections)
    items = [*middle.items, *long.items]
    assert min(len(item.title) for item in items) < 10
    assert max(len(item.title) for item in items) > 35
    assert {len(item.departments) for item in items} >= {1, 2, 6}
    assert {len(item.paragraphs) for item in items} >= {1, 2, 8}
    assert max(len("，".join(each.to)) for each in long.distribution) > 60
    names = [each.name for each in long.sign_off]
    assert {2, 3} <= set(map(len, names))
    assert any("·" in name for name in names)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_layout_has_room_for_the_specimen(name: str) -> None:
    layout, _ = read_layout(builtin_folder() / f"{name}.toml", None)
    publication = preview.specimen_desk().publication
    assert layout is not None
    assert publication is not None
    found = [misfit for issue in specimen_issues() for misfit in misfits(publication, issue, layout)]
    assert {misfit.field for misfit in found} <= {"secrecy", "serial"}  # most have no corners


# layouts preview


def documents(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def texts(document: Path) -> list[str]:
    return [element_texts(each) for each in paragraphs_of(document)]


def test_a_preview_is_three_documents_in_the_layout(office: Office, run: Run) -> None:
    own_layout(office, 'extends = "gbt9704"\n[section]\ntext = "{ordinal}、{section}"\n')
    result = run("layouts", "preview", "清河", "--no-pdf", cwd=office.root, exits=0)
    assert result.out.splitlines() == [f"已生成 out/preview/清河-{label}.docx" for label in "短中长"]
    assert result.err == ""
    folder = office.root / "out/preview"
    assert documents(folder) == sorted(f"清河-{label}.docx" for label in "短中长")
    middle = texts(folder / "清河-中.docx")
    assert "清河县营商环境建设局\t2025年1月10日" in middle
    assert "五、社会治理" in middle
    assert any(text.startswith("编者按：") for text in middle)
    long = "\n".join(texts(folder / "清河-长.docx"))
    assert "增刊第3期（总第415期）" in long
    assert "（发改委、住建局、交通局、水利局、农业农村局、市场监管局）" in long
    assert "陈　禾" in long
    assert "共印260份" in long


def test_a_preview_goes_where_it_is_told_and_touches_nothing_else(office: Office, run: Run, tmp_path: Path) -> None:
    run("compose", "38", cwd=office.root, exits=0)
    before = {path: path.read_bytes() for path in office.root.rglob("*") if path.is_file()}
    folder = tmp_path / "样张"
    other = folder / "gbt9704-短-1.png"
    folder.mkdir()
    other.write_bytes(png(2, 1))
    (folder / "gbt9704-短.docx").write_bytes(b"of an earlier preview")
    assert run("layouts", "preview", "gbt9704", "--no-pdf", "-q", "--output", str(folder), exits=0).out == ""
    assert documents(folder) == sorted([other.name, *(f"gbt9704-{label}.docx" for label in "短中长")])
    assert other.read_bytes() == png(2, 1)
    assert zipfile.is_zipfile(folder / "gbt9704-短.docx")
    assert {path: path.read_bytes() for path in office.root.rglob("*") if path.is_file()} == before


def test_a_preview_is_the_same_to_the_byte(tmp_path: Path, run: Run) -> None:
    for folder in ("a", "b"):
        run("layouts", "preview", "yanjin", "--no-pdf", "--output", folder, cwd=tmp_path, exits=0)
    made = [{path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()} for folder in ("a", "b")]
    assert made[0] == made[1]


def test_built_in_layouts_are_previewed_outside_of_a_workspace(tmp_path: Path, run: Run) -> None:
    out = run("layouts", "preview", "yanjin", "--no-pdf", cwd=tmp_path, exits=0).out
    assert out.startswith("已生成 preview/yanjin-短.docx\n")
    assert len(documents(tmp_path / "preview")) == 3


def test_a_layout_may_be_previewed_as_a_file(tmp_path: Path, run: Run) -> None:
    (tmp_path / "清河.toml").write_text('extends = "yanjin"\n', encoding="utf-8")
    run("layouts", "preview", "清河.toml", "--no-pdf", cwd=tmp_path, exits=0)
    assert "清河-短.docx" in documents(tmp_path / "preview")


def test_a_faulty_layout_is_not_composed_but_explained(office: Office, run: Run) -> None:
    own_layout(office, '[page]\nwdth = "1mm"\n')
    result = run("layouts", "preview", "清河", "--no-pdf", cwd=office.root, exits=2)
    assert "layouts/清河.toml:2:1: IT103" in result.out
    assert "没有生成样张" in result.err
    assert not (office.root / "out").exists()
    assert "是不是“yanjin”" in run("layouts", "preview", "yanjing", exits=2).err


def test_a_specimen_without_room_is_a_warning_and_composed(office: Office, run: Run) -> None:
    own_layout(office, 'extends = "gbt9704"\n[styles.nameplate]\nsize = "120pt"\nline = "130pt"\n')
    result = run("layouts", "preview", "清河", "--no-pdf", cwd=office.root, exits=0)
    assert "警告：样张短、中、长：“清河政务快报”一行排不下" in result.err
    assert len(documents(office.root / "out/preview")) == 3
    own_layout(office, 'extends = "gbt9704"\n[styles.closing]\nsize = "二号"\nline = "60pt"\n')
    assert "警告：样张长：版记高约" in run("layouts", "preview", "清河", "--no-pdf", "-q", exits=0).err


def test_a_picture_that_is_broken_stops_the_preview(office: Office, run: Run) -> None:
    own_layout(office, 'extends = "gbt9704"\n[masthead]\nelements = [ { picture = "head.png" } ]\n')
    office.write("layouts/head.png", b"no picture")
    assert "head.png" in run("layouts", "preview", "清河", "--no-pdf", cwd=office.root, exits=2).out
    assert not (office.root / "out").exists()


@pytest.fixture
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(pdf, "_ELSEWHERE", ())


@pytest.mark.usefixtures("no_libreoffice")
def test_without_libreoffice_there_are_documents_and_one_sentence(tmp_path: Path, run: Run) -> None:
    result = run("layouts", "preview", "yanjin", cwd=tmp_path, exits=0)
    assert result.err.splitlines() == [
        "没有找到 LibreOffice，只生成 .docx，请用 WPS 或 Word 打开看；装了它，就还有 PDF 和每页的图片"
    ]
    assert len(documents(tmp_path / "preview")) == 3
    assert "apt install libreoffice-writer" in run("layouts", "preview", "yanjin", "--pdf", exits=2).err


def test_where_libreoffice_fails_the_documents_are_made_all_the_same(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise BulletinError("LibreOffice 没有生成 PDF")

    monkeypatch.setattr(previewing, "find_libreoffice", lambda: "soffice")
    monkeypatch.setattr(pdf, "to_pdf", fail)
    result = run("layouts", "preview", "yanjin", cwd=tmp_path, exits=2)
    assert result.err == "错误：LibreOffice 没有生成 PDF\n"
    assert len(documents(tmp_path / "preview")) == 3


def test_the_faces_that_are_missing_are_told_in_one_line(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "find_libreoffice", lambda: "soffice")
    monkeypatch.setattr(edition, "_print", lambda *_: (b"%PDF", {"仿宋_GB2312": "甲", "楷体_GB2312": ""}))
    monkeypatch.setattr(preview, "_pictures", lambda _: ())
    assert run("layouts", "preview", "yanjin", cwd=tmp_path, exits=0).err.splitlines()[-1] == (
        "这台电脑没有字体 仿宋_GB2312、楷体_GB2312，PDF 和图片里用的是别的字体；装上这些字体再看才准，.docx 不受影响"
    )
    assert run("layouts", "preview", "yanjin", exits=0).err.count("字体 ") == 1


def test_a_document_that_cannot_be_written_holds_up_no_other(tmp_path: Path, run: Run) -> None:
    (tmp_path / "preview/yanjin-短.docx").mkdir(parents=True)
    result = run("layouts", "preview", "yanjin", "--no-pdf", cwd=tmp_path, exits=2)
    assert result.err.startswith("错误：写不了文件 ")
    assert "这是文件夹，不是文件" in result.err
    assert result.out.splitlines() == [f"已生成 preview/yanjin-{label}.docx" for label in "中长"]
    assert (tmp_path / "preview/yanjin-长.docx").is_file()


def test_a_preview_that_is_there_already_is_said_to_be_old(tmp_path: Path, run: Run) -> None:
    (tmp_path / "preview").mkdir()
    (tmp_path / "preview/yanjin-短.pdf").write_bytes(b"%PDF")
    assert "旁边的 PDF 和图片是以前的" in run("layouts", "preview", "yanjin", "--no-pdf", cwd=tmp_path, exits=0).err


@pytest.mark.parametrize("command", ["new", "check", "preview"])
def test_their_help_is_chinese_and_has_an_example(command: str, run: Run) -> None:
    said = run("layouts", command, "--help", exits=0).out
    assert f"例：\n  bulletin layouts {command} 清河" in said
    assert f"  {command} " in run("layouts", "--help", exits=0).out


@pytest.mark.parametrize("arguments", [["new", "清河"], ["check"], ["check", "yanjin"]])
def test_only_previews_import_what_composes_and_draws(arguments: list[str], office: Office) -> None:
    own_layout(office, 'extends = "yanjin"\n', "白塔")
    command = [sys.executable, "-X", "importtime", "-m", "bulletin_cli", "layouts", *arguments]
    done = subprocess.run(command, cwd=office.root, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    imported = {line.split("|")[-1].strip().split(".")[0] for line in done.stderr.decode().splitlines() if "|" in line}
    assert not imported & {"docx", "lxml", "rich", "pypdfium2", "PIL", "watchfiles"}


# with LibreOffice


@pytest.mark.slow
def test_each_page_is_a_picture_and_none_is_left_over(office: Office, run: Run) -> None:
    own_layout(office, 'extends = "gbt9704"\n[page]\nlines = 12\n')
    folder = office.root / "out/preview"
    run("layouts", "preview", "清河", cwd=office.root, exits=0)
    many = [name for name in documents(folder) if re.fullmatch(r"清河-长-\d+\.png", name)]
    other = folder / "清河-长-99.png"  # called like a page, and not one
    other.write_bytes(png(2, 1))
    own_layout(office, 'extends = "gbt9704"\n')
    said = run("layouts", "preview", "清河", exits=0).out
    few = [name for name in documents(folder) if re.fullmatch(r"清河-长-\d+\.png", name) and name != other.name]
    assert len(few) < len(many)
    assert other.exists()
    assert f"和 PDF，共 {len(few)} 页，图片是 清河-长-1.png 到 清河-长-{len(few)}.png" in said
    assert len(page_pictures((folder / "清河-长.pdf").read_bytes())) == len(few)
    with Image.open(folder / "清河-短-1.png") as page:
        assert page.size == (827, 1170)  # A4 at 100 dots an inch
        assert round(page.info["dpi"][0]) == 100
        data = page.convert("RGB").tobytes()
    red = sum(r > 200 and g < 60 and b < 60 for r, g, b in zip(data[::3], data[1::3], data[2::3], strict=True))
    assert red > 5000  # the nameplate and the rule


@pytest.mark.slow
def test_a_pdf_makes_pictures_of_the_same_bytes(tmp_path: Path, run: Run) -> None:
    run("layouts", "preview", "yanjin", cwd=tmp_path, exits=0)
    data = (tmp_path / "preview/yanjin-中.pdf").read_bytes()
    assert page_pictures(data) == page_pictures(data)
    assert page_pictures(data)[1] == (tmp_path / "preview/yanjin-中-2.png").read_bytes()
    with Image.open(io.BytesIO(page_pictures(data)[0])) as picture:
        assert picture.format == "PNG"


# --watch


class Watched:
    """A `layouts preview --watch` at work, and what it says."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "bulletin_cli", "layouts", "preview", *arguments, "--watch"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        assert self.process.stdout is not None
        self.lines = self.process.stdout
        self.said: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        for line in self.lines:
            self.said.put(line.decode())

    def hears(self, words: str) -> None:
        """Waits until it says this."""
        wait_for(self.said, words)

    def composes(self, done: Callable[[], bool]) -> None:
        """Waits until it has composed what makes `done` true: one change may be seen as two."""
        while not done():
            self.hears("清河-长.docx")

    def ends(self) -> int:
        """Ends it as Ctrl-C does; returns its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(LONG)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.lines.close()
        self._reader.join(LONG)


@pytest.fixture
def watched() -> Iterator[list[Watched]]:
    """What is watching, to be closed."""
    running: list[Watched] = []
    yield running
    for each in running:
        each.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way there")
def test_watching_composes_again_at_every_change_of_layout_base_and_picture(
    office: Office, watched: list[Watched]
) -> None:
    elements = '[masthead]\nelements = [ { picture = "../pictures/head.png" }, { text = "第{number}期" } ]\n'
    own_layout(office, 'extends = "gbt9704"\n[section]\ntext = "＜{section}＞"\n', "底")
    own_layout(office, 'extends = "底"\n')
    watch = Watched(office.root, "清河", "--no-pdf")
    watched.append(watch)
    document = office.root / "out/preview/清河-长.docx"

    def parts() -> list[bytes]:
        with zipfile.ZipFile(document) as archive:
            return [archive.read(name) for name in archive.namelist()]

    watch.hears("按 Ctrl-C 结束")
    assert "＜经济发展＞" in texts(document)
    own_layout(office, 'extends = "gbt9704"\n[section]\ntext = "★{section}"\n', "底")  # its base
    watch.composes(lambda: "★经济发展" in texts(document))
    own_layout(office, 'extends = "底"\n[section]\ntxt = ""\n')  # a fault, and on it goes
    watch.hears("IT103")
    watch.hears("没有生成样张")
    office.write("pictures/head.png", png(40, 10))
    own_layout(office, f'extends = "底"\n{elements}')  # itself, with a folder that was not watched before
    watch.composes(lambda: png(40, 10) in parts())
    office.write("pictures/head.png", png(60, 10))  # its picture
    watch.composes(lambda: png(60, 10) in parts())
    (office.root / "layouts/清河.toml").unlink()
    watch.hears("没有“清河”这个版式")
    own_layout(office, 'extends = "底"\n')
    watch.hears("清河-长.docx")
    assert watch.ends() == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way there")
def test_watching_is_not_woken_by_its_own_pictures(tmp_path: Path, watched: list[Watched]) -> None:
    layout = tmp_path / "清河.toml"
    layout.write_text('extends = "yanjin"\n', encoding="utf-8")
    watch = Watched(tmp_path, "清河.toml", "--output", ".")
    watched.append(watch)
    watch.hears("按 Ctrl-C 结束")
    made = (tmp_path / "清河-短-1.png").stat().st_mtime_ns
    with pytest.raises(Empty):  # nothing more is said
        watch.said.get(timeout=4)
    assert (tmp_path / "清河-短-1.png").stat().st_mtime_ns == made
    assert watch.ends() == 0


def test_a_console_of_another_encoding_is_served(office: Office) -> None:
    done = run_process("layouts", "new", "清河", cwd=office.root, PYTHONIOENCODING="gbk")
    assert done.returncode == 0
    assert "已写好 layouts/清河.toml" in done.stdout.decode("gbk")
