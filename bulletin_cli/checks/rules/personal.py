"""Personal data (PI): numbers, addresses and names that an office must not publish."""

import datetime
import re
from collections.abc import Iterator

from bulletin_cli.checks.han import name_length
from bulletin_cli.checks.rule import Mark, Passage, Remedy, Rule
from bulletin_cli.findings import Severity

_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"  # GB/T 2260
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643: ISO 7064, MOD 11-2
_PLATES = frozenset("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")  # GA 36
_NUMBER = "[0-9一二三四五六七八九十百〇零]"
_END = r"(?=[，。、；：）”’\s的]|\Z)"
_LIVES = ("家住", "现住", "住址", "家庭地址", "现居", "租住", "居住在", "住在")
_OFFICES = "中心|大厅|大楼|大厦|[局委办署]|政府|机关|法院|检察院|学|教|医院|综合|行政|公司|园区|产业|基地|商|酒店|宾馆|会|培训|地点|窗口|驻地|设"


def identity_numbers(passage: Passage) -> Iterator[Mark]:
    """Numbers of identity cards, of 18 and of 15 digits."""
    text = passage.text
    if not _has_digits(text, 15):
        return
    # the lookbehind stands behind the first digit because re is quicker where a pattern begins with a character
    pattern = r"[1-8](?<![0-9A-Za-z.].)[0-9]{5}(?:([ -]?)[0-9]{8}\1[0-9]{3}[0-9Xx]|[0-9]{9})(?![0-9A-Za-z])"
    for found in re.finditer(pattern, text):
        number = re.sub("[ -]", "", found[0])
        if len(number) == 18:
            if _is_identity(number) or (_is_birthday(number[6:14]) and _is_called("身份证|身份号码", found)):
                yield _masked(found, 2, 3, "身份证号码")
        elif (
            re.match(_PROVINCES, number)
            and _is_birthday(f"19{number[6:12]}")
            and _is_called("身份证|身份号码|证件号", found)
        ):
            yield _masked(found, 2, 3, "身份证号码")._replace(severity=Severity.WARNING)


def _is_identity(number: str) -> bool:
    if len(number) != 18 or not re.match(_PROVINCES, number) or not _is_birthday(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[17].upper() == "10X98765432"[total % 11]


def _is_birthday(digits: str) -> bool:
    try:
        return 1890 <= datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


def _is_called(words: str, found: re.Match[str]) -> bool:
    """Whether one of the words stands just before a match."""
    return bool(re.search(words, found.string[max(0, found.start() - 16) : found.start()]))


def _masked(found: re.Match[str], head: int, tail: int, what: str) -> Mark:
    number = re.sub("[^0-9Xx]", "", found[0])
    masked = number[:head] + "*" * (len(number) - head - tail) + number[-tail:]
    return Mark(*found.span(), f"“{found[0]}”应为“{masked}”，{what}不能公开", masked)


def mobile_numbers(passage: Passage) -> Iterator[Mark]:
    """Numbers of mobile telephones, with or without +86, blanks and hyphens."""
    text = passage.text
    if not _has_digits(text, 11):
        return
    pattern = (
        r"1[3-9][0-9][- –—－\u00a0]?[0-9]{4}[- –—－\u00a0]?[0-9]{4}"
        r"(?![0-9A-Za-z%％‰*]|[-—.][0-9]|[余多]?[元万亿千百吨斤米度株册件瓦立平公亩人户次条个])"
    )
    for found in re.finditer(pattern, text):
        before = re.sub(r"(?<![0-9])(?:\+|00)?86[- ）)]?$", "", text[max(0, found.start() - 8) : found.start()])
        is_longer = re.search(r"[0-9A-Za-z*]$|[0-9][-—.]$", before)
        if not is_longer and not re.search(r"(?:[编单批证文户货件案订代]号|[条代]码)[为是：:]?$", before):
            yield _masked(found, 3, 4, "手机号码")


def bank_cards(passage: Passage) -> Iterator[Mark]:
    """Numbers of bank cards, by their check digit and either their first digits or the word before them."""
    if not _has_digits(passage.text, 16):
        return
    pattern = (
        r"[3-9](?<![0-9A-Za-z.].)[0-9]{3}([ -]?)[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{1,3})?"
        r"(?![0-9A-Za-z]|[ -][0-9]|[余多]?[元万亿])"
    )
    for found in re.finditer(pattern, passage.text):
        number = re.sub("[ -]", "", found[0])
        if _is_identity(number) or _is_called("[编单代案批条][号码]|身份", found):
            continue
        is_union_pay = number.startswith("62")
        is_card = is_union_pay or (len(number) == 16 and number[0] in "45") or _is_called("[账帐卡]", found)
        if (is_card and _has_check_digit(number)) or (is_union_pay and _is_called("卡", found)):
            yield _masked(found, 4, 4, "银行账号")


def _has_digits(text: str, count: int) -> bool:
    """Whether the text has that many digits: most have fewer, and no pattern is needed."""
    return sum(map(text.count, "0123456789")) >= count


def _has_check_digit(number: str) -> bool:
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])  # Luhn, ISO/IEC 7812-1
    return (doubled + sum(map(int, number[::-2]))) % 10 == 0


def home_addresses(passage: Passage) -> Iterator[Mark]:
    """Addresses of homes down to the door."""
    text = passage.text
    if "单元" in text:
        yield from _flats(text)
    if any(sign in text for sign in ("号楼", "#楼", "栋", "幢")):
        building = rf"(?<![0-9A-Za-z第]){_NUMBER}{{1,3}}(?:号楼|#楼|栋|幢)(?:{_NUMBER}{{1,2}}[层楼])?"
        yield from _doors(text, rf"{building}{_NUMBER}{{3,4}}(?:[室房](?!间)|{_END})", _OFFICES)
    if "排" in text and "号" in text:
        rows = rf"(?<![0-9A-Za-z第]){_NUMBER}{{1,3}}排{_NUMBER}{{1,3}}[号户](?![座位0-9])"
        yield from _doors(text, rows, "座|影|剧|会|墓|陵")
    if "组" in text and "号" in text:
        village = rf"(?:(?<=[村庄屯寨])|(?<=[村庄屯寨][东西南北中前后]街)){_NUMBER}{{1,3}}组{_NUMBER}{{1,4}}号(?![0-9线井文机])"
        yield from _doors(text, village, "|".join(_LIVES))  # for _homes, with all that stands before it
    if "-" in text:
        numbers = rf"[1-9](?<![0-9A-Za-z第-].)[0-9]?-[0-9]{{1,2}}-[0-9]{{3,4}}(?:室|号|{_END})"
        yield from _doors(text, numbers, _OFFICES, "小区|[花家嘉]园|苑|公寓|新村|[住居]")
    if any(sign in text for sign in _LIVES):
        yield from _homes(text)


def _flats(text: str) -> Iterator[Mark]:
    """3号楼2单元501室, 2单元东户, 3号楼2单元5楼."""
    door = rf"[东西中南北]?(?:{_NUMBER}{{2,4}}(?:[室号户房]|{_END})|户)"
    building = rf"{_NUMBER}{{1,3}}(?:号楼|#楼|栋|幢|座|号院?)"
    flat = rf"(?<![第0-9])(?:{_NUMBER}{{1,3}}|[东西中])单元(?:{_NUMBER}{{1,2}}[层楼](?P<door>{door})?|{door})"
    for found in re.finditer(flat, text):
        lead = re.search(rf"(?:{building})?{building}$", text[max(0, found.start() - 12) : found.start()])
        if lead or found["door"] or found[0][-1] not in "层楼":
            yield _address(text, found.start() - (len(lead[0]) if lead else 0), found.end())


def _doors(text: str, pattern: str, others: str, homes: str = "") -> Iterator[Mark]:
    """What the pattern matches, unless one of `others` stands near by; only where one of `homes` stands before it."""
    for found in re.finditer(pattern, text):
        before, after = text[max(0, found.start() - 16) : found.start()], text[found.end() : found.end() + 4]
        if not re.search(others, before + after) and re.search(homes, before):
            yield _address(text, *found.span())


def _homes(text: str) -> Iterator[Mark]:
    """家住东屯镇李庄村3组12号."""
    lead = f"(?:{'|'.join(_LIVES)})(?!院)[在于为是：]?"
    door = rf"[路街巷村庄区苑园院里](?:{_NUMBER}{{1,3}}组)?{_NUMBER}{{1,4}}号(?![线窗井文车机令台厅馆楼院])"
    for found in re.finditer(rf"{lead}([^，。；：\n的月]{{0,25}}?{door})(?!{_NUMBER})", text):
        if not re.match("[^，。；\n]{0,6}单元", text[found.end() : found.end() + 8]):
            yield _address(text, found.start(1), found.end())


def _address(text: str, start: int, end: int) -> Mark:
    return Mark(start, end, f"“{text[start:end]}”是住址，请只写到乡镇（街道）")


def number_plates(passage: Passage) -> Iterator[Mark]:
    """Number plates of vehicles."""
    text = passage.text
    for found in re.finditer(
        r"[A-Za-z](?:[.\- ]|·|•|‧|∙|・)?(?:[0-9A-Za-z]{5,6}|[0-9A-Za-z]{4}[警学挂领试超])(?![0-9A-Za-z])", text
    ):
        start, end = found.start() - 1, found.end()
        # 高新A2024 is no plate of Xinjiang's
        is_plate = text[start : start + 1] in _PLATES and text[max(0, start - 1) : start] not in tuple("高全更创最")
        if start >= 0 and is_plate and sum(map(str.isdigit, found[0])) >= 2:
            yield Mark(start, end, f"“{text[start:end]}”是车牌号，请删去或者隐去几位")


_PROTECTED = (
    "矫正",
    "社矫",
    "帮教",
    "缓刑",
    "假释",
    "解矫",
    "服刑",
    "释放人员",
    "刑释",
    "吸毒",
    "戒毒",
    "涉毒",
    "患者",
    "病人",
    "感染者",
    "未成年人",
    "儿童",
    "孤儿",
    "弃婴",
)


def protected_names(passage: Passage) -> Iterator[Mark]:
    """Names behind 社区矫正对象, 患者, 未成年人 and other words for people whom the law protects."""
    text = passage.text
    people = (
        "(?:(?:矫正|社矫|帮教)对象|(?:矫正|服刑|刑满释放|刑释|帮教|吸毒|戒毒|戒毒康复|涉毒|缓刑|假释|解矫)人员|患者|病人|感染者|未成年人"
        "|(?:留守|困境|抚养|残疾|孤残|患病|被拐|流浪|脑瘫|自闭症|孤独症|受助|贫困)儿童|孤儿|弃婴)[：:“]?"
    )
    for found in re.finditer(people, text):
        start = found.end()
        if length := name_length(text[start : start + 12]):
            name = text[start : start + length]
            yield Mark(start, start + length, f"“{name}”的姓名不能公开，请隐去名字，只留姓氏")


RULES = (
    Rule("PI101", Severity.ERROR, identity_numbers, remedy=Remedy.UNSAFE),
    Rule("PI102", Severity.ERROR, mobile_numbers, on=("13", "14", "15", "16", "17", "18", "19"), remedy=Remedy.UNSAFE),
    Rule("PI103", Severity.ERROR, bank_cards, remedy=Remedy.UNSAFE),
    Rule("PI104", Severity.WARNING, home_addresses, on=("单元", "栋", "幢", "号楼", "#楼", "排", "-", *_LIVES)),
    Rule("PI105", Severity.WARNING, number_plates, on=tuple("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjklmnpqrstuvwxyz")),
    Rule("PI106", Severity.WARNING, protected_names, on=_PROTECTED),
)
