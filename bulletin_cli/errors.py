"""What ends a command early: a failure of the machine, the call or the configuration.

Faulty content is never raised; it is a finding (see `findings.py`).
"""

from __future__ import annotations

import errno


class BulletinError(Exception):
    """Something outside the content is wrong; its text is one Chinese sentence with the remedy. Exit code 2."""


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹，请核对名称",
    errno.EACCES: "没有权限，或文件正在 Word、WPS 中打开；请关闭文件或检查权限",
    errno.EPERM: "没有权限，请检查权限",
    errno.EEXIST: "有同名的文件或失效的链接挡着，请移开",
    errno.EISDIR: "这是文件夹，不是文件，请移开或改名",
    errno.ENOTDIR: "路径中有一段不是文件夹，请核对",
    errno.ENAMETOOLONG: "名称太长，请缩短",
    errno.ELOOP: "符号链接绕了一圈，请删去",
    errno.ENOSPC: "磁盘已满，请清理后再试",
    errno.EDQUOT: "磁盘配额已用完，请清理后再试",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EROFS: "磁盘是只读的，请换一个位置",
    errno.ENOEXEC: "不是可以运行的程序，请重新安装",
    errno.ENXIO: "这不是普通文件，请移开",
    errno.EIO: "磁盘读写出错，请检查磁盘",
}


def reason(error: OSError) -> str:
    """What the system refused, in Chinese, with the remedy."""
    return _REASONS.get(error.errno or 0, f"系统报告错误 {error.errno}（{error.strerror}）")
