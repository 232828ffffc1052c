"""Which faces of a document this machine does not have."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterable


def substituted(faces: Iterable[str]) -> dict[str, str]:
    """Each face that the system takes another for → that other ("" where it does not tell which).

    Asks fontconfig, as LibreOffice does on Linux and macOS, or the registry of Windows.
    """
    if sys.platform == "win32":
        installed = _windows_faces()
        return {face: "" for face in faces if face.casefold() not in installed}
    if shutil.which("fc-match") is None:
        return {}
    matches = {face: _families(face) for face in faces}
    return {face: families[0] for face, families in matches.items() if families and face not in families}


def _families(face: str) -> list[str]:
    """The names, in all languages, of the family that fontconfig takes for `face`."""
    command = ["fc-match", "-f", "%{family}", face.replace("-", "\\-")]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):  # the PDF is made all the same
        return []
    return [name for name in done.stdout.decode("utf-8", "replace").split(",") if name]


if sys.platform == "win32":
    import winreg

    _FONTS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"

    def _windows_faces() -> set[str]:
        """The installed faces; a value is called “SimSun & NSimSun (TrueType)”."""
        found: set[str] = set()
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            with contextlib.suppress(OSError), winreg.OpenKey(root, _FONTS) as key:
                for index in range(winreg.QueryInfoKey(key)[1]):
                    names = winreg.EnumValue(key, index)[0].rpartition(" (")[0]
                    found.update(name.strip().casefold() for name in names.split("&"))
        return found
