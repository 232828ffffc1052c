"""Files and fields (IT), layouts (LA) and repeats (DU): what is noted where files are read and issues compared."""

from __future__ import annotations

from bulletin_cli.checks.rule import Rule
from bulletin_cli.findings import Severity

RULES = (
    *(Rule(f"IT{number}", Severity.ERROR) for number in (100, 101, 102, 103, 104, 105, 106, 107, 108)),
    Rule("IT109", Severity.WARNING),
    *(Rule(f"IT{number}", Severity.ERROR) for number in (110, 111, 112, 113, 114, 115)),
    *(Rule(f"IT{number}", Severity.ERROR) for number in (201, 202, 203, 204)),
    *(Rule(f"IT{number}", Severity.WARNING) for number in (205, 206, 207, 208)),
    *(Rule(f"IT{number}", Severity.ERROR) for number in range(121, 128)),  # pictures and tables
    Rule("IT221", Severity.WARNING),
    Rule("DU101", Severity.WARNING),
    Rule("DU102", Severity.ERROR),
    *(Rule(f"LA{number}", Severity.ERROR) for number in (101, 102, 103, 104, 105)),
)
