"""Where the files that come with repcast are: in a wheel, inside the package; in a checkout, beside `src`."""

from pathlib import Path
from typing import Final

STDIN: Final = "-"
"""What users write for standard input."""

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def _folder(name: str) -> Path:
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _CHECKOUT / name


def user_path(name: str) -> Path:
    """Return the path of a name that a user wrote: `~` is their home, where there is one."""
    path = Path(name)
    try:
        return path.expanduser()
    except RuntimeError:  # the user has no home
        return path


def builtin_sessions() -> dict[str, Path]:
    """Return the built-in sessions' files by name, in alphabetical order."""
    return {path.stem: path for path in sorted(_folder("sessions").glob("*.yaml"))}


def builtin_training_plans() -> dict[str, Path]:
    """Return the built-in training plans' files by name, in alphabetical order."""
    return {path.stem: path for path in sorted((_folder("sessions") / "plans").glob("*.yaml"))}


def builtin_sounds() -> Path:
    """Return the folder of the built-in earcons."""
    return _folder("sounds")


def template(name: str) -> str:
    """Return the text of a file that users start from."""
    return (_PACKAGE / "templates" / name).read_text(encoding="utf-8")
