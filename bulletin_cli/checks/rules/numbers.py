"""Numbers (NM102–NM106, NM113, NM116–NM119): round numbers, ranges and sums."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin_cli.checks.han import LETTER
from bulletin_cli.checks.rule import Mark, Passage, Remedy, Rule, correction
from bulletin_cli.checks.rules.sums import parts_that_do_not_add_up
from bulletin_cli.findings import Severity

# Patterns begin with the character they look for and look behind it then: three times as fast as the other way round.
_FIGURE = r"\d(?<![\d.,A-Za-z]\d)[\d,]{0,12}(?:\.\d{1,6})?"
_NUMBER = rf"(?:{_FIGURE}[百千万亿]{{0,2}}|[一二两三四五六七八九十百千万亿几数半]{{1,8}})"
# 附近 and 预约 are words of their own: what follows is no round number
_ABOUT = (
    "[近约概](?<![附最临靠远邻亲就新相走迫切逼挨抵毗]近|[^大]概"
    "|[预签合节违条公邀契履集制誓毁失立特相隐赴解租守续爽如婚缔盟]约)有?"
)
_DIGITS = "0123456789"
_COUNTED = "人名户家个件次项处辆台起场只头株棵栋份"  # what comes in whole ones
_MEASURED = "公里|千米|厘米|平方米|平方公里|立方米|公斤|小时|分钟|[亩吨米里元斤天年岁]"


def nearly_and_more(passage: Passage) -> Iterator[Mark]:
    """近100余人: about and more than at once."""
    figure = rf"[余多](?!功能|媒体|民族|层住|为|是|在|来自|由)(?=[万亿千百]?(?P<unit>{LETTER}))"
    unit = (
        rf"(?:(?:{_MEASURED}|[{_COUNTED}])[余多](?=[，。；、）])|[公厘]?[米里]多(?=[高长宽深远])"
        "|个[余多](?=月|小时|星期|学期|百分点))"
    )
    for more in (figure, f"(?P<unit>{unit})"):
        for found in re.finditer(f"{_ABOUT}{_NUMBER}{more}", passage.shielded):
            if not _means_recent(found):
                yield _without_last(found)


def _means_recent(found: re.Match[str]) -> bool:
    """Whether 近 says since when: in 近10余年来 it is right, in 历时近10余年 it is not."""
    unit = found.string[found.start("unit") : found.start("unit") + 4]
    before = found.string[max(0, found.start() - 1) : found.start()]
    is_time = re.match("年|天|日|周|届|期|个?[余多]?(?:月|星期|学期|工作日)", unit)
    return found[0][0] == "近" and bool(is_time) and before not in tuple("将接有时达过了经历用已")


def _without_last(found: re.Match[str], length: int = 1) -> Mark:
    """The mark of 近100余 or 约20人左右, which loses its last characters; a 将 or 大 in front is shown as well."""
    before = found.string[max(0, found.start() - 1) : found.start()]
    start = found.start() - (before in tuple("将接大") and found[0][0] in "近约概")
    return correction(found, found.string[start : found.end() - length], start=start)


def about_and_around(passage: Passage) -> Iterator[Mark]:
    """约20人左右, 20余人左右: a number made round twice."""
    led = r"(?:占[^\d，。；\n]{0,8}|[在为需用达]|需要)?"
    led_far = r"[^\d一二三四五六七八九十百千半几多数，。；：、（）\n]{1,6}"
    about = rf"(?:{_ABOUT}{led}|大[约概]{led_far}){_NUMBER}(?:[～—至到]{_NUMBER})?"
    more = rf"(?:{_FIGURE}万?|[二三四五六七八九]?[十百千万])[余多]"
    unit = r"[^\d，。；、：！？（）“”\n的来后前把被对由]{0,7}?"
    sides = "[两侧邻为着开摇手脚岸边眼肩转结翼逢分互各都均]"
    for found in re.finditer(f"(?:{about}|{more}){unit}左右(?!{sides})", passage.shielded):
        yield _without_last(found, 2)
    unit = f"(?:{_MEASURED}|[{_COUNTED}%％度℃])?"
    for found in re.finditer(f"(?:{about}|{more}){unit}上下(?![游班级车楼联一齐功学半旬])", passage.shielded):
        yield _without_last(found, 2)


def round_mark_out_of_place(passage: Passage) -> Iterator[Mark]:
    """2.5余万元, 46万元余, 3600户余: 余 stands behind a round number or behind 万."""
    text = passage.shielded
    forms = (
        r"(?P<more>[余多])(?P<size>[百千]?万|亿)",
        rf"[万亿]?(?P<both>余多|多余)(?=[{_COUNTED}万亿元])",
        rf"(?:余|多(?=[人名户家]))(?=[{_COUNTED}条亩吨元年天]|公里)",
        rf"(?P<unit>万(?:元|人次|人|吨|亩|平方米)|亿元|(?<=0)(?:人次|[{_COUNTED}条]))余(?!{LETTER})",
    )
    for found in re.finditer(rf"(?P<figure>{_FIGURE})(?:{'|'.join(forms)})", text):
        figure, unit = found["figure"], found["unit"]
        is_round = figure[-1] == "0" and "." not in figure
        if unit:
            size = unit[0] if unit[0] in "万亿" else ""
            yield correction(found, f"{figure}{size}余{unit.removeprefix(size)}")
        elif found["both"]:
            yield correction(found, found[0][:-2] + "余")
        elif found["size"] and not is_round:
            yield correction(found, f"{figure}{found['size']}{found['more']}")
        elif not found["size"] and not is_round and "." not in figure:
            yield Mark(*found.span(), f"“{found[0]}”应为准确数“{figure}”，或者改为整十、整百的数加“余”")
    for found in re.finditer("([一二两三四五六七八九])(?<![第之统唯].)余([万亿])", text):
        yield correction(found, f"{found[1]}{found[2]}余")


_DASHES = ("-", "－", "–", "‐", "‑", "−", "~", "〜", "∼", "——")
_RANGED = (  # what is counted in ranges, not what is numbered: 3-2号楼
    "个?[年月天周岁]|工作日|小时|[日时分点秒度号](?![线楼院建意差代段店假龄])|公?[里斤顷]|[千厘毫平立微]|[百千万亿元米吨亩]"
    "|[个人户名家件项倍次处辆台套条场批只头株棵层级成折篇本张轮遍种位间座所口步枝支杯粒块片段页题组排]"
)


def hyphen_in_range(passage: Passage) -> Iterator[Mark]:
    """3-5年: a range has the wave dash ～, from one time to another the dash —."""
    text = passage.shielded
    alone = r"(?=\d(?<![A-Za-z\d_.,+/:：~～–—－-].))"
    number = r"(?:0|[1-9]\d{0,2}(?:,\d{3}){1,2}|[1-9]\d{0,5})(?:\.\d{1,6})?"
    dash = f" ?(?:--?|{'|'.join(_DASHES[1:])}) ?"
    unit = "(?:万元|亿元|小时|分钟|公[里斤]|[千厘]米|平方米|个月?|[%％‰℃万亿年月日天岁级米吨亩元人户名家倍时点分度])?"
    for found in re.finditer(rf"({alone}{number})({unit}){dash}({number})(?:(万亿|[%％‰℃万亿])|(?={_RANGED}))", text):
        low, low_unit, high, sign = found.groups(default="")
        following = sign + text[found.end() : found.end() + 2]
        if _is_no_range(low, high, low_unit, following):
            continue
        joint = "—" if re.match("月(?!龄)|[日时号点]|年代", following) else "～"
        yield correction(found, f"{low}{low_unit or sign.strip('℃')}{joint}{high}{sign}")
    for found in re.finditer(rf"(?<![\d:])(\d{{1,2}}:\d{{2}}){dash}(\d{{1,2}}:\d{{2}})(?![\d:])", text):
        yield correction(found, f"{found[1]}—{found[2]}")
    numeral = "[一二三四五六七八九十]{1,3}"
    for found in re.finditer(rf"({numeral})(?:{'|'.join(_DASHES)})({numeral})(?=[年月天个人级户成])", text):
        yield correction(found, f"{found[1]}至{found[2]}")


def _is_no_range(low: str, high: str, low_unit: str, following: str) -> bool:
    """2018-2022年 is a span of years (PU309), 2-201户 an address."""
    if following[0] == "年" and following[:2] != "年代" and len(high) in {2, 4} and (len(low) == 4 or len(high) == 4):
        return True
    if _value(low) >= _value(high):
        return low_unit not in tuple("年月日时点分")
    return len(low) == 1 and len(high) > 2 and following[0] in "户家室"


def _value(figure: str) -> float:
    return float(figure.replace(",", ""))


def range_without_unit(passage: Passage) -> Iterator[Mark]:
    """10～15%: the first figure of a range keeps its % or 万, for 10 is not 10%."""
    text = passage.shielded
    for found in re.finditer(rf"([～—至到])(?<=\d.)({_FIGURE})(万亿|[%％‰万亿])", text):
        joint, high, unit = found.groups()
        low = re.search(rf"{_FIGURE}$", text[max(0, found.start() - 14) : found.start()])
        if not low or low.string[low.start() - 1 : low.start()] in tuple(":：～—至"):
            continue
        in_words = joint in "至到"  # 3至5万元 is said and written; 3至5% is not
        if _value(low[0]) < _value(high) and not (in_words and unit in "万亿"):
            yield correction(found, f"{low[0]}{unit}{joint}{high}{unit}", start=found.start() - len(low[0]))


def arabic_in_approximate_number(passage: Passage) -> Iterator[Mark]:
    """7、8个村: neighbours that stand for a guess are written in Han, without a mark."""
    text = passage.shielded
    counted = "个(?!月份)|[人户家亩吨次件元天岁里米斤只头辆台套场株棵份对间座百千万亿十成]|年(?!级)|分钟|小时|公[里斤]"
    counted = rf"(?:(?<!0)(?:{counted}|(?P<ranked>[名项条门本篇处]))|(?<=0)(?:[户人家亩斤]|岁(?![以及])))"
    for found in re.finditer(rf"([1-8])(?<![A-Za-z\d、.第].)(0?)、([2-9])\2(?={counted})", text):
        low, high = int(found[1]), int(found[3])
        before = text[max(0, found.start() - 12) : found.start()]
        # 列第5、6名, 分别有7、8个
        is_listed = re.search("[第图表附件栏条款项号单列位获居排][^，。]{0,3}$|分别|依次|先后", before)
        if high == low + 1 and not is_listed and not (low == 1 and found["ranked"]):
            digits = "零一二三四五六七八九" if found[2] else "零一两三四五六七八九"
            yield correction(found, digits[low] + digits[high] + "十" * len(found[2]))


def reduced_by_times(passage: Passage) -> Iterator[Mark]:
    """下降2倍: what is reduced by once is nothing."""
    reduced = (
        "(?:下[降跌滑调]|减[少轻]|[降调]低|缩[短小减水]|压[减缩降]|锐减|骤[减降]|回落|降幅"
        "|(?<![增升])[减降]|(?<![至最不多缺高大])[少低])"
        "(?:时间|时长|用时|工期|成本|费用|能耗|开支|支出|数量|面积)?"
    )
    about = "(?:了|近|约|超过?|至少|将近|达到?|多达){0,2}"
    for found in re.finditer(
        rf"{reduced}{about}{_NUMBER}(?:[～—至到]{_NUMBER})?[余多]?倍|成倍地?(?:减少|下降|降低|缩短)", passage.shielded
    ):
        yield Mark(*found.span(), f"“{found[0]}”不合情理，减少不能用倍数，请改用分数、百分数或“减少到原来的几分之几”")


def wide_comma_in_number(passage: Passage) -> Iterator[Mark]:
    """1，200吨: the comma inside a number is half-width."""
    text = passage.shielded
    counted = rf"[余多万亿千百]|{_MEASURED}|[{_COUNTED}条套批对间座门度块篇本位所株宗米字册幅枚张%]|平方|立方|公"
    for found in re.finditer(
        rf"[1-9](?<![\d.，第+＋前名位居的分A-Za-z].)\d{{0,2}}(?:，\d{{3}}){{1,4}}(?=(?:\.\d{{1,4}})?(?:{counted}))",
        text,
    ):
        before = text[max(0, found.start() - 15) : found.start()]
        if not re.search("分别|依次|各(?![类种项级])", before):
            yield correction(found, found[0].replace("，", ","))


def unit_words_after_arabic(passage: Passage) -> Iterator[Mark]:
    """3千余人: behind Arabic digits stand 万 and 亿 alone."""
    no_size = "千(?![克米瓦伏卡帕字赫焦年方禧秋兆分牛]|斤顶|家万)|百(?![分帕年货姓强花科日])"
    figure = r"[1-9](?<![\d.,、十百千万亿].)\d{0,2}(?:\.\d{1,2})?"
    for found in re.finditer(f"({figure})({no_size})([余多]?)(?={LETTER})", passage.shielded):
        value = float(found[1]) * (1000 if found[2] == "千" else 100)
        if abs(value - round(value)) < 1e-6:
            yield correction(found, f"{round(value)}{found[3]}")


RULES = (
    Rule("NM102", Severity.ERROR, nearly_and_more, on=("余", "多"), remedy=Remedy.UNSAFE),
    Rule("NM103", Severity.ERROR, about_and_around, on=("左右", "上下"), remedy=Remedy.UNSAFE),
    Rule("NM104", Severity.ERROR, round_mark_out_of_place, on=("余", "多"), remedy=Remedy.SAFE),
    Rule("NM105", Severity.WARNING, hyphen_in_range, on=_DASHES, remedy=Remedy.SAFE),
    Rule(
        "NM106",
        Severity.ERROR,
        range_without_unit,
        on=[f"{digit}{joint}" for digit in _DIGITS for joint in "～—至到"],
        remedy=Remedy.SAFE,
    ),
    Rule(
        "NM113",
        Severity.WARNING,
        arabic_in_approximate_number,
        on=[f"{digit}、" for digit in _DIGITS],
        remedy=Remedy.UNSAFE,
    ),
    Rule("NM116", Severity.ERROR, reduced_by_times, on=("倍",)),
    Rule("NM117", Severity.WARNING, wide_comma_in_number, on=[f"{digit}，" for digit in _DIGITS], remedy=Remedy.UNSAFE),
    Rule("NM118", Severity.WARNING, parts_that_do_not_add_up, on=("其中",)),
    Rule(
        "NM119",
        Severity.ERROR,
        unit_words_after_arabic,
        on=[f"{digit}{size}" for digit in _DIGITS for size in "千百"],
        remedy=Remedy.UNSAFE,
    ),
)
