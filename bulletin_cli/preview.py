"""A layout as it prints: specimen issues of a made-up county, composed in it.

The specimen issues hold together everything that a layout can print. What is written is nobody's work: it may be
written over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.compose.stationery import Stationery
from bulletin_cli.desk import Desk, Proof, open_desk
from bulletin_cli.edition import Edition, make_edition
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.folder import read_issue_folder
from bulletin_cli.files.workspace import Workspace
from bulletin_cli.layout.fit import misfits
from bulletin_cli.layout.model import Layout

SPECIMENS = {"短": "short", "中": "middle", "长": "long"}
_WITHOUT_PLACE = ("secrecy", "serial", "copies")  # that a layout has no place for them is not wrong
_FOLDER = Path(__file__).resolve().parent / "specimen"


class Specimen(NamedTuple):
    """One specimen issue in the layout; `refusal` is why there is no PDF though one was asked for."""

    label: str
    edition: Edition
    pages: dict[Path, bytes]
    misfits: list[str]
    refusal: str = ""

    @property
    def files(self) -> dict[Path, bytes]:
        """All its files: document, PDF, and a picture of each page."""
        return {**self.edition.files, **self.pages}

    @property
    def outdated(self) -> list[Path]:
        """Pictures of pages that there are no more, from an earlier preview of the same specimen."""
        if not self.pages:
            return []
        from bulletin_cli.publish.pages import is_page_picture  # where there are pictures

        path = self.edition.path
        named = re.compile(re.escape(path.stem) + r"-\d+\.png")
        there = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
        return [
            each for each in there if named.fullmatch(each.name) and each not in self.pages and is_page_picture(each)
        ]


def make_preview(layout: Layout, folder: Path, *, pdf: bool) -> list[Specimen]:
    """The specimen issues in this layout, as they will stand in `folder`; nothing is written.

    Raises BulletinError where a picture of the layout cannot be used.
    """
    desk = specimen_desk(layout)
    # LibreOffice takes its seconds for each: all at once
    with ThreadPoolExecutor(len(SPECIMENS)) as pool:
        made = list(pool.map(lambda label: _made(desk, label, folder, pdf=pdf), SPECIMENS))
    return [specimen._replace(pages=dict(_pictures(specimen.edition))) for specimen in made] if pdf else made


def specimen_desk(layout: Layout | None = None) -> Desk:
    """The desk of the made-up county, with this layout on it."""
    desk = open_desk(Workspace(_FOLDER), with_layout=False)
    desk.layout = layout
    return desk


def _made(desk: Desk, label: str, folder: Path, *, pdf: bool) -> Specimen:
    publication, layout = desk.publication, desk.layout
    assert publication is not None, "the specimen is sound"
    assert layout is not None, "a layout to be looked at"
    assert desk.workspace is not None
    files = read_issue_folder(desk.workspace.issues / SPECIMENS[label], publication)
    proof = Proof(desk, files, [])
    path = folder / f"{layout.name}-{label}.docx"
    refusal = ""
    try:
        edition = make_edition(proof, path, Stationery(layout), pdf=pdf)
    except BulletinError as error:
        if not pdf:
            raise
        edition, refusal = make_edition(proof, path, Stationery(layout)), str(error)
    unfit = [
        misfit.message for misfit in misfits(publication, files.issue, layout) if misfit.field not in _WITHOUT_PLACE
    ]
    return Specimen(label, edition, {}, unfit, refusal)


def _pictures(edition: Edition) -> Iterator[tuple[Path, bytes]]:
    if edition.pdf is None:
        return
    from bulletin_cli.publish.pages import page_pictures  # where there is a PDF

    for number, picture in enumerate(page_pictures(edition.files[edition.pdf]), 1):
        yield edition.path.with_name(f"{edition.path.stem}-{number}.png"), picture
