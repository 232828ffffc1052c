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
from bulletin_cli.model import Issue, Publication
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

    def covers(self, entry: Entry) -> bool:
        """Whether the issue is asked for."""
        return (not self.numbers or entry.number in self.numbers) and self.year in (None, entry.year)


class Standing(NamedTuple):
    """What stands in one workspace; `configuration` are bulletin.toml and the layout as they were read."""

    workspace: Workspace
    publication: Publication
    configuration: tuple[InputFile, ...]

    def of(self, entry: Entry, wanted: Wanted) -> Outcome | None:
        """The outcome for an issue that needs no composing, UNCHANGED or KEPT; None where it is to be composed.

        What is wrong with an issue is told by composing it.
        """
        if entry.source is None:
            return None
        issue = issue_of(entry.source, self.publication)
        try:
            path = document_path(self.workspace, self.publication, issue)
            pdf = path.with_suffix(".pdf") if wanted.pdf else None
            seals = {each: seal_at(each) for each in (path, pdf) if each}
            if not any(seals.values()):
                return None
            origin = self._origin(issue)
        except (BulletinError, OSError):
            return None
        outcome = Outcome(self.workspace, entry, Status.UNCHANGED, path=path, pdf=pdf)
        edited = [each for each, seal in seals.items() if seal and seal.state is State.EDITED]
        if edited and not wanted.force:
            reason = f"{edited[0].name} 生成之后有人改过，没有动它"
            outdated = any(seal and (origin is None or seal.origin.inputs != origin.inputs) for seal in seals.values())
            return outcome._replace(status=Status.KEPT, reason=reason, outdated=outdated)
        is_current = all(seal == Seal(State.SEALED, origin) for seal in seals.values()) if origin else False
        return outcome if is_current and not wanted.all else None

    def _origin(self, issue: Issue) -> Origin | None:
        """What the issue would be composed from; None where it cannot be composed as it is."""
        inputs = issue_on_disk(issue.folder)
        if inputs is None:
            return None
        return Origin(issue_name(issue), fingerprint([*self.configuration, *inputs]), __version__)


def is_current(origin: Origin, configuration: tuple[Path, ...], folder: Path) -> bool:
    """Whether the files of the configuration and of the issue are still those that `origin` was made from."""
    try:
        inputs = issue_on_disk(folder)
        return inputs is not None and fingerprint([*map(on_disk, configuration), *inputs]) == origin.inputs
    except (BulletinError, OSError):
        return False
