"""`[masthead]`: what stands above the body (报头)."""

from __future__ import annotations

from bulletin_cli.files.schema.kinds import table
from bulletin_cli.layout.schema.kinds import COLOUR, ISSUE_NAMES, SIDES, choice, length, string, style, words

ELEMENT = {
    **table(
        "报头元素",
        "一行文字（text）、一行的左中右（left、center、right）、横线（rule）、空白（space 或 from_top）或图片（picture）。",
        [],
        {
            "text": words("文字", "单独一行。", ISSUE_NAMES),
            "left": words("左边的文字", "与 center、right 同在一行；几个编印单位上下排列。", ISSUE_NAMES),
            "center": words("中间的文字", "", ISSUE_NAMES),
            "right": words("右边的文字", "", ISSUE_NAMES),
            "inset": length("两边空出", "左中右一行的两端各空多少。"),
            "style": style("这一行文字的样式。"),
            "left_style": style("左边的文字另用的样式；行高同 style。"),
            "center_style": style("中间的文字另用的样式。"),
            "right_style": style("右边的文字另用的样式。"),
            "rule": choice("横线", "single 单线、double 双线、thick-thin 上粗下细、thin-thick 上细下粗。", ["single", "double", "thick-thin", "thin-thick"]),
            "weight": length("线粗", "双线是其中一条的粗细，上粗下细是粗的一条。"),
            "colour": COLOUR,
            "gap": length("离上面文字", "横线与上面一行文字的距离。"),
            "length": length("线长", "居中；不写就与版心等宽，可以比版心长。"),
            "space": length("空白", "再往下空多少。"),
            "from_top": length("位置", "下一个元素从版心上沿往下多少处起（天头不算），不管上面有没有两角。"),
            "picture": string("图片", "PNG、JPEG 或 SVG 文件，路径从版式文件所在的文件夹算起，用 / 隔开，不能出工作目录。", "带引号的文件名", pattern=r"\S"),
            "width": length("图宽", "只写一边，另一边按比例。"),
            "height": length("图高"),
            "align": choice("图片位置", "", SIDES),
            "alt": string("替代文字", "图片的说明，供读屏软件使用。", "带引号的文字"),
        },
    ),
    "oneOf": [
        {"required": ["text"]},
        {"anyOf": [{"required": [side]} for side in SIDES]},
        {"required": ["rule"]},
        {"required": ["space"]},
        {"required": ["from_top"]},
        {"required": ["picture"]},
    ],
    "x-expect": "text、left/center/right、rule、space、from_top、picture 中的一种",
}  # fmt: skip

MASTHEAD = table(
    "报头",
    "首页红线以上，从上到下。",
    [],
    {
        "elements": {
            "title": "元素",
            "description": "从上到下，一个花括号一个：文字 text，一行的 left、center、right，横线 rule，空白 space 或 from_top，图片 picture，各只能是其中一种。写了就代替沿用版式的全部元素。整个报头凑成整行，不足一行的补在最后。",
            "type": "array",
            "items": ELEMENT,
            "x-expect": "一行一个元素的列表",
        }
    },
    "以 [masthead] 开头的一段",
)
