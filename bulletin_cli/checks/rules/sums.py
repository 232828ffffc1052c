"""Sums (NM118): whether the parts of a whole add up to it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from bulletin_cli.checks.rule import Mark, Passage

_FIGURE = r"(?P<number>\d(?<![\d.,].)[\d,]{0,11}(?:\.\d{1,4})?)(?P<size>[万亿]?)"
_COUNTED = (
    "人名位户家个次件项处条起所座辆台宗场只头株份册篇部间栋套张幅眼艘艇支队类种门期组站棵盏块根枚副口孔具面片箱袋桶本节"
)
_UNITS = rf"(?:[人家户场件辆批车]次|平方米|立方米|公[里斤]|千瓦时|公顷|[{_COUNTED}元亩吨米])"
_SIZES = {"": 1, "万": 10_000, "亿": 100_000_000}
_WHOLE = 10_000  # figures are counted in ten-thousandths, so that sums are exact
_NEARLY_ALL = 0.92  # parts that make up less may have been chosen from more
_FAR_TOO_MANY = 1.5  # parts that make up more were counted in several ways
_MOST_PARTS = 12
_LOOSE_UNITS = frozenset("个项处次件")  # may count this in one place and that in another
_RANKS = {"、": 0, "和": 0, "及": 0, "以及": 0, "，": 1, "；": 2, "": 3}

# who may be counted in another part as well: a woman may be a Party member
_OVERLAPPING = (
    "党员|团员|女|男|少数民族|大学|大专|中专|本科|硕士|博士|研究生|学历|职称|[高中初]级|骨干|[青老中少]年(?!组)|老人|儿童"
    "|岁|脱贫|监测|低保|特困|五保|困难|残疾|失能|留守|独居|空巢|高龄|孤|退役|退休|返乡|寄宿|[就失]业|务工|农民工|能手"
    "|大户|带头|重点|新增|[家省市县]级(?!.{0,4}(?:资金|财政|补助|配套|投|自筹))|以[上下]|首次|规[上模]|高新|专精|科技"
    "|上市|龙头|外资|民[营间]|外贸|出口|示范|特色|优质|品牌|绿色|有机|高标准|水浇|基本|订单|托管|涉|小微|普惠|制造业"
    "|信用|[贷存]款|过夜|[省市县]外|外地|本地|持证|主要|一线|[成绝]收|成灾|贫困|新能源|进口|连锁|临街|流转|灌溉|基层"
    "|先进|优秀|星级"
)
# what became of it is another division than what it is: 42处，其中消防隐患30处，已整改25处
_OUTCOME = (
    "已|未|完成|整改|[办结销]结|[结立]案|移送|处罚|查处|调解|成功|解决|化解|拆除|清理|当场|现场(?=[整处解办化督责])|立即|立行|限期|责令"
    "|下[发达]|约谈|停业|取缔|关停|发现|合格|达标|验收|开工|竣工|投产|达产|建成|[新续扩改在]建|改造|正在|受理|答复"
    "|满意|办理|审批|通过|获|被|签约|落地|培训|发放|帮|组织|开展|[排检复抽]查|回访|协调|收到|提出|采纳"
)
_NO_PART = "其中|同比|环比|比|较|占|另|还有|平均|人均|每|各|累计|总|最|增|减|约|近|至少|不少于|去年|上年"
_WHOLES = (  # two parts that leave nothing out
    *(("男", "女"), ("合格", "不合格"), ("达标", "[不未]达标"), ("已", "未|正在"), ("办结", "正在|在办|办理中")),
    *(("当场|立即|即时|立行", "限期"), ("城[镇市区]", "[农乡]村"), ("新建", "[改续扩]建|改造"), ("公办", "民办")),
    *(("税收", "非税"), ("线上", "线下"), ("寄宿|住校", "走读"), ("党员", "非党员|群众"), ("常住", "流动")),
)
_REST = "其余|其他|剩余|余下"


class _Part(NamedTuple):
    name: str
    value: int
    step: int  # what one in the last digit of the figure stands for
    end: int


def parts_that_do_not_add_up(passage: Passage) -> Iterator[Mark]:
    """35人，其中干部20人、志愿者25人: more than there are, or nobody left out and less."""
    text = passage.shielded
    gap = r"[^\d，。；：！？（）、\n]{0,10}"
    whole_before = re.compile(rf"{_FIGURE}(?P<unit>{_UNITS})(?P<gap>{gap}(?:，{gap})?)[，（；。]?$")
    for at in (found.start() for found in re.finditer("其中", text)):
        if not (found := whole_before.search(text, max(0, at - 45), at)):
            continue
        whole = _part(found)
        parts = _parts(text, found)
        added = sum(part.value for part in parts)
        if parts and _is_wrong(whole, parts, found["unit"]) and _is_meant(found, added):
            total, added_up = (_shown(value, found) for value in (whole.value, added))
            yield Mark(found.start(), parts[-1].end, f"各部分相加是{added_up}，与总数{total}不符，请核对")


def _part(found: re.Match[str], name: str = "") -> _Part:
    figure, size = found["number"], _SIZES[found["size"]]
    step = _WHOLE // 10 ** len(figure.partition(".")[2]) * size
    return _Part(name, round(float(figure.replace(",", "")) * _WHOLE) * size, step, found.end("unit"))


def _shown(value: int, found: re.Match[str]) -> str:
    figure = f"{value / _WHOLE / _SIZES[found['size']]:.4f}".rstrip("0").rstrip(".")
    return f"{figure}{found['size']}{found['unit']}"


def _parts(text: str, whole: re.Match[str]) -> list[_Part]:
    """The parts named behind 其中, each with a figure in the unit of the whole; none where the list has another form."""
    unit = "[人名位]" if whole["unit"] in "人名位" else whole["unit"]
    figure = f"{_FIGURE}(?P<unit>{unit})"
    words = r"[^\d，、；：。！？（）\n]"
    name = f"(?P<name>{words}{{1,16}}?)"
    joint = r"(?:（[^（）\n]{0,40}）)?(?P<joint>以及|[、，；和及]|(?=[。！？）\n])|$)"
    forms = (f"{name}{figure}(?:均?[为是]{words}{{1,12}}?)?{joint}", f"{figure}{name}{joint}")
    name_first, figure_first = map(re.compile, forms)
    parts: list[_Part] = []
    position, rank, last = whole.end() + len("其中"), 0, 0
    position += text.startswith(("：", "，"), position)
    while len(parts) < _MOST_PARTS:
        found = name_first.match(text, position) or figure_first.match(text, position)
        if not found:
            rest = re.compile(rf"[^，；。！？\n]{{0,60}}?\d[\d,.]*[万亿余多]{{0,2}}{unit}").match(text, position)
            return [] if rest or not last else parts
        if re.match(_NO_PART, found["name"]) or (parts and _is_outcome(found["name"]) != _is_outcome(parts[0].name)):
            return parts
        parts.append(_part(found, found["name"]))
        last = _RANKS[found["joint"]]
        rank = rank if len(parts) > 1 else last
        if last > rank or found["joint"] == "":
            return parts
        position = found.end()
    return []


def _is_outcome(name: str) -> bool:
    return bool(re.search(_OUTCOME, name))


def _is_meant(whole: re.Match[str], added: int) -> bool:
    """Whether the figure before 其中 is a whole and an exact one, and no other figure can be meant."""
    text = whole.string
    before = re.split("[。；！？\n]", text[max(0, whole.start() - 60) : whole.start()])[-1]
    inexact = "(?:约|近|逾|超|过|于|至少|突破|平均|每.{0,2}|各|(?:增加|减少|增长|多|少)了?|同比[^，]{0,4})$"
    if re.search(inexact, before) or re.search("以[上下内]|左右|不等|百分点|^月|^[余多]", whole["gap"]):
        return False
    earlier = [_part(found).value for found in re.finditer(rf"{_FIGURE}(?P<unit>{whole['unit']})", before)]
    return added not in earlier and not (whole["unit"] in _LOOSE_UNITS and any(value > added for value in earlier))


def _is_wrong(whole: _Part, parts: list[_Part], unit: str) -> bool:
    names = [part.name for part in parts]
    is_exact = unit in _COUNTED and all(part.step == _WHOLE for part in (whole, *parts))
    slack = 0 if is_exact else sum(part.step for part in (whole, *parts)) / 2  # figures are rounded
    over = sum(part.value for part in parts) - whole.value
    if len(parts) == 1:
        return over > slack and unit not in _LOOSE_UNITS and not re.search(_OVERLAPPING, names[0])
    runs = (parts[start:end] for start, end in itertools.combinations(range(len(parts) + 1), 2) if end - start > 1)
    if any(abs(sum(part.value for part in run) - whole.value) <= slack for run in runs):
        return False
    if re.match(_REST, names[-1]) or _is_complete(names):
        return True
    if any(re.search(f"{_OVERLAPPING}|{_OUTCOME}", name) for name in names):
        return False
    return 0 < over < whole.value * (_FAR_TOO_MANY - 1) or whole.value * (_NEARLY_ALL - 1) <= over < 0


def _is_complete(names: list[str]) -> bool:
    """Whether the two parts leave nothing out, as men and women do."""
    if len(names) != 2:
        return False
    one, other = names
    return any(
        (re.search(a, one) and re.search(b, other)) or (re.search(b, one) and re.search(a, other)) for a, b in _WHOLES
    )
