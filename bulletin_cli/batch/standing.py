"""What stands in out/ for an issue, told by what the files there say of themselves and never by their times."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bulletin_cli import __version__
from bulletin_cli.batch.outcome import Outcome, Status
from bulletin_cli.compose.package import Origin, Seal, State
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.inputs import InputFile, fingerprint, issue_on_disk, on_disk
from bulletin_cli.files.issue import issue_of
from bulletin_cli.files.lookup import Entry
from bulletin_cli.files.workspace import Workspace
from bulletin_cli.model import Publication
from bulletin_cli.publish.names import document_path, issue_name
from bulletin_cli.publish.write import seal_at


class Wanted(NamedTuple):
    """What somebody asks of a batch; no `numbers` means every issue."""

    numbers: frozenset[int] = frozenset()
    year: int | None = None
    all: bool = False
    force: bool = False
    pdf: bool = False
    strict: bool = False
    dry_run: bool = False

    @property
    def limits(self) -> bool:
        """Whether it names issues."""
        return bool(self.numbers) or self.year is not None

    def covers(self, entry: Entry) -> bool:
        """Whether the issue is asked for."""
        return (not self.numbers or entry.number in self.numbers) and self.year in (None, entry.year)


class Stale(NamedTuple):
    """An issue that is to be composed, `pdf` where its PDF is as well; `remarks` are for its outcome."""

    issue: Entry
    pdf: bool = False
    remarks: tuple[str, ...] = ()


class Standing(NamedTuple):
    """What stands in one workspace; `configuration` are bulletin.toml and the layout as they were read."""

    workspace: Workspace
    publication: Publication
    configuration: tuple[InputFile, ...]

    def of(self, entry: Entry, path: Path | None, wanted: Wanted) -> Outcome | Stale:
        """The outcome for an issue that needs no composing, UNCHANGED or KEPT, or that it is to be composed as `path`.

        What is wrong with an issue is told by composing it.
        """
        stale = Stale(entry, wanted.pdf)
        seals = _seals(path, wanted) if path else None
        if path is None or seals is None:
            return stale
        seal, pdf_seal = seals
        origin = self._origin(entry)
        outcome = Outcome(self.workspace, entry, Status.UNCHANGED, path=path)
        if seal and seal.state is State.EDITED and not wanted.force:
            outdated = origin is None or seal.origin.inputs != origin.inputs
            return outcome._replace(status=Status.KEPT, reason=_kept(path, seal), outdated=outdated)
        if pdf_seal and pdf_seal.state is not State.SEALED and not wanted.force:
            stale = Stale(entry, remarks=(_kept(path.with_suffix(".pdf"), pdf_seal),))
        current = Seal(State.SEALED, origin) if origin else None
        if seal != current or (stale.pdf and pdf_seal != current) or wanted.all:
            return stale
        if stale.remarks:
            return outcome._replace(status=Status.KEPT, reason=stale.remarks[0])
        return outcome._replace(pdf=path.with_suffix(".pdf") if stale.pdf else None)

    def path(self, entry: Entry) -> Path | None:
        """Where the issue's document goes; None where that cannot be told."""
        if entry.source is None:
            return None
        try:
            return document_path(self.workspace, self.publication, issue_of(entry.source, self.publication))
        except BulletinError:
            return None

    def _origin(self, entry: Entry) -> Origin | None:
        """What the issue would be composed from; None where it cannot be composed as it is."""
        try:
            inputs = issue_on_disk(entry.folder)
        except (BulletinError, OSError):
            return None
        if inputs is None or entry.source is None:
            return None
        name = issue_name(issue_of(entry.source, self.publication))
        return Origin(name, fingerprint([*self.configuration, *inputs]), __version__)


def is_current(origin: Origin, configuration: tuple[Path, ...], folder: Path) -> bool:
    """Whether the files of the configuration and of the issue are still those that `origin` was made from."""
    try:
        inputs = issue_on_disk(folder)
        return inputs is not None and fingerprint([*map(on_disk, configuration), *inputs]) == origin.inputs
    except (BulletinError, OSError):
        return False


def _seals(path: Path, wanted: Wanted) -> tuple[Seal | None, Seal | None] | None:
    """The seals of document and PDF; None where neither is there, or one cannot be read, as composing it will tell."""
    try:
        seals = seal_at(path), seal_at(path.with_suffix(".pdf")) if wanted.pdf else None
    except BulletinError:
        return None
    return seals if any(seals) else None


def _kept(path: Path, seal: Seal) -> str:
    what = "不是本程序生成的" if seal.state is State.FOREIGN else "生成之后有人改过"
    return f"{path.name} {what}，没有动它"
