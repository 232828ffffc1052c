"""The items of an issue in the order in which they are printed."""

from typing import NamedTuple

from bulletin_cli.model import Issue, Item, Publication, length


class Section(NamedTuple):
    """A section (栏目) that is printed: it has items, in their order."""

    name: str
    items: tuple[Item, ...]


class ArrangedIssue(NamedTuple):
    """An issue whose sections and items stand in printing order."""

    publication: Publication
    issue: Issue
    sections: tuple[Section, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in printing order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def characters(self) -> int:
        """Characters of all titles and bodies, white space not counted."""
        return sum(length(item.title) + length(item.body) for item in self.items)


def arrange(issue: Issue, publication: Publication) -> ArrangedIssue:
    """Orders the items of `issue`, whatever order they come in.

    Sections in the order of the issue's `sections`, those without items left out; inside a section the items with
    `order`, ascending, then the rest in the order of the registry (a joint item by the first it names), then by file
    name. Items of an unknown section, which only a draft has, stand behind the others under its name.
    """
    ranks = {name: rank for rank, department in enumerate(publication.departments) for name in department.known_as}

    def rank(item: Item) -> tuple[bool, int, int, str]:
        department = ranks.get(item.departments[0], len(ranks)) if item.departments else len(ranks)
        return (item.order is None, item.order or 0, department, item.path.name)

    known = issue.sections or publication.sections
    names = [*known, *sorted({item.section for item in issue.items} - set(known))]
    sections = ((name, sorted((item for item in issue.items if item.section == name), key=rank)) for name in names)
    return ArrangedIssue(publication, issue, tuple(Section(name, tuple(items)) for name, items in sections if items))
