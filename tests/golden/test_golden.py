"""Whole outputs of whole files: each `case.yaml` stands beside what repcast makes of it.

`case.problems.txt` is what is printed for a wrong file; together they are every message that a wrong file can get.
`case.timeline.json` is the plan of a good one, with pretend clips instead of a speech engine (see `conftest.py`).
`pytest tests/golden --refresh` rewrites them all; read the difference before you commit it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from repcast.errors import InvalidSession
from repcast.plan.timeline import Timeline
from repcast.reading.loader import accept, parse
from repcast.reading.located import MAX_BYTES
from repcast.session.model import Session

FOLDER: Final = Path(__file__).parent
CASES: Final = sorted(path.stem for path in FOLDER.glob("*.yaml"))
ENDINGS: Final = (".problems.txt", ".timeline.json")

_STEPS: Final = "steps:\n- hold: Plank\n  for: 30s\n"
_MANY: Final = ", ".join(f"tip {number}" for number in range(51))
_LONG: Final = "x" * 101
_LEVELS: Final = "".join(f"  level {number}: {{}}\n" for number in range(51))
_INCLUDES: Final = {
    f"{number}.yaml": f"title: Part {number}\nsteps:\n- include: {number + 1}.yaml\n" for number in range(1, 18)
}

# What is too large, or cannot be written as text, is made here: each case's files, the case itself first.
MADE: Final[Mapping[str, Mapping[str, bytes | str]]] = {
    "file-too-large": {"file-too-large.yaml": b"#" * MAX_BYTES + b"\n"},
    "not-utf-8": {"not-utf-8.yaml": b"title: Core\ncredit: Ren\xe9\n"},
    "control-character": {"control-character.yaml": f"title: Core\x07\n{_STEPS}"},
    "values-too-deep": {"values-too-deep.yaml": f"title: {'[' * 65}{']' * 65}\n"},
    "too-many-items": {
        "too-many-items.yaml": f"title: Core\ntips: [{_MANY}]\nlevels:\n{_LEVELS}steps:\n"
        f"- hold: Plank\n  for: 30s\n  sides: [a, b, c, d, e, f, g, h, i, j, k]\n"
    },
    "too-many-steps-written": {"too-many-steps-written.yaml": "title: Core\nsteps:\n" + "- rest: 1s\n" * 1001},
    "texts-too-long": {
        "texts-too-long.yaml": f"title: {_LONG}\ndescription: {_LONG * 10}\nlevels:\n  {_LONG}: {{}}\n"
        f"  easy: {{set: {{{_LONG}{_LONG}: 1}}}}\nsteps:\n- hold: {_LONG}\n  for: 30s\n  say: {_LONG * 10}\n"
    },
    "includes-too-deep": {
        "includes-too-deep.yaml": "title: Core\nsteps:\n- include: 1.yaml\n",
        **_INCLUDES,
        "18.yaml": f"title: Part 18\n{_STEPS}",
    },
}


def _compare(path: Path, actual: str, *, refresh: bool) -> None:
    if refresh:
        for ending in ENDINGS:
            path.with_name(path.name.partition(".")[0] + ending).unlink(missing_ok=True)
        path.write_text(actual, encoding="utf-8", newline="\n")
    assert path.exists(), f"{path.name} is missing; make it with --refresh"
    assert actual == path.read_text(encoding="utf-8")


def _problems(path: Path) -> str:
    """Return what is printed for a wrong file."""
    with pytest.raises(InvalidSession) as caught:
        accept(parse(path.read_bytes(), file=path.name, path=path))
    return f"{caught.value}\n"


@pytest.mark.parametrize("name", CASES)
def test_a_file_gives_its_golden_output(
    name: str,
    plan: Callable[[Session], Timeline],
    refresh: bool,  # noqa: FBT001 - a fixture
) -> None:
    """If this failed, a user would read another message, or hear another workout, than before."""
    path = FOLDER / f"{name}.yaml"
    parsed = parse(path.read_bytes(), file=path.name, path=path)
    if parsed.session is None:
        _compare(path.with_suffix(".problems.txt"), _problems(path), refresh=refresh)
    else:
        timeline = plan(parsed.session).to_json() + "\n"
        _compare(path.with_suffix(".timeline.json"), timeline, refresh=refresh)


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_file_that_is_made_here_gives_its_golden_problems(
    name: str,
    tmp_path: Path,
    refresh: bool,  # noqa: FBT001 - a fixture
) -> None:
    """If this failed, a file out of bounds would be told of in other words, or not be refused."""
    for file, content in MADE[name].items():
        (tmp_path / file).write_bytes(content.encode() if isinstance(content, str) else content)
    _compare(FOLDER / f"{name}.problems.txt", _problems(tmp_path / f"{name}.yaml"), refresh=refresh)


def test_no_golden_file_is_left_over() -> None:
    """If this failed, the list of messages would hold some that no file can get."""
    known = {f"{name}{ending}" for name in (*CASES, *MADE) for ending in ENDINGS}
    found = {path.name for ending in ENDINGS for path in FOLDER.glob(f"*{ending}")}
    assert found - known == set()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.problems.txt")), ids=lambda path: path.name.partition(".")[0])
def test_every_problem_says_where_what_and_what_to_do(path: Path) -> None:
    """If this failed, an editor could not jump to a problem, or the user would not know how to mend it."""
    *problems, count = path.read_text(encoding="utf-8").splitlines()
    assert count == ("1 problem" if len(problems) == 1 else f"{len(problems)} problems")
    for problem in problems:
        place, message = problem.split(": ", 1)
        file, line, column = place.split(":")
        assert file.endswith(".yaml")
        assert min(int(line), int(column)) >= 1
        what, hint = message.rsplit("; ", 1)
        assert what
        assert hint
