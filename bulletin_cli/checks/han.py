"""What rules know of Han: characters, the words of the dictionary, the names of people."""

import itertools
import re

# A letter that is no ASCII one, for patterns: re compiles it a hundred times as fast as [〇\u3400-\u9fff] (0.9 ms each)
LETTER = r"[^\W\dA-Za-z_]"

SURNAMES = frozenset(
    "于李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕"
    "聂焦柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单司柏宁柯阮桂闵强柴华车冉房边"
    "娄原尚栗"
)
_COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "司徒")
# these begin more words than names: 患者方能出院, 患者曾多次就诊
_AMBIGUOUS = frozenset(
    "于高黄程曾余戴任方石金白康毛江万段钱汤易常武文施安严温季章申尤毕焦路齐梅庄管祝时关凌费盛项曲游阳席卫查位植甘景薄单司宁强华车房边原尚何许夏马田"
)
_GIVEN = frozenset(  # characters of given names that stand in few other words
    "伟芳娜敏静强磊军洋勇艳杰娟涛明超霞平刚辉鹏华飞鑫波斌宇浩凯健俊帆丽玲婷玉萍红娥梅琳雪莉兰凤洁燕倩颖露瑶怡佳嘉琪琴云莲荣爱香媛瑞凡璐桂英秀珍贞"
    "勤建国文利康春志海永福贵德才银宝林森松柏龙虎彪豪雄峰岩江广田振祥庆喜忠孝义仁诚毅坤光亮晨曦阳旭晓彤冰雨霖雷霆世民守思远泽润子梓轩涵诗欣悦"
    "妍萱萌雅淑慧惠贤芬芝菊芹荷花茹蓉莹晶巧翠素彩运继耀根柱栓锁小雁翔奎魁铭鸣钧钰锋锦翰骏驰巍峻岚岳彬弘启哲佑俭儒兆卓培妮姣娅娇娣娴婉婧宏宗宪"
    "彦恒懿捷昊昌昕昭景智朋朝栋桐桦楠沛泉泓泰津淇清湘滨潇澄炎炜炳焕煜熙爽珂珊珠琛琦瑛瑜瑾璇皓睿祖禄秉竹绍舒航艺芸若莎菁菲蓓蔚蕊蕾薇谦越辰进"
    "逸邦雯霄青韬韵顺风馨鹤麒博君全生"
)
# 某 and 女士 hide a person; 王庄 is a village, 江苏籍 no name, and a made-up one says so
_NO_NAME = (
    "..?[某庄村屯寨镇乡店营沟堡楼集县市州省籍]|.(?:女士|先生|小姐|大[爷妈娘叔哥姐伯嫂]|奶奶|爷爷|阿姨|叔叔|师傅|老|同学|姓|氏|家人|家属|医生|护士|主任|教授"
    "|书记|[局院校所队科处县镇村园]长|警官|律师|法官|经理|同志|司机)"
    "|.{2,4}（化名"
)
_PARTICLES = frozenset(
    "的和与在因说等及已被将向从到为是有不未也都对把了着过病住均能应可需要上下后前时一按来去做由以于经服用家入出就正又还"
)
_NO_PEOPLE = frozenset(("杨梅", "胡琴", "汪洋", "林海", "黎明", "金银花", "孔子", "孟子", "葛根"))
_JOBS = "长记任员师生士人官警委管友志编辑核发稿"  # the last characters of what stands before a name: 镇长, 责任编辑


def is_han(sign: str) -> bool:
    """Whether `sign` is one Han character."""
    return "\u3400" <= sign <= "\u9fff" or sign == "〇"


def words(text: str) -> list[str]:
    """The words of a short text; what the dictionary lacks falls into single characters."""
    import rjieba  # takes 0.1 s: only where a text has a place to look up

    return rjieba.cut(text, False)


def joined_word(left: str, right: str) -> tuple[int, int] | None:
    """How many characters at the end of `left` and the start of `right` are one word; None where they are not.

    Whole words must make it up, on one side at least a single character: 使命 and 令行禁止 do not, though 命令 is a word.
    """
    here = len(left)
    for start, end in itertools.pairwise([0, *itertools.accumulate(map(len, words(left + right)))]):
        if start < here < end:
            is_start = start in itertools.accumulate(map(len, words(left)), initial=0)
            is_end = end in itertools.accumulate(map(len, words(right)), initial=here)
            is_torn = (is_start and start == here - 1) or (is_end and end == here + 1)
            return (here - start, end - here) if is_torn or (is_start and is_end) else None
    return None


def is_spaced_name(text: str, start: int, end: int) -> bool:
    """Whether the blanks from `start` to `end` part surname and name, 李 勉, so that it is as wide as one of three."""
    if text[start - 1 : start] not in SURNAMES:
        return False
    before, after = text[max(0, start - 2) : start - 1], text[end + 1 : end + 2]
    return (not is_han(before) or before in _JOBS) and (not is_han(after) or after in "同等带到任在说")


def name_length(text: str) -> int:
    """How many characters at the start of a short text are a person's name; 0 where that is not certain."""
    surname = 2 if text[:2] in _COMPOUND_SURNAMES else 1
    if (surname == 1 and text[:1] not in SURNAMES) or re.match(_NO_NAME, text):
        return 0
    import rjieba  # as above

    parts = rjieba.tag(text, False)
    if len(parts[0][0]) > surname and not parts[0][1].startswith("nr"):  # 王国, 唐诗
        return 0
    starts, at = {}, 0
    for word, _ in parts:
        starts[at] = word
        at += len(word)
    starts[at] = ""
    for length in (surname + 2, surname + 1):
        given, following = text[surname:length], starts.get(length)
        # a word ends where the name ends, and what follows is a word and not the rest of one
        if following is None or len(given) < length - surname or not all(map(is_han, given)) or _PARTICLES & set(given):
            continue
        if len(following) == 1 and is_han(following) and following not in _PARTICLES:
            continue
        known = len(_GIVEN & set(given))
        if text[:length] in _NO_PEOPLE:
            return 0
        if surname == 2 or (length == 3 and known >= (2 if text[0] in _AMBIGUOUS and given[0] != given[1] else 1)):
            return length
        if length == 2 and known and text[0] not in _AMBIGUOUS:
            return length
    return 0
