"""Words (WR): the office's own terms, written wrong = "right" in bulletin.toml."""

from __future__ import annotations

import re

from bulletin_cli.files.source import Source
from bulletin_cli.findings import Fix
from bulletin_cli.model import Item, Publication


def check_terms(item: Item, source: Source, publication: Publication) -> None:
    """Notes (WR112) each place of title and body where the office writes another word."""
    right = {wrong: term for wrong, term in publication.terms if wrong}
    if not right:
        return
    # the longest first: of two terms that start alike, the whole one is meant
    wrong = re.compile("|".join(map(re.escape, sorted(right, key=lambda word: (-len(word), word)))))
    for field, text in (("title", item.title), ("body", item.body)):
        for found in wrong.finditer(text):
            term = right[found[0]]
            # where the right term holds the wrong one (养老服务 = 养老服务能力), it may stand there already
            offset = term.find(found[0])
            if offset < 0 or not text.startswith(term, found.start() - offset):
                message = f"“{found[0]}”应为“{term}”"
                source.report_within("WR112", message, (field,), *found.span(), fix=Fix(safe=True, replacement=term))
