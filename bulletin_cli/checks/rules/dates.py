"""Dates (NM101, NM107–NM112, NM115): whether they exist, fit and are written by the standard."""

from __future__ import annotations

import calendar
import contextlib
import datetime
import re
from collections.abc import Iterator

from bulletin_cli.checks.rule import Mark, Passage, Remedy, Rule, correction
from bulletin_cli.checks.rules.date_forms import (
    HAN_DAY,
    NO_NUMBER,
    hao_for_ri,
    leading_zero_in_date,
    year_in_two_digits,
    zero_in_han_year,
)
from bulletin_cli.findings import Severity

# patterns begin with the digit they look for and look behind it then: several times as fast as the other way round
_MONTH = r"(?P<month>\d(?<![\d.第].)\d?)月"
_LEAP = 2024  # a year that has every day there is
_SENTENCE_END = "[。；！？\n]"
# 报名截止8月30日: what is open for a time ends then
_DEADLINE = (
    "报名|[申填]报|申请|申领|投标|投稿|投票|投递|征[集求文]|报送|提交|缴费|缴纳|受理|办理|领取|兑[换付]|募集|登记"
    "|预约|招[标聘生]|认购|评选|展[出览]|公示|优惠|有效|活动|时间|[期时]限|日期|[工租任合质保服务展会]期|合同|质保"
)


def deadline_for_until(passage: Passage) -> Iterator[Mark]:
    """截止7月底: what counts up to a time is 截至; 截止 is what ends then."""
    text = passage.text
    end = r"(?:\d{1,2}[日号]|[底末初]|[上中下]旬|份)"
    month = rf"(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月{end}?"
    year = r"(?:(?:19|20)?\d\d|[一二][〇零一二三四五六七八九]{3}|[去今本上当])年"
    time = (
        rf"{year}(?:{month}|[底末初]|[上下]半年)?|{month}|\d{{1,2}}(?:[日号时点]|[:：]\d\d)|20\d\d[-./]\d|{HAN_DAY}日"
        f"|[本上当][周月季]{end}?|目前|当前|现[在今]|今[天日]|此时|当[天日晚]|昨[天日晚]|前天|[发截]稿|记者"
        "|[上下]午|[凌早]晨|中午|[上下]半年|[年月季][底末]|第?[一二三四]季度|“?十[一二三四五]五"
        r"|日前(?<=[，。；\n]截止日前)(?=[，已共累])"
    )
    for found in re.finditer(rf"截止(?P<to>[到至]?)(?:{time})", text):
        following = re.split(_SENTENCE_END, text[found.end() : found.end() + 60])[0]
        if not _ends_then(_sentence_before(text, found.start(), 40), following, text[found.end() : found.end() + 1]):
            mark = correction(found, "截至" + found[0][2 + len(found["to"]) :])
            # dictionaries allow 截止到
            yield mark._replace(severity=Severity.WARNING) if found["to"] == "到" else mark


def _ends_then(before: str, following: str, sign: str) -> bool:
    """Whether 截止 between these says that something ends at the time."""
    if re.match("已|共|累计", following):
        return False
    if re.match("[之以]?前", following) or sign in "。；" or re.search("逾期|过期|不再", following):
        return True
    clause = re.split("[，：、（]", before)[-1]
    if re.search(_DEADLINE, clause):
        return True
    is_told = re.search(
        "已|共|累计|完成|收到|[为达]|[，,](?:全[县镇乡区]|[我本该]县)?(?:办理|发放|排查|开展|举办|组织|实现|新增|建成|培训|走访|化解|检查)",
        following,
    )
    return bool(re.search(f"{_DEADLINE}|起|开始", before)) and not is_told


def _sentence_before(text: str, position: int, most: int) -> str:
    """What stands before `position` in its sentence, `most` characters of it."""
    return re.split(_SENTENCE_END, text[max(0, position - most) : position])[-1]


def no_such_date(passage: Passage) -> Iterator[Mark]:
    """8月32日, 2月30日, 4月20日至31日."""
    text = passage.shielded
    until = r"(?:[日号]?[至到—～、和-](?P<until>\d{1,2})(?=[日号]))?"
    for found in re.finditer(rf"{_MONTH}(?P<day>\d{{1,2}}){until}(?:日|号{NO_NUMBER})", text):
        start, year = _named_year(found)
        month, days = int(found["month"]), (int(found["day"]), int(found["until"] or 1))
        last = calendar.monthrange(year or _LEAP, month)[1] if 1 <= month <= 12 else 0
        if not all(1 <= day <= last for day in days) and not _is_lunar(text, start):
            yield Mark(start, found.end(), f"没有“{text[start : found.end()]}”这一天，请核对")
    shorter = {"二": 29, "四": 30, "六": 30, "九": 30, "十一": 30}
    for found in re.finditer("(十[一二]?|[一二三四五六七八九](?<!十.))月三(十[一二三四五六七八九]?)日", text):
        day = 30 + "十一二三四五六七八九".index(found[2][-1])
        if day > shorter.get(found[1], 31) and not _is_lunar(text, found.start()):
            yield Mark(*found.span(), f"没有“{found[0]}”这一天，请核对")


def _named_year(found: re.Match[str]) -> tuple[int, int]:
    """Where the date starts if its year is read as well, and the year; 0 where none is named."""
    before = found.string[max(0, found.start() - 6) : found.start()]
    named = before.endswith("年") and re.search(r"(?<!\d)(\d{4})年$", before)
    return (found.start() - 5, int(named[1])) if named else (found.start(), 0)


def _is_lunar(text: str, start: int) -> bool:
    return bool(re.search("[农阴旧]历", text[max(0, start - 8) : start]))


def weekday_that_does_not_fit(passage: Passage) -> Iterator[Mark]:
    """2024年8月23日（星期四）: that day was another one."""
    text = passage.shielded
    day = "(?:星期|周|礼拜)[一二三四五六日天]"
    # 至8月31日，周一至周五开放 names no weekday of the 31st
    forms = rf"[（(]本?{day}(?=[）)，上下晚])| ?{day}(?=[，上下晚早凌中市县镇全我各由])|，{day}(?=，|[上下]午)"
    for found in re.finditer(rf"{_MONTH}(?P<day>\d{{1,2}})[日号](?P<weekday>{forms})", text):
        start, year = _named_year(found)
        fitting = []
        for each in [year] if year else _years_meant(found, passage.date):
            with contextlib.suppress(ValueError):
                date = datetime.date(each, int(found["month"]), int(found["day"]))
                fitting.append("一二三四五六日"[date.weekday()])
        is_end = found["weekday"][0] == "，" and text[max(0, start - 1) : start] in tuple("至止到—～-")
        if fitting and found["weekday"][-1].replace("天", "日") not in fitting and not is_end:
            said = f"“{text[start : found.end()]}”日期与星期对不上，这一天是星期{fitting[0]}，请核对"
            yield Mark(start, found.end(), said)


def _years_meant(found: re.Match[str], issued: datetime.date | None) -> list[int]:
    """The years a date without one can be of, the likeliest first: the issue's, or the one next to it."""
    before = found.string[max(0, found.start() - 100) : found.start()]
    if issued is None or re.search("[去上前明]年", before):
        return []
    months_on = int(found["month"]) - issued.month
    nearby = [issued.year + 1] if months_on < -6 else [issued.year - 1] if months_on > 2 else []
    return [issued.year, *nearby, *map(int, re.findall(r"(?<!\d)(20\d\d)年", before)[-1:])]


# what says that a date lies ahead, or is one of every year
_AHEAD = (
    "将(?![近军])|计划|拟|预计|力争|定于|应于|须于|必须|明年|下一步|下周|下月|届时|期限|时限|到期|确保|争取|目标|规划"
    "|迎接|预报|筹备|开学|开幕|去年|上年|往年|每年|历年|常年|年年|同期|安排|申报|报名|截止|日程|阶段|方案|欢迎|敬请"
    "|招聘|预告|通知|要求|准备|待|延长|延期|推迟|调整|有效|合同|工期|租期|任期|汛期|节(?![约能])|日前|月前|底前|末前"
    "|旬前|之前|以前|日起|月起|年起|底起"
)
_STILL_AHEAD = (
    "将(?![近军])|计划(?!的)|拟(?!定)|预计|力争|届时|确保|须|应于|应当|可完成|可实现|可达|到期|每年|历年|常年|年年"
)
_NOT_YET = "届时|欢迎|敬请|报名|节(?![约能])"
_DEEDS = (
    "召[开集]|举[行办]|组织(?!部)|开展|深入|赴|走访|慰问|联合|邀请|[印签]发|发放|排查|检查|清理|拆除|查处|救助|收到|接到"
    "|签约|出动|培训|会同|协调|成功|调研|通过"
)


def later_than_the_issue(passage: Passage) -> Iterator[Mark]:
    """截至9月底, or 9月5日，某局召开会议, in an issue of August: what is told as done lies ahead."""
    issued, text = passage.date, passage.shielded
    if issued is None:
        return
    for found in re.finditer(rf"{_MONTH}(?!份?[来间内龄])(?:(?P<day>\d{{1,2}})[日号]|(?P<end>[底末]))?", text):
        start, year = _named_year(found)
        if not _is_later(found, year, issued):
            continue
        # 截至9月底 and 1—9月 tell what was done up to then
        if until := re.search(r"截[至止][到至]?(?:今年)?$|1(?<![\d.第].)月?[—～至-]$", text[max(0, start - 6) : start]):
            start -= len(until[0])
        if (until or found["day"]) and _is_told_as_done(
            text, start, found.end(), is_until=bool(until), has_year=bool(year)
        ):
            said = f"“{text[start : found.end()]}”晚于本期日期{issued.year}年{issued.month}月{issued.day}日，请核对"
            yield Mark(start, found.end(), said)


def _is_later(found: re.Match[str], year: int, issued: datetime.date) -> bool:
    """Whether the time is after the issue's date: in its year, where none is named and no other is spoken of."""
    month = int(found["month"])
    if not year:
        before = found.string[max(0, found.start() - 120) : found.start()]
        if not 0 <= month - issued.month <= 4 or _speaks_of_another_year(before, issued.year):
            return False
        year = issued.year
    day, last = int(found["day"] or 0), calendar.monthrange(year, month)[1] if 1 <= month <= 12 else -1
    if (year, month) == (issued.year, issued.month) and not day:
        return bool(found["end"]) and issued.day < last - 2
    return day <= last and (year, month, day) > (issued.year, issued.month, issued.day if day else 0)


def _speaks_of_another_year(before: str, year: int) -> bool:
    spoken_of = re.findall(r"20\d\d(?=年)|[去上往前历今本]年|同期", before)[-1:]
    return bool(spoken_of) and spoken_of[0] not in {"今年", "本年", str(year)}


def _is_told_as_done(text: str, start: int, end: int, *, is_until: bool, has_year: bool) -> bool:
    """Whether the sentence says what was done until the date, or what happened on it."""
    before = _sentence_before(text, start, 60)
    after = re.split(_SENTENCE_END, text[end : end + 120])[0]
    if is_until:
        is_ahead = re.search(_AHEAD, before) or re.search(_STILL_AHEAD, after)
        is_open = is_ahead or re.match("[之以]?前", after) or re.search(_DEADLINE, before.rpartition("，")[2])
        return not is_open and bool(re.match(r"[^，]{0,40}(?:，[^，]{0,40})?(?:\d|已|完成)", after))
    # a day at the start of a clause, and who did something: 8月29日，某镇召开推进会
    if before[-1:] not in tuple("，；：、于") and before:
        return False
    who = "[^，为至]" if has_year else r"[^，\d为至]"
    deed = re.match(rf"(?:当[天日]|[上下]午|晚上?)?，?(?P<who>{who}{{0,24}}?)(?:{_DEEDS})(?P<what>[^，]*)", after)
    if not deed or re.search("[定拟应须可请]于$", before) or re.search(_STILL_AHEAD, deed["what"]):
        return False
    return not re.search(_AHEAD, text[max(0, start - 60) : start] + deed["who"]) and not re.search(_NOT_YET, after)


RULES = (
    Rule("NM101", Severity.ERROR, deadline_for_until, on=("截止",), remedy=Remedy.SAFE),
    Rule("NM107", Severity.ERROR, no_such_date, on=("日", "号")),
    Rule("NM108", Severity.ERROR, weekday_that_does_not_fit, on=("星期", "周", "礼拜")),
    Rule("NM109", Severity.WARNING, later_than_the_issue, on=[f"{digit}月" for digit in "0123456789"]),
    Rule(
        "NM110", Severity.WARNING, year_in_two_digits, on=[f"{digit}年" for digit in "0123456789"], remedy=Remedy.UNSAFE
    ),
    Rule("NM111", Severity.WARNING, hao_for_ri, on=("号",), remedy=Remedy.SAFE),
    Rule(
        "NM112",
        Severity.ERROR,
        zero_in_han_year,
        on=[f"{digit}{zero}" for digit in "一二三四五六七八九〇" for zero in "零0０oOＯ○◯"],
        remedy=Remedy.SAFE,
    ),
    Rule(
        "NM115", Severity.WARNING, leading_zero_in_date, on=[f"0{digit}" for digit in "123456789"], remedy=Remedy.SAFE
    ),
)
