"""Set up the project's virtual environment once, and run a program in it.

Standard library only: this is what a machine with nothing but Python runs first.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


def environment(*, group: str | None = None) -> Path:
    """Return the folder of programs of an environment that has repcast, and `group`, installed.

    The environment is made again only when `pyproject.toml` or the interpreter has changed.
    """
    if sys.version_info < OLDEST:
        sys.exit(f"repcast needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
    folder = ROOT / os.environ.get("REPCAST_VENV", ".venv")
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    stamp = folder / f"installed-{group or 'runtime'}"
    made_of = (ROOT / "pyproject.toml").read_bytes() + f"{sys.version} {ROOT}".encode()
    wanted = hashlib.sha256(made_of).hexdigest()
    enough = folder.glob("installed-*") if group is None else [stamp]  # a group brings repcast along
    if any(each.exists() and each.read_text() == wanted for each in enough):
        return programs
    print(f"Setting up {folder.name} (once; takes a minute)...", file=sys.stderr, flush=True)
    if not _is_whole(folder, programs):
        try:
            venv.create(folder, with_pip=True, clear=True)
        except subprocess.CalledProcessError:
            sys.exit("This Python cannot make virtual environments; on Debian and Ubuntu, install python3-venv first.")
    pip = [str(programs / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    _run([*pip, "pip>=25.1"])  # the first pip that reads dependency groups
    _run([*pip, "--editable", str(ROOT), *(["--group", f"{ROOT / 'pyproject.toml'}:{group}"] if group else [])])
    stamp.write_text(wanted)
    return programs


def run(programs: Path, *command: str) -> int:
    """Run a program of the environment, in the caller's folder, and return its exit code."""
    path = os.pathsep.join((str(programs), os.environ.get("PATH", "")))
    try:
        return subprocess.run(
            [str(programs / command[0]), *command[1:]], env={**os.environ, "PATH": path}, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


def enter(*, group: str | None = None) -> None:
    """Go on in the environment: what runs elsewhere is run there, as it is, and ends with it."""
    programs = environment(group=group)
    if Path(sys.prefix).resolve() != programs.parent.resolve():
        sys.exit(run(programs, "python", *sys.argv))


def _is_whole(folder: Path, programs: Path) -> bool:
    """Tell whether an environment stands there that this Python made, and no interruption left without its pip."""
    settings = folder / "pyvenv.cfg"
    if not settings.exists() or f"version = {sys.version.split()[0]}" not in settings.read_text():
        return False
    asked = [str(programs / "python"), "-m", "pip", "--version"]
    try:
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _run(command: list[str]) -> None:
    # pip's own notices go to stderr, so that the program's own output stays clean.
    code = subprocess.run(command, stdout=sys.stderr, check=False).returncode
    if code:
        sys.exit(f"Set-up failed (exit code {code}); the message above says why. Run the same command again.")
