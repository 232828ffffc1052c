"""Where layouts stand: the office's own folder first, then those that come with the program."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def builtin_folder() -> Path:
    """The built-in layouts: inside an installed package, at the top of a checkout."""
    installed = _PACKAGE / "layouts"
    return installed if installed.is_dir() else _PACKAGE.parent / "layouts"


def find_layout(name: str, own: Path | None, *, but: frozenset[Path] = frozenset()) -> Path | None:
    """The file of the layout `name`, not one of `but`: an office's own yanjin may so extend the built-in one."""
    return next((path for path in _files(own) if path.stem == name and path not in but), None)


def layout_names(own: Path | None) -> dict[str, Path]:
    """Every layout there is, by name; an office's own hides a built-in one of the same name."""
    names: dict[str, Path] = {}
    for path in _files(own):
        names.setdefault(path.stem, path)
    return dict(sorted(names.items()))


def _files(own: Path | None) -> list[Path]:
    folders = [folder for folder in (own, builtin_folder()) if folder is not None and folder.is_dir()]
    return [path for folder in folders for path in sorted(folder.glob("*.toml"))]
