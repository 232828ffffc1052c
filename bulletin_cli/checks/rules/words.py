"""Words (WR, with SP107 and NM114): wrong ones by lexicon, the office's own terms, and a few by their neighbours."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator

from bulletin_cli.checks.han import LETTER
from bulletin_cli.checks.lexicon import characters, hits, read_entries, slips, stands_in
from bulletin_cli.checks.rule import Mark, Passage, Remedy, Rule, correction
from bulletin_cli.findings import Severity

_DROPPED = 2  # characters of a term that may be missing
_KEPT = 3  # characters of a term that stand before the first missing one


def listed(lexicon: str, said: str, *, replaced: bool = True) -> Callable[[Passage], Iterator[Mark]]:
    """What finds the words of a lexicon; `said` tells what is wrong with {wrong}, and {right} stands in its place."""

    def find(passage: Passage) -> Iterator[Mark]:
        for start, end, entry in hits(passage.text)[lexicon]:
            message = said.format(wrong=entry.wrong, right=entry.right)
            yield Mark(start, end, message, entry.right if replaced else None)

    return find


certainly_wrong = listed("wrong_words", "“{wrong}”应为“{right}”")
said_twice = listed("pleonasms", "“{wrong}”意思重复，应为“{right}”")
doubled_word = listed("doubled_words", "“{wrong}”重复了，应为“{right}”")
avoided_word = listed("avoided_words", "“{wrong}”不宜使用，请改为“{right}”等", replaced=False)
similar_word = listed("similar_words", "“{wrong}”似应为“{right}”，请核对", replaced=False)
arabic_in_fixed_name = listed("fixed_names", "“{wrong}”应为“{right}”：固定名称里的数字用汉字")


def pleonasm(passage: Passage) -> Iterator[Mark]:
    """目的是为了, 超过95%以上: the same said twice."""
    yield from said_twice(passage)
    if "以上" in passage.text or "以下" in passage.text:
        amount = rf"\d[\d,.]{{0,12}}[%％万亿]{{0,2}}{LETTER}{{0,3}}?"
        for found in re.finditer(
            f"((?:超过|高于|多于|超出){amount})以上|((?:低于|少于|不足|不到){amount})以下", passage.text
        ):
            right = found[1] or found[2]
            yield Mark(*found.span(), f"“{found[0]}”意思重复，应为“{right}”", right)


def wrong_word(passage: Passage) -> Iterator[Mark]:
    """布署: a word that is wrong whatever stands round it; 予案: one that looks like a slip where it stands."""
    yield from certainly_wrong(passage)
    told = {at for found in hits(passage.text).values() for hit in found for at in range(hit.start, hit.end)}
    told.update(at for mark in office_term(passage) for at in range(mark.start, mark.end))
    for start, end, entry in slips(passage.text):
        if told.isdisjoint(range(start, end)):
            message = f"“{entry.wrong}”疑为“{entry.right}”之误，请核对"
            yield Mark(start, end, message, entry.right, safe=False, severity=Severity.WARNING)


def look_alike(passage: Passage) -> Iterator[Mark]:
    """掃黑, 己经: a traditional character, or one that looks like the right one; a book's title may have its own."""
    text = passage.shielded
    yield from (
        mark
        for mark in listed("look_alikes", "“{wrong}”应为“{right}”")(passage)
        if text[mark.start] == passage.text[mark.start]
    )
    simplified = characters("traditional")
    if simplified.keys().isdisjoint(text):
        return
    for found in re.finditer(f"[{''.join(simplified)}]+", text):
        right = "".join(simplified[character] for character in found[0])
        yield Mark(*found.span(), f"“{found[0]}”是繁体字或异体字，应为“{right}”", right)


_OBJECTS = (
    "全[县市镇乡村局]|各[类项级部村乡种地]|我[县市镇乡村局]|群众|困难|企业|居民|村民|农民|农户|学生|师生|老人|百姓|市民|职工|党员|人民|"
    r"社会|辖区|项目|客商|矛盾|纠纷|问题|隐患|风险|违法|犯罪|政策|法律|法规|任务|职责|每|这|该|其|他|她|非法|盗|偷|惠民|党的|中央|上级|国家|消防|安全|[“《\d]"
)
_LINK = (  # 耐心的向群众讲解, 积极的与企业对接
    r"向(?![导往心上阳度量好])|把(?![手握关柄控])|将(?![来军领士才])|为(?=群众|企业|居民|村民|老人|农|市民|百姓|游客|学生|大家)|"
    rf"与(?={LETTER}{{2,6}}(?:对接|沟通|联系|合作|配合|协调|协商|交流))"
)
_NOUN_BEHIND = (  # 有效的解决办法, 有效的解决问题的办法; but 更好的发挥作用
    r"[的和与及者力性率链]|区(?![域县])|站(?!位)|员(?!工)|队(?!伍)|网(?![络格])|面(?![对向临])|期(?!间)|[了到出过]?"
    rf"(?:{LETTER}{{0,8}}?的)?(?:(?<!发挥)作用|(?<!提升)(?<!提高)(?<!增强)(?:能力|效率|速度|水平|程度|意识|成效)|工作|方案|办法|途径|措施|"
    "方法|条件|空间|机制|体系|计划|结果|效果|意见|手段|模式|渠道|思路|对策|力度|路径|方式|形式|举措|策略|人员|态势|局面|过程|情况|"
    "经验|影响|行动|成果|信号|势头|效应|政策|组织|格局)"
)
_MODAL = "(?:(?<![需主重紧首简])要|必须|应当|能够|可以)$"
_NOUN_BEFORE = (
    r"(?:[有是了到得出为以供个种条套项次份最从行予成]|建立|健全|探索|寻找|制定|采取|缺乏|缺少|构建|搭建|打造|创新|没有|一些|许多)"
    r"(?:更|较|很|最|非常|十分|比较|极|切实|科学|严格|规范|稳定)?(?:加|为)?$"
)


def adjective_mark_for_adverb(passage: Passage) -> Iterator[Mark]:
    """较好的完成: what tells how something is done ends with 地."""
    text = passage.text
    for found in re.finditer("的", text):
        at = found.start()
        adverbs = _adverbs().get(text[max(0, at - 2) : at], ())
        start = next((at - len(adverb) for adverb in adverbs if text.endswith(adverb, 0, at)), at)
        end = _end_of_verb(text, start, at) if start < at else at
        if end > at:
            right = f"{text[start:at]}地{text[at + 1 : end]}"
            yield Mark(start, end, f"“{text[start:end]}”应为“{right}”", right)


@functools.cache
def _adverbs() -> dict[str, list[str]]:
    """By their last two characters, the longest first."""
    adverbs: dict[str, list[str]] = {}
    for entry in sorted(read_entries("adverbs"), key=lambda entry: -len(entry.wrong)):
        adverbs.setdefault(entry.wrong[-2:], []).append(entry.wrong)
    return adverbs


@functools.cache
def _verbs(name: str) -> frozenset[str]:
    return frozenset(entry.wrong for entry in read_entries(name))


def _end_of_verb(text: str, start: int, at: int) -> int:
    """Where the verb ends that the adverb from `start` to `at` tells of; 0 where a noun follows."""
    verbs, nouns = _verbs("verbs"), _verbs("verbal_nouns")
    behind = (text[at + 1 : at + 1 + length] for length in (4, 3, 2))
    verb = next((word for word in behind if word in verbs or word in nouns), "")
    end = at + 1 + (len(verb) or 2)
    done = text[end : end + 1] == "了" and text[end + 1 : end + 2] not in [*"解结却然望不"]
    if verb and done:
        return end + 1
    if re.search(_NOUN_BEFORE, text[max(0, start - 6) : start]):
        return 0
    link = re.compile(_LINK).match(text, at + 1)
    if link:
        return link.end()
    if done and re.compile(rf"{LETTER}{{2}}了(?:{LETTER}|[“《\d])").match(text, at + 1):
        return end + 1
    if not verb or re.compile(_NOUN_BEHIND).match(text, end):
        return 0
    is_verb = verb in verbs or re.search(_MODAL, text[max(0, start - 3) : start])
    return end if re.compile(rf"{LETTER}{{2}}|[“《\d]" if is_verb else _OBJECTS).match(text, end) else 0


_MADE = "贡献|成绩|实绩|政绩|业绩|成效|实效|表率|榜样|样[子板品]|特色|亮点|来|示范|努力|牺牲|品牌|产品"


def made_for_given(passage: Passage) -> Iterator[Mark]:
    """做出决定: a decision is 作出, a contribution may be 做出."""
    nouns = "|".join(entry.wrong for entry in read_entries("decisions"))
    given = rf"做出(?![了过]?{LETTER}{{0,6}}?(?:{_MADE}))(?=[^，。；：！？\n]{{0,14}}?(?:{nouns}))"
    for found in re.finditer(given, passage.text):
        yield correction(found, "作出")


def person_called_legal(passage: Passage) -> Iterator[Mark]:
    """法人代表: the person is the 法定代表人."""
    for found in re.finditer(r"法人代表(?!大会|会议|机构|团|权)", passage.text):
        yield correction(found, "法定代表人")


def office_term(passage: Passage) -> Iterator[Mark]:
    """A word for which the office has another one ([check.terms])."""
    terms = {wrong: right for wrong, right in _terms(passage) if wrong}
    if not terms:
        return
    # the longest first: of two terms that start alike, the whole one is meant
    words = "|".join(map(re.escape, sorted(terms, key=lambda word: (-len(word), word))))
    for found in re.finditer(words, passage.text):
        right = terms[found[0]]
        # where the right term holds the wrong one (养老服务 = 养老服务能力), it may stand there already
        if not stands_in(right, passage.text, found.start(), found[0]):
            yield correction(found, right)


def maimed_term(passage: Passage) -> Iterator[Mark]:
    """养老服力: a term of the office with characters dropped."""
    terms = _terms(passage)
    known = {word for pair in terms for word in pair}
    for term in sorted({right for _, right in terms if right[:_KEPT] in passage.text}):
        for found in re.finditer(re.escape(term[:_KEPT]), passage.text):
            for short in _maimed(term):
                whole = passage.text.startswith(term, found.start())
                if not whole and short not in known and passage.text.startswith(short, found.start()):
                    message = f"“{short}”似漏了字，应为“{term}”，请核对"
                    yield Mark(found.start(), found.start() + len(short), message)


def _terms(passage: Passage) -> tuple[tuple[str, str], ...]:
    return passage.publication.proofreading.terms if passage.publication else ()


@functools.lru_cache(maxsize=1000)
def _maimed(term: str) -> tuple[str, ...]:
    """The term with one or two characters missing behind the third and before the last."""
    inside = range(_KEPT, len(term) - 1)
    missing = [*itertools.combinations(inside, 1), *itertools.combinations(inside, _DROPPED)]
    shortened = ("".join(c for index, c in enumerate(term) if index not in gaps) for gaps in missing)
    return tuple(dict.fromkeys(shortened))


RULES = (
    Rule("SP107", Severity.ERROR, look_alike, remedy=Remedy.UNSAFE),
    Rule("NM114", Severity.WARNING, arabic_in_fixed_name, on=tuple("0123456789"), remedy=Remedy.UNSAFE),
    Rule("WR101", Severity.ERROR, wrong_word, remedy=Remedy.SAFE),
    Rule("WR102", Severity.WARNING, adjective_mark_for_adverb, on=("的",), remedy=Remedy.UNSAFE),
    Rule("WR103", Severity.WARNING, made_for_given, on=("做出",), remedy=Remedy.SAFE),
    Rule("WR105", Severity.WARNING, person_called_legal, on=("法人代表",), remedy=Remedy.UNSAFE),
    Rule("WR106", Severity.WARNING, pleonasm, remedy=Remedy.UNSAFE),
    Rule("WR108", Severity.WARNING, doubled_word, remedy=Remedy.UNSAFE),
    Rule("WR111", Severity.WARNING, avoided_word),
    Rule("WR112", Severity.ERROR, office_term, remedy=Remedy.SAFE),
    Rule("WR114", Severity.WARNING, maimed_term),
    Rule("WR115", Severity.WARNING, similar_word),
)
