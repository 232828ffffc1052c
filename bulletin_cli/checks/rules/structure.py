"""Structure (ST107–ST110): places that nobody filled in, and what the composer adds itself: title and attribution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bulletin_cli.checks.han import LETTER, SURNAMES
from bulletin_cli.checks.rule import BODY, Mark, Passage, Remedy, Rule, grams
from bulletin_cli.checks.rules import numbering
from bulletin_cli.findings import Severity

_UNIT = (
    r"(?:街道|社区|公司|单位|小学|中学|学校|医院|部门|企业|[镇乡村县市区局委办路街组号]"
    r"|万元|亿元|[年月日名户家个次人处起件份场条元亩吨万亿项座套台例批期岁%])"
)
_TO_DO = "[待需请](?:进一步)?(?:补充?|核[实对]?|定|填[写报]?|确认|完善|更新|查证)"
_SUBJECT = "(?:数[据字量]|人[数名]|金额|名[称单]|时间|地点|内容|单位|日期|此处|(?:具体|相关)[^（）()\n]{0,4})"
# one or two characters that show that there may be one → how it is written
_PLACEHOLDERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("XX", "xx", "Xx"), rf"(?<![A-Za-z0-9+.@/_-])[Xx]{{2,}}+(?![A-Za-z0-9.@/_-]|型|染色体|世纪){_UNIT}?"),
    (
        ("X", "x"),
        r"(?<![A-Za-z0-9+＋.@/_-])(?<![A-Za-z] )[Xx](?:街道|社区|小学|中学|万元|亿元|[镇村局年月日名户家个次人处起件份元%](?![体素均]))",
    ),
    (("××", "✕✕", "╳╳"), rf"(?<![A-Za-z0-9·×✕╳])[×✕╳]{{2,}}+(?![A-Za-z0-9]){_UNIT}?"),
    (
        ("×", "✕"),
        r"(?:(?<![\w”）×✕])|(?<=[年月共约达计有为]))[×✕](?:社区|[年月日名户家个次人处起件份万亿元镇村])(?![数均])",
    ),
    (("**", "＊＊"), rf"(?<![0-9A-Za-z*＊])[*＊]{{2,}}+{_UNIT}"),
    (("*月", "＊月"), r"(?<![0-9])[*＊]月[*＊]日"),
    (("○○", "◯◯"), r"(?<![一二三四五六七八九○◯])[○◯]{2,}+(?![一二三四五六七八九])"),
    (("□□", "■■", "△△", "●●"), r"[□■△●]{2,}+"),
    (("0X", "0x", "0×", "0*"), r"(?<!\d)20[Xx×*]{2}年"),
    (("〕X", "〕x", "〕×", "〕*", "〕 ", "〕号", "〕_"), r"〔[0-9]{4}〕[Xx×* _]{0,4}号"),
    (("##", "＃＃"), rf"[#＃]{{2,}}+{_UNIT}"),
    (("__", "＿＿"), rf"(?<![A-Za-z0-9_/.＿])(?:_{{2,}}+|＿{{2,}}+)(?![A-Za-z0-9/.]){_UNIT}?"),
    (("？？", "??", "？?", "?？"), rf"(?<![吗呢么办啊吧谁里样好了的？?])[？?]{{2,}}+{_UNIT}"),
    (("共？", "约？", "达？", "计？", "共?", "约?", "达?", "计?"), rf"(?<=[共约达计])[？?]{_UNIT}"),
    (("TO", "TB", "FI"), r"(?<![A-Za-z])(?:TODO|TBD|FIXME)(?![A-Za-z])"),
    (("【", "[", "〔"), rf"[【\[〔][^【】\[\]〔〕\n]{{0,12}}(?:{_TO_DO}|插入)[^【】\[\]〔〕\n]{{0,8}}[】\]〕]"),
    (
        ("待", "需"),
        rf"[（(]{_SUBJECT}?[有尚还]?{_TO_DO}(?:后(?:补充?|填))?[。！]?[）)]|(?<=[：:为是])待补充(?=[。，；\n]|\Z)",
    ),
    (("请", "此处"), r"[（(](?:请(?:补充|填写|核[实对])|此处(?:插入|填|补|加))[^（）()\n]{0,12}[）)]"),
    (("此处",), r"(?:请|单击|点击)在?此处(?:输入|填写|添加|编辑)(?:文字|内容)?"),
    (
        ("（）", "()", "（ ", "( ", "（\u3000"),
        r"(?<!\w)[（(][ \u3000]{0,20}[）)]|(?<=[^\W\dA-Za-z_])[（(][ \u3000]{0,20}[）)]",
    ),
    (("：）", "： ", "：\u3000"), r"[（(][^（）()，。：\n]{1,8}：[ \u3000]{0,4}[）)]"),
    (("【】", "《》"), r"【】|《》"),
    (("月 ", "月\u3000"), r"(?:年[ \u3000]{1,6}|(?<!\d)\d{1,2})月[ \u3000]{1,6}日"),
)


def placeholder_left_in(passage: Passage) -> Iterator[Mark]:
    """XX镇: a place that somebody meant to fill in."""
    text = passage.text
    known = grams(text)
    spans: list[tuple[int, int]] = []
    for signs, pattern in _PLACEHOLDERS:
        if not known.isdisjoint(signs):
            spans += [found.span() for found in re.finditer(pattern, text) if not _hides_name(found)]
    start, end = -1, -1
    for next_start, next_end in [*sorted(spans), (len(text) + 1, 0)]:
        if next_start <= end:  # X月X日 is one place
            end = max(end, next_end)
            continue
        if start >= 0:
            yield Mark(start, end, f"“{text[start:end]}”是没有填好的地方，请补上")
        start, end = next_start, next_end


def _hides_name(found: re.Match[str]) -> bool:
    """Whether the signs hide a given name, 张××, as they may."""
    before = found.string[max(0, found.start() - 1) : found.start()]
    return found[0][-1] in "Xx×✕╳*＊" and before in SURNAMES and before not in "于方任常文时单位全查"


_ENDED = frozenset("。！？…”；")
_LABEL = r"(?:供稿|来稿|撰稿|报送|信息来源|稿件来源)(?:单位|人)?[：:]\s*"
_OFFICE = (
    rf"{LETTER}{{0,20}}(?:[局委办镇乡厅署处所站社部]|街道|街办|中心|[医法检]院|检察院|公司|集团|[学党]校|[小中]学|总工会|妇联|残联|联合会"
    r"|开发区|示范区|园区|[支大]队)"
)
_TAIL = 120  # characters at the end of a body in which an attribution stands


class _Attribution(NamedTuple):
    """What is typed at the end of a body, as far as the blanks before it, and the names in it."""

    start: int
    end: int
    names: tuple[str, ...]
    ends_sentence: bool  # what stands before it has its mark


def wrong_attribution(passage: Passage) -> Iterator[Mark]:
    """（塔铺街办） under an item of another department."""
    publication, typed = passage.publication, _attribution(passage)
    if publication is None or typed is None or not typed.ends_sentence:
        return
    others = [name for name in typed.names if not _is_own(passage, name)]
    is_registered = any(publication.department(name) for name in others)
    if others and (is_registered or all(re.fullmatch(_OFFICE, name) for name in others)):
        start, own = typed.start, "、".join(passage.item.departments) if passage.item else ""
        start += len(passage.text[start : typed.end]) - len(passage.text[start : typed.end].lstrip())
        yield Mark(start, typed.end, f"文末署名“{'、'.join(others)}”与报送单位“{own}”不符，请核对")


def typed_attribution(passage: Passage) -> Iterator[Mark]:
    """（开发区） at the end: the composer prints it already."""
    typed = _attribution(passage)
    if typed is None or not any(_is_own(passage, name) for name in typed.names):
        return
    # what else may stand there is who wrote it: （开发区 张三）
    others = [name for name in typed.names if not _is_own(passage, name)]
    if len(others) > 1 or any(len(name) > 4 or re.fullmatch(_OFFICE, name) for name in others):
        return
    shown = passage.text[typed.start : typed.end].strip()
    said = f"“{shown}”应删去，报送单位由程序印在文末"
    is_safe = typed.ends_sentence and not others
    lacks_stop = not typed.ends_sentence and passage.text[typed.end : typed.end + 1] != "。"
    yield Mark(typed.start, typed.end, said, "。" if lacks_stop else "", safe=is_safe)


def _attribution(passage: Passage) -> _Attribution | None:
    if passage.item is None or not any(passage.item.departments):
        return None
    text = passage.text.rstrip()
    offset = max(0, len(text) - _TAIL)
    pattern = r"\s*[（(]([^（）()\n]{2,60})[）)][ \u3000]?(?P<stop>。?)\Z"
    if text[-1:] not in ("）", ")") and text[-2:] not in ("）。", ")。"):
        if text[-1:] in _ENDED:
            return None
        pattern = r"\n\s*(?:——|--)?([^，。；：！？（）()\n]{2,40})(?P<stop>)\Z"
    found = re.search(pattern, text[offset:])
    if found is None:
        return None
    before = text[: offset + found.start()]
    ends_sentence = not before or before[-1] in _ENDED or found[0][0] == "\n"
    # a full stop behind the bracket is the sentence's, where that has none before it
    end = len(text) if ends_sentence else len(text) - len(found["stop"])
    words = re.sub(rf"^{_LABEL}|(?:供稿|报送)$", "", found[1].strip())
    return _Attribution(offset + found.start(), end, tuple(_names(passage, words)), ends_sentence)


def _names(passage: Passage, words: str) -> Iterator[str]:
    for name in re.split(r"[、，,；;/\s]+", words):
        parts = re.split("[和与及]", name)
        yield from parts if len(parts) > 1 and _is_own(passage, parts[0]) else [name]


def _is_own(passage: Passage, name: str) -> bool:
    """Whether the item is that department's; 县开发区 is 开发区."""
    own: set[str] = set()
    for each in passage.item.departments if passage.item else ():
        department = passage.publication.department(each) if passage.publication else None
        own.update(department.known_as if department else (), [each])
    return name in own or re.sub(f"^(?:{LETTER}{{2,3}}?)?[县市区]", "", name) in own


_TITLE = 6  # characters; a shorter one may well be how a sentence starts
_LONG_TITLE = 10  # characters; so much is said twice even where the sentence goes on


def repeated_title(passage: Passage) -> Iterator[Mark]:
    """The body starts with the title once more."""
    title = passage.item.title.strip().rstrip("。！") if passage.item else ""
    if len(title) < _TITLE or title not in passage.text[: len(title) + 20]:
        return
    found = re.match(
        rf"\s*(?P<all>(?:标题[：:] ?)?[【《（]?{re.escape(title)}(?:(?P<goes_on>，)|(?:[】》）]?[。！：:]\s*|[】》）]\s*|\s+|\Z)))",
        passage.text,
    )
    if found is None or (found["goes_on"] and len(title) < _LONG_TITLE):
        return
    start, end = found.span("all")
    is_cut_off = not found["goes_on"] and passage.text[end:].strip() != ""
    yield Mark(start, end, f"正文开头的“{title}”与标题重复，应删去", "" if is_cut_off else None)


RULES = (
    *numbering.RULES,
    Rule("ST107", Severity.ERROR, placeholder_left_in, on=[sign for signs, _ in _PLACEHOLDERS for sign in signs]),
    Rule("ST108", Severity.WARNING, wrong_attribution, fields=(BODY,)),
    Rule("ST109", Severity.WARNING, repeated_title, remedy=Remedy.UNSAFE, fields=(BODY,)),
    Rule("ST110", Severity.WARNING, typed_attribution, remedy=Remedy.SAFE, fields=(BODY,)),
)
