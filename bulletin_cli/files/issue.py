"""issue.toml → Issue, without its items."""

from __future__ import annotations

from bulletin_cli.files import values
from bulletin_cli.files.publication import read_distribution, read_sign_off
from bulletin_cli.files.schema.issue import ISSUE
from bulletin_cli.files.source import Source
from bulletin_cli.files.validate import validate
from bulletin_cli.model import Issue, Publication


def read_issue(source: Source, publication: Publication | None) -> Issue:
    """The issue in `source`, with a finding there for every field that is missing or wrong.

    What it does not say is taken from `publication`, where that could be read.
    """
    validate(source, ISSUE)
    return issue_of(source, publication)


def issue_of(source: Source, publication: Publication | None) -> Issue:
    """The issue in `source`, as far as it can be used; nothing is noted."""
    table = source.values
    folder = source.path.parent
    return Issue(
        folder=folder,
        number=values.number(table, "number") or (int(folder.name) if folder.name.isdecimal() else 0),
        date=values.date(table, "date"),
        total=values.number(table, "total"),
        series=values.text(table, "series"),
        secrecy=values.text(table, "secrecy"),
        serial=values.text(table, "serial"),
        copies=values.number(table, "copies"),
        preface=values.text(table, "preface"),
        issuers=values.texts(table, "issuer") or (publication.issuers if publication else ()),
        sections=values.texts(table, "sections") or (publication.sections if publication else ()),
        distribution=read_distribution(table)
        if "distribution" in table
        else (publication.distribution if publication else ()),
        sign_off=read_sign_off(table) if "sign_off" in table else (publication.sign_off if publication else ()),
    )
