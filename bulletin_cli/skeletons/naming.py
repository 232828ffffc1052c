"""What somebody calls a new file → the name it gets."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from bulletin_cli.errors import BulletinError
from bulletin_cli.publish.names import name_fault

ENDING = ".toml"


def file_stem(name: str, reserved: Collection[str] = ()) -> str:
    """The name of a new TOML file without its ending, which may have been typed.

    Raises BulletinError where no file may be called so, and for the `reserved` names (in lower case, with ending).
    """
    stem = name.strip()
    if stem.lower().endswith(ENDING):
        stem = stem[: -len(ENDING)]
    fault = name_fault(stem) or name_fault(f"{stem}{ENDING}")
    if not fault and any(unicodedata.category(character) == "Cf" for character in stem):
        fault = "含有看不见的字符"
    if not fault and f"{stem}{ENDING}".lower() in reserved:
        fault = "是程序自己用的"
    if not fault and stem.startswith("."):
        fault = "以点开头，程序不看这样的文件"
    if fault:
        raise BulletinError(f"不能用“{name}”作文件名：{fault}；请换一个，只写名称，不写文件夹")
    return stem
