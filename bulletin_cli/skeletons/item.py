"""A new item: a skeleton to fill in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.issue import read_issue
from bulletin_cli.files.publication import read_publication
from bulletin_cli.files.source import Source, read
from bulletin_cli.files.validate import nearest
from bulletin_cli.files.workspace import BULLETIN_FILE, ISSUE_FILE, Workspace, is_issue
from bulletin_cli.findings import Finding
from bulletin_cli.model import Publication
from bulletin_cli.publish.atomic import write_new
from bulletin_cli.publish.names import name_fault
from bulletin_cli.skeletons.editors import missing_schemas, schema_file
from bulletin_cli.skeletons.naming import ENDING, file_stem
from bulletin_cli.skeletons.template import Started, Value, fill

UNNAMED = "条目"


def start_item(
    folder: Path, workspace: Workspace | None, *, name: str = "", section: str = "", departments: Sequence[str] = ()
) -> Started:
    """Writes the skeleton of an item into `folder`, which belongs to `workspace` or to none.

    Without a `name` it is called by its first department, with a number where that name is taken; a name that is a
    registered department's stands for that department. Raises BulletinError where the name is taken or cannot be used,
    where section or department are not registered, and where bulletin.toml is faulty.
    """
    stem = file_stem(name, (ISSUE_FILE, BULLETIN_FILE)) if name else ""
    publication = _publication(workspace) if workspace else None
    notes = {}
    if publication:
        if not departments and publication.department(stem):
            departments = [stem]
        sections = _sections(folder, publication)
        _check(section, departments, sections, publication)
        notes = {} if section else {"栏目有": "、".join(sections)}
        notes |= {} if departments else {"单位有": "、".join(each.name for each in publication.departments)}
    path = folder / f"{stem}{ENDING}" if stem else _free_path(folder, departments)
    values: dict[str, Value] = {"section": section}
    values["department"] = list(departments) if len(departments) > 1 else "".join(departments)
    schemas = workspace.schemas if workspace else folder
    schema = os.path.relpath(schemas / schema_file("item"), folder).replace(os.sep, "/")
    missing = missing_schemas(schemas) if workspace else missing_schemas(schemas, ["item"])
    write_new({path: fill("item", schema, values, notes), **missing})
    return Started(path, list(missing))


def _free_path(folder: Path, departments: Sequence[str]) -> Path:
    """A name that is not taken yet."""
    stem = departments[0] if departments else UNNAMED
    if departments and (stem.startswith(".") or name_fault(f"{stem}{ENDING}")):
        stem = UNNAMED
    path, number = folder / f"{stem}{ENDING}", 1
    while os.path.lexists(path):
        number += 1
        path = folder / f"{stem}{number}{ENDING}"
    return path


def _publication(workspace: Workspace) -> Publication:
    source = read(workspace.bulletin_file)
    publication = read_publication(source) if isinstance(source, Source) else None
    found = [source] if isinstance(source, Finding) else source.findings
    if found or publication is None:
        place = f"{found[0].path}:{found[0].place.line}:{found[0].place.column}"
        raise BulletinError(f"{place}: {found[0].message}；先改好 {BULLETIN_FILE}，再写条目")
    return publication


def _sections(folder: Path, publication: Publication) -> tuple[str, ...]:
    """The sections of the issue in `folder`, which may have a list of its own."""
    source = read(folder / ISSUE_FILE) if is_issue(folder) else None
    return read_issue(source, publication).sections if isinstance(source, Source) else publication.sections


def _check(section: str, departments: Sequence[str], sections: Sequence[str], publication: Publication) -> None:
    if section and section not in sections:
        hint = nearest(section, list(sections)) or f"；栏目有：{'、'.join(sections)}"
        raise BulletinError(f"没有“{section}”这个栏目{hint}")
    known = [each for department in publication.departments for each in department.known_as]
    for name in departments:
        if name not in known:
            hint = nearest(name, known) or f"；请核对，或在 {BULLETIN_FILE} 的 departments 里登记"
            raise BulletinError(f"没有登记“{name}”这个单位{hint}")
