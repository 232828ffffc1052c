"""bulletin.toml → Publication, and the lists that issue.toml may replace."""

from __future__ import annotations

from bulletin_cli.files import values
from bulletin_cli.files.schema.bulletin import BULLETIN
from bulletin_cli.files.source import Source
from bulletin_cli.files.validate import validate
from bulletin_cli.model import Department, Distribution, Limits, Proofreading, Publication, SignOff


def read_publication(source: Source) -> Publication:
    """The publication in `source`, with a finding there for every field that is missing or wrong."""
    validate(source, BULLETIN)
    table = source.values
    fields = BULLETIN["properties"]
    departments = _departments(source)
    check = table.get("check")
    return Publication(
        name=values.text(table, "name"),
        issuers=values.texts(table, "issuer"),
        layout=values.text(table, "layout") or fields["layout"]["default"],
        filename=values.texts(table, "filename") or tuple(fields["filename"]["default"]),
        sections=values.texts(table, "sections"),
        departments=departments,
        distribution=read_distribution(table),
        sign_off=read_sign_off(table),
        proofreading=_proofreading(check if isinstance(check, dict) else {}),
    )


def _proofreading(check: values.Table) -> Proofreading:
    """The [check] table."""
    return Proofreading(
        select=frozenset(values.texts(check, "select")),
        ignore=frozenset(values.texts(check, "ignore")),
        severity=tuple(values.pairs(check, "severity")),
        limits=Limits(
            title_min=values.number(check, "title_min"),
            title_max=values.number(check, "title_max"),
            body_min=values.number(check, "body_min"),
            body_max=values.number(check, "body_max"),
        ),
        spacing=values.text(check, "spacing") or "none",
        terms=tuple(values.pairs(check, "terms")),
    )


def _departments(source: Source) -> tuple[Department, ...]:
    """The registry in its order; a name that stands for two departments is noted (IT105)."""
    entries = source.values.get("departments")
    departments: list[Department] = []
    taken: dict[str, str] = {}
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        table = {"name": entry} if isinstance(entry, str) else entry
        if not isinstance(table, dict):
            continue
        department = Department(
            values.text(table, "name"), values.text(table, "full_name"), values.texts(table, "aliases")
        )
        for name in dict.fromkeys(department.known_as):
            if name in taken:
                source.report(
                    "IT105", f"“{name}”既指“{taken[name]}”又指“{department.name}”，请改掉一个", ("departments", index)
                )
            taken[name] = department.name
        departments.append(department)
    return tuple(departments)


def read_distribution(table: values.Table) -> tuple[Distribution, ...]:
    """The [[distribution]] tables, in their order."""
    rows = values.tables(table, "distribution")
    return tuple(Distribution(values.text(row, "label"), values.texts(row, "to")) for row in rows)


def read_sign_off(table: values.Table) -> tuple[SignOff, ...]:
    """The [[sign_off]] tables, in their order."""
    return tuple(
        SignOff(values.text(row, "role"), values.text(row, "name")) for row in values.tables(table, "sign_off")
    )
