"""What the office or a file chose of the rules: left out, switched on, weighed otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bulletin_cli.checks.registry import BY_CODE, GROUPS
from bulletin_cli.files.source import Source
from bulletin_cli.files.validate import nearest
from bulletin_cli.findings import Finding, Severity
from bulletin_cli.model import Proofreading

UNKNOWN_RULE = "IT115"
_GROUP = 2  # letters that a code starts with


def check_settings(source: Source, proofreading: Proofreading) -> None:
    """Notes in bulletin.toml every code that is none, or that stands for what is always told (IT115)."""
    for name, codes in (("select", proofreading.select), ("ignore", proofreading.ignore)):
        listed = source.values["check"][name] if codes else []
        for index, code in enumerate([listed] if isinstance(listed, str) else listed):
            if message := _fault(code, silences=name == "ignore"):
                source.report(UNKNOWN_RULE, message, ("check", name, index))
    rights = {right for _, right in proofreading.terms}
    for wrong, _ in proofreading.terms:
        if wrong in rights:
            message = f"“{wrong}”既是错误写法，又是别处的正确写法，会来回改；请删去一条"
            source.report("IT105", message, ("check", "terms", wrong), key=True)
    for code, _ in proofreading.severity:
        if message := _fault(code, silences=True):
            source.report(UNKNOWN_RULE, message, ("check", "severity", code), key=True)


def settled(
    findings: Iterable[Finding], proofreading: Proofreading, sources: Iterable[Source] = ()
) -> Iterator[Finding]:
    """The findings that are told, each with the weight the office gives it.

    A comment in a file silences its own findings; what keeps a file from being read or printed is always told.
    """
    weights = dict(proofreading.severity)
    silenced = {source.path: source.silenced for source in sources}
    for finding in findings:
        code = finding.code
        if not _can_be_silenced(code):
            yield finding
            continue
        weight = Severity(weights.get(code) or weights.get(code[:_GROUP]) or finding.severity)
        ignored = _among(code, proofreading.ignore) or _among(code, silenced.get(finding.path, ()))
        if not ignored and (weight is not Severity.INFO or _among(code, proofreading.select)):
            yield finding._replace(severity=weight)


def check_comments(source: Source) -> None:
    """Notes every code in a `# bulletin: ignore …` that is none (IT115)."""
    for code in source.silenced:
        if not code:
            source.report(UNKNOWN_RULE, "# bulletin: ignore 后面要写规则代码，如 # bulletin: ignore NM101")
        elif message := _fault(code, silences=True):
            source.report(UNKNOWN_RULE, f"# bulletin: ignore 里{message}")


def _among(code: str, codes: Iterable[str]) -> bool:
    return code in codes or code[:_GROUP] in codes


def _can_be_silenced(code: str) -> bool:
    """Whether somebody may choose not to be told: not of what stops reading, printing, or the layout."""
    return not code.startswith(("IT1", "LA")) or BY_CODE[code].severity is not Severity.ERROR


def _fault(code: str, *, silences: bool) -> str:
    if code in GROUPS:
        return ""
    if code not in BY_CODE:
        return f"没有 {code} 这条规则{nearest(code, list(BY_CODE)) or '；全部规则见 bulletin rule'}"
    return "" if not silences or _can_be_silenced(code) else f"{code} 是必须改的，不能不查，也不能改轻重；请删去"
