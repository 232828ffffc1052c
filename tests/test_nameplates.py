"""A nameplate that is a picture: PNG, JPEG or SVG, of the size that is asked for, the same on every computer."""

from __future__ import annotations

import gzip
import re
import shutil
import struct
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import Office, Run
from documents import member, png

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "faulty_vectors.toml").read_text(encoding="utf-8")
)["case"]
OUT = "out/测试快报2024年第38期.docx"
EMU_PER_MM = 36_000
BOX = 'viewBox="0 0 22 6"'
# as an old drawing program writes it: with a document type, which Word refuses, and an entity of its own
DRAWING = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://example.invalid/svg11.dtd" [
  <!ENTITY ns "http://www.w3.org/2000/svg">
]>
<svg xmlns="&ns;" viewBox="0 0 22 6"><path d="M1 1h8v4h-8z" fill="#d00"/></svg>
"""


def drawing(root: str = BOX, content: str = '<path d="M1 1h8v4h-8z" fill="#d00"/>') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {root}>{content}</svg>'


def use(office: Office, name: str, content: str | bytes, more: str = "") -> None:
    """Has the office's layout print this picture above the number."""
    office.write(f"layouts/{name}", content)
    office.write(
        "layouts/yanjin.toml",
        f"""extends = "gbt9704"
[masthead]
elements = [
  {{ picture = "{name}", alt = "政务快报"{more} }},
  {{ text = "第{{number}}期" }},
]
""",
    )


def extent(office: Office, run: Run) -> tuple[float, float]:
    """Width and height of the printed picture in millimetres."""
    run("compose", "38", "--force", cwd=office.root, exits=0)
    found = re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"', member(office.root / OUT, "word/document.xml"))
    assert found is not None
    return int(found[1]) / EMU_PER_MM, int(found[2]) / EMU_PER_MM


def media(office: Office) -> dict[str, bytes]:
    with zipfile.ZipFile(office.root / OUT) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "/media/" in name}


@pytest.mark.parametrize("content", [DRAWING, "\ufeff" + drawing()])
def test_an_svg_is_there_as_it_is_and_as_a_png_for_programs_that_show_none(
    content: str, office: Office, run: Run
) -> None:
    use(office, "报名.svg", content, ', width = "110mm"')
    assert extent(office, run) == pytest.approx((110, 30), abs=0.05)
    parts = media(office)
    assert set(parts) == {"word/media/picture1.png", "word/media/picture2.svg"}
    width, height = struct.unpack(">II", parts["word/media/picture1.png"][16:24])
    assert width == 2400
    assert width / height == pytest.approx(22 / 6, rel=0.01)
    assert b"DOCTYPE" not in parts["word/media/picture2.svg"]
    assert b"M1 1h8v4h-8z" in parts["word/media/picture2.svg"]
    blip = re.search(
        r'<a:blip r:embed="(\w+)">.*?svgBlip[^>]* r:embed="(\w+)"', member(office.root / OUT, "word/document.xml")
    )
    assert blip is not None
    relationships = member(office.root / OUT, "word/_rels/document.xml.rels")
    for identity, name in zip(blip.groups(), ("media/picture1.png", "media/picture2.svg"), strict=True):
        assert re.search(rf'<Relationship (?=[^>]*Id="{identity}")(?=[^>]*Target="{name}")', relationships)
    assert 'ContentType="image/svg+xml"' in member(office.root / OUT, "[Content_Types].xml")
    assert 'descr="政务快报"' in member(office.root / OUT, "word/document.xml")


def test_an_svg_makes_the_same_bytes_twice_and_a_changed_one_a_new_document(office: Office, run: Run) -> None:
    use(office, "报名.svg", drawing(), ', width = "110mm"')
    run("batch", cwd=office.root, exits=0)
    first = (office.root / OUT).read_bytes()
    assert "未变 1" in run("batch", cwd=office.root, exits=0).out
    run("compose", "38", "--force", cwd=office.root, exits=0)
    assert (office.root / OUT).read_bytes() == first
    office.write("layouts/报名.svg", drawing(content='<path d="M1 1h9v4h-9z" fill="#d00"/>'))
    run("batch", cwd=office.root, exits=0)
    assert (office.root / OUT).read_bytes() != first


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_svg_that_would_print_otherwise_elsewhere_is_refused(case: dict[str, str], office: Office, run: Run) -> None:
    use(office, "报名.svg", drawing(case.get("root", BOX), case.get("content", "")))
    result = run("compose", "38", cwd=office.root, exits=2)
    assert "layouts/yanjin.toml:4:15: LA104 错误 图片“报名.svg”" in result.out
    assert case["said"] in result.out
    assert office.composed == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<svg", "已经损坏，或没有传完整"),
        ("<svg/>", "不是 SVG 图片"),
        ('<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b SYSTEM "file:///etc/hosts">]>' + drawing(content="&b;"), "已经损坏"),
    ],
)
def test_what_is_no_svg_is_told(content: str, said: str, office: Office, run: Run) -> None:
    use(office, "报名.svg", content)
    assert said in run("layouts", "check", cwd=office.root, exits=2).out


def test_an_entity_of_a_file_is_never_read_into_an_svg(office: Office, run: Run) -> None:
    secret = office.write("秘密.txt", "secret")
    document_type = f'<!DOCTYPE svg [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    use(office, "报名.svg", document_type + drawing(content="<desc>&a;</desc>"))
    run("compose", "38", cwd=office.root)
    assert not office.composed or all(b"secret" not in data for data in media(office).values())


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="60mm" height="2cm" viewBox="0 0 3 1"', (60, 20)),
        ('width="6in" height="72pt"', (152.4, 25.4)),
        ('width="60mm" viewBox="0 0 3 1"', (60, 20)),
        ('height="20mm" viewBox="0 0 3 1"', (60, 20)),
        ('viewBox="0,0,96,48"', (25.4, 12.7)),
        ('width="300mm" height="100mm"', (156, 52)),
    ],
)
def test_an_svg_has_its_own_size_where_none_is_asked_for_but_no_more_than_the_type_area(
    root: str, size: tuple[float, float], office: Office, run: Run
) -> None:
    use(office, "报名.svg", drawing(root, '<path d="M0 0h50v50h-50z"/>'))
    assert extent(office, run) == pytest.approx(size, abs=0.2)


@pytest.mark.parametrize(
    ("more", "size"),
    [
        ("", (20 / 96 * 25.4, 10 / 96 * 25.4)),
        (', width = "40mm"', (40, 20)),
        (', height = "40mm"', (80, 40)),
        (', width = "40mm", height = "40mm"', (40, 40)),
        (', width = "156mm"', (156, 78)),
    ],
)
def test_one_side_follows_the_other(more: str, size: tuple[float, float], office: Office, run: Run) -> None:
    use(office, "报名.png", png(20, 10), more)
    assert extent(office, run) == pytest.approx(size, abs=0.2)


@pytest.mark.parametrize("more", [', width = "160mm"', ', height = "80mm"', ', width = "10mm", height = "230mm"'])
def test_a_picture_that_has_no_room_is_told(more: str, office: Office, run: Run) -> None:
    use(office, "报名.png", png(20, 10), more)
    out = run("layouts", "check", cwd=office.root, exits=2).out
    assert "图片“报名.png”印出来宽" in out
    assert "版心里排不下；请改小 width 或 height" in out


@pytest.mark.parametrize("depth", [200, 250, 100_000])
def test_an_svg_that_crashes_what_draws_it_stops_no_other_workspace(depth: int, office: Office, run: Run) -> None:
    """Below 256 levels, which libxml2 takes, some are too deep for the renderer's stack."""
    use(office, "报名.svg", drawing(content="<g>" * depth + '<path d="M0 0h9v9h-9z"/>' + "</g>" * depth))
    other = office.root.parent / "other"
    shutil.copytree(office.root, other)
    (other / "layouts/yanjin.toml").unlink()
    result = run("batch", "-C", str(office.root), "-C", str(other))
    assert (other / OUT).exists()
    assert result.code == (0 if depth == 200 else 2)
    assert "Traceback" not in result.err


@pytest.mark.slow  # ten seconds
def test_an_svg_that_takes_too_long_is_told(office: Office, run: Run) -> None:
    noise = '<filter id="f"><feTurbulence baseFrequency="0.05" numOctaves="1000000"/></filter>'
    use(office, "报名.svg", drawing(content=noise + '<path filter="url(#f)" d="M0 0h9v9h-9z"/>'))
    assert "太复杂，10 秒还没有画完；请在画图软件里去掉滤镜" in run("layouts", "check", cwd=office.root, exits=2).out


@pytest.mark.parametrize(
    ("data", "said"), [(gzip.compress(drawing().encode()), "是压缩过的 SVG"), (b"<svg" * (2 << 20), "超过 5 MB")]
)
def test_an_svg_that_is_packed_or_too_large_is_told(data: bytes, said: str, office: Office, run: Run) -> None:
    use(office, "报名.svg", data)
    assert said in run("layouts", "check", cwd=office.root, exits=2).out


def test_only_a_layout_with_an_svg_starts_what_draws_it(office: Office) -> None:
    code = (
        "import subprocess, sys; sys.argv = ['bulletin', 'compose', '38', '--force']\n"
        "subprocess.run = None\n"
        "from bulletin_cli.__main__ import main\n"
        "try: main()\nexcept SystemExit as end: assert not end.code\n"
        "assert 'resvg_py' not in sys.modules and 'bulletin_cli.files.rasterize' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=office.root, check=True)
    assert office.composed
