"""Loading session files: what they mean, what they include, and all their problems at once."""

from pathlib import Path

import pytest

from repcast.errors import InvalidSession, UnknownSession, UnreadableFile
from repcast.reading.loader import SESSIONS, load, parse
from repcast.reading.source_file import STDIN_NAME
from repcast.session.model import Block, Hold, Session

PLANK = "title: Planks\nrounds: 2\nsteps:\n- {hold: Plank, for: 30s}\n"


def _write(folder: Path, **texts: str) -> Path:
    """Write files by their stems, and return the first."""
    paths = [folder / f"{stem}.yaml" for stem in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return paths[0]


def _including(*references: str) -> str:
    return "title: T\nsteps:\n" + "".join(f"- include: {reference}\n" for reference in references)


def _loaded(path: Path) -> Session:
    return load(str(path))


def _problems(path: Path) -> list[str]:
    """Return what is wrong with a file, without the part of its name that is the temporary folder's."""
    with pytest.raises(InvalidSession) as caught:
        load(str(path))
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


def test_a_builtin_is_found_by_its_name_and_a_file_by_its_path(tmp_path: Path) -> None:
    """If this failed, `repcast render core` or `repcast render my.yaml` would find nothing."""
    path = _write(tmp_path, mine=PLANK)
    assert SESSIONS.find(str(path)) == path
    assert SESSIONS.find("core").name == "core.yaml"


def test_a_file_goes_before_a_builtin_of_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a user's own file would be passed over without a word."""
    (tmp_path / "core").write_text(PLANK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load("core").name == "Planks"


@pytest.mark.parametrize("reference", ["coer", "no/such.yaml", "", ".", "x" * 5000, "a\0b"])
def test_what_is_neither_is_an_error_that_lists_the_builtins(reference: str) -> None:
    """If this failed, a slip in a name would end in a traceback."""
    with pytest.raises(UnknownSession, match="or a built-in session: ab-circuit, breathing-4-7-8"):
        SESSIONS.find(reference)


def test_a_file_that_may_not_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a lack of permission would look like a bug of ours."""
    path = _write(tmp_path, mine=PLANK)

    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("repcast.disk.untrusted.os.open", closed)
    with pytest.raises(UnreadableFile) as caught:
        load(str(path))
    assert str(caught.value) == f"cannot read {path}: Permission denied"


def test_an_include_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a lack of permission for a part would stop the check of the rest."""
    path = _write(tmp_path, main=_including("a.yaml"), a=PLANK)
    text = path.read_bytes()

    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("repcast.disk.untrusted.os.open", closed)
    [problem] = parse(text, file="main.yaml", path=path).problems
    assert (problem.line, problem.column) == (3, 12)
    assert problem.message == f"cannot read {tmp_path / 'a.yaml'}: Permission denied"
    assert problem.hint == "check the path and its permissions"


def test_a_file_that_is_far_too_large_is_not_told_a_wrong_size(tmp_path: Path) -> None:
    """If this failed, a user with a file of 3 MiB would read that one byte of it is too much."""
    [problem] = _problems(_write(tmp_path, main="#" * (3 << 20)))
    assert "1,048,577" not in problem


def test_a_problem_knows_its_path_in_the_document() -> None:
    """If this failed, a tool could not show a problem beside the field that it is about."""
    parsed = parse(b"title: T\nsteps:\n- block: B\n  steps:\n  - {hold: P, for: 5}\n", file="a.yaml")
    assert parsed.session is None
    [problem] = parsed.problems
    assert (problem.file, problem.line, problem.column) == ("a.yaml", 5, 20)
    assert problem.path == "steps[0].steps[0].for"


def test_an_include_becomes_a_block_in_its_place(tmp_path: Path) -> None:
    """If this failed, an included session would lose its name, rounds or lines."""
    session = _loaded(_write(tmp_path, main=_including("planks.yaml"), planks=PLANK))
    [block] = session.steps
    assert isinstance(block, Block)
    assert (block.name, block.rounds, block.source.line) == ("Planks", 2, 3)
    [plank] = block.steps
    assert isinstance(plank, Hold)
    assert (Path(plank.source.file).name, plank.source.line) == ("planks.yaml", 4)


def test_includes_are_relative_to_the_file_that_they_stand_in(tmp_path: Path) -> None:
    """If this failed, a folder of sessions could not be moved or rendered from elsewhere."""
    texts = {"main": _including("sub/a.yaml"), "sub/a": _including("b.yaml"), "sub/b": PLANK, "b": "not: this"}
    [outer] = _loaded(_write(tmp_path, **texts)).steps
    assert isinstance(outer, Block)
    [inner] = outer.steps
    assert isinstance(inner, Block)
    assert inner.name == "Planks"


def test_an_include_is_not_looked_for_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, the same file would mean another workout when rendered from another folder."""
    path = _write(tmp_path / "sessions", main=_including("planks.yaml"))
    monkeypatch.chdir(_write(tmp_path / "elsewhere", planks=PLANK).parent)
    assert _problems(path)[0].startswith("main.yaml:3:12: no session 'planks.yaml'; did you mean 'planks'?")


def test_standard_input_includes_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, a session piped in could not include another."""
    monkeypatch.chdir(_write(tmp_path, planks=PLANK).parent)
    parsed = parse(_including("planks.yaml").encode(), file=STDIN_NAME)
    assert parsed.problems == ()


def test_a_builtin_may_be_included_by_its_name(tmp_path: Path) -> None:
    """If this failed, a session could not build on the ones that we ship."""
    [block] = _loaded(_write(tmp_path, main=_including("ab-circuit"))).steps
    assert isinstance(block, Block)
    assert block.name == "Ab circuit"


def test_a_file_included_twice_is_told_of_once(tmp_path: Path) -> None:
    """If this failed, each problem of a shared part would be listed many times."""
    path = _write(tmp_path, main=_including("a.yaml", "a.yaml"), a="title: T\nsteps: [{rest: 5}]\n")
    assert _problems(path) == [
        (
            "a.yaml:2:16: '5' is not a time repcast can use; "
            "a number needs its unit: write 5s for seconds or 5m for minutes"
        )
    ]


def test_a_good_file_included_twice_is_there_twice(tmp_path: Path) -> None:
    """If this failed, the second include of a file would be left out, or taken for a cycle."""
    assert len(_loaded(_write(tmp_path, main=_including("a.yaml", "a.yaml"), a=PLANK)).steps) == 2


def test_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """If this failed, a user would mend one file only to hear of the next."""
    bad = _including("gone.yaml").replace("title", "titel")
    path = _write(tmp_path, main=_including("a.yaml") + "rounds: 0\n", a=bad)
    assert [problem.split(";")[0] for problem in _problems(path)] == [
        "a.yaml:1:1: unknown key 'titel'",
        "a.yaml:3:12: no session 'gone.yaml'",
        "main.yaml:4:9: 0 is too small",
    ]


def test_a_cycle_is_named_in_full(tmp_path: Path) -> None:
    """If this failed, a cycle would never end, or could not be found."""
    texts = {"main": _including("a.yaml"), "a": _including("b.yaml"), "b": _including("a.yaml")}
    assert _problems(_write(tmp_path, **texts)) == [
        "b.yaml:3:12: this include never ends: a.yaml -> b.yaml -> a.yaml; take one of them away"
    ]


def _chain(files: int) -> dict[str, str]:
    return {f"s{number}": _including(f"s{number + 1}.yaml") for number in range(files)} | {f"s{files}": PLANK}


def test_includes_nest_sixteen_deep_and_no_deeper(tmp_path: Path) -> None:
    """If this failed, the stated bound would not be the real one."""
    assert _loaded(_write(tmp_path / "just", **_chain(16)))
    assert _problems(_write(tmp_path / "deeper", **_chain(17))) == [
        "s16.yaml:3:12: includes are nested more than 16 deep here; take a level away"
    ]


def _blocks(deep: int) -> bytes:
    inner = "{hold: P, for: 1m}"
    for _ in range(deep):
        inner = f"{{block: B, steps: [{inner}]}}"
    return f"title: T\nsteps: [{inner}]\n".encode()


def test_blocks_nest_sixteen_deep_and_no_deeper() -> None:
    """If this failed, the stated bound would not be the real one."""
    assert parse(_blocks(16), file="a.yaml").problems == ()
    [problem] = parse(_blocks(17), file="a.yaml").problems
    assert problem.message == "blocks and includes are nested more than 16 deep here"


def test_blocks_and_includes_nest_sixteen_deep_together(tmp_path: Path) -> None:
    """If this failed, the bound on nesting could be walked around by include."""
    texts = {"main": _including("a.yaml"), "a": _blocks(16).decode()}
    assert [problem.split(": ", 1)[1] for problem in _problems(_write(tmp_path, **texts))] == [
        "blocks and includes are nested more than 16 deep here; take a level away"
    ]


def test_the_depth_of_what_is_included_twice_counts_each_time(tmp_path: Path) -> None:
    """If this failed, a part that is loaded once would count its depth where it is included first, and nowhere else."""
    inner = "{include: a.yaml}"
    for _ in range(8):
        inner = f"{{block: B, steps: [{inner}]}}"
    texts = {"main": f"title: T\nsteps:\n- include: a.yaml\n- {inner}\n", "a": _blocks(9).decode()}
    assert [problem.split(": ", 1)[1] for problem in _problems(_write(tmp_path, **texts))] == [
        "blocks and includes are nested more than 16 deep here; take a level away"
    ]
    assert _loaded(_write(tmp_path, **texts | {"a": _blocks(7).decode()}))


@pytest.mark.parametrize(
    "reference", ["'" + "\N{FLEXED BICEPS}" * 100 + "'", '"a\\0b"', "..", "/", "~", "'con:'", '"a\\nb"']
)
def test_odd_references_are_problems_and_never_crash(tmp_path: Path, reference: str) -> None:
    """If this failed, a strange name in an include would end in a traceback."""
    [problem] = _problems(_write(tmp_path, main=_including(reference)))
    assert problem.startswith("main.yaml:3:12: ")
    assert "\n" not in problem


@pytest.mark.parametrize(
    "value", ["null", "''", "true", "[1]", "{}", "{a: b}", "9" * 5000, '"a\\nb"', "*", "!!str 1", "? a", "1e999"]
)
@pytest.mark.parametrize(
    "place",
    [
        "{}",
        "title: {}",
        "steps: {}",
        "rounds: {}",
        "lead_in: {}",
        "voice: {}",
        "tips: {}",
        "levels: {}",
        "? {}",
        "steps: [{}]",
        "steps: [{{hold: P, for: {}}}]",
        "steps: [{{reps: P, count: {}}}]",
        "steps: [{{include: {}}}]",
        "steps: [{{reps: P, count: 1, tempo: {}}}]",
        "levels: {{a: {{set: {{rounds: {}}}}}}}",
    ],
)
def test_wrong_values_anywhere_are_problems_of_one_line_each(place: str, value: str) -> None:
    """If this failed, a value of the wrong kind would end in a traceback, or in a message that tools cannot read."""
    problems = parse((place.format(value) + "\n").encode(), file="a.yaml").problems
    assert problems
    assert all("\n" not in str(problem) for problem in problems)
    assert not any(word in str(problem) for problem in problems for word in ("None", "True", "set_int_max"))


# Sounds and music that a session names


class _Probe:
    """A probe that finds nothing wrong, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Path, str]] = []

    def __call__(self, path: Path, use: str) -> str:
        self.asked.append((path, use))
        return ""


SOUNDING = """\
title: T
sounds: {go: whistle.wav, tick: none, rest: /far/rest.flac}
music: {files: [a.mp3, b/], work: fast/, rest: {files: calm.mp3, shuffle: 3}}
steps: [{hold: A, for: 10s}]
"""


def test_sounds_and_music_are_beside_the_file_that_names_them(tmp_path: Path) -> None:
    """If this failed, a session could only be rendered from its own folder."""
    path = _write(tmp_path / "mine", session=SOUNDING)
    probe = _Probe()
    session = load(str(path), probe)
    folder = tmp_path / "mine"
    assert session.sounds == {"go": str(folder / "whistle.wav"), "tick": "none", "rest": str(Path("/far/rest.flac"))}
    assert session.music.files == (str(folder / "a.mp3"), str(folder / "b"))
    assert session.music.work.files == (str(folder / "fast"),)
    assert (session.music.rest.files, session.music.rest.shuffle) == ((str(folder / "calm.mp3"),), 3)
    assert probe.asked == [
        *((folder / "whistle.wav", "sound"), (Path("/far/rest.flac"), "sound")),
        *((folder / name, "music") for name in ("a.mp3", "b", "fast", "calm.mp3")),
    ]


def test_what_is_in_no_file_names_its_sounds_from_here() -> None:
    """If this failed, a session that is piped in could have no music."""
    probe = _Probe()
    assert parse(SOUNDING.encode(), file=STDIN_NAME, probe=probe).session
    assert probe.asked[0] == (Path("whistle.wav"), "sound")


def test_each_file_that_cannot_be_used_is_a_problem_with_its_place(tmp_path: Path) -> None:
    """If this failed, the author would learn of one missing file a run, or not where it is named."""
    path = _write(tmp_path, session=SOUNDING)
    with pytest.raises(InvalidSession) as caught:
        load(str(path), lambda named, use: f"no {use}" if named.name != "b" else "")
    places = [(each.line, each.column, each.message, each.hint) for each in caught.value.problems]
    assert places == [
        (2, 14, "cannot use whistle.wav: no sound", "name another file"),
        (2, 45, "cannot use /far/rest.flac: no sound", "name another file"),
        (3, 17, "cannot use a.mp3: no music", "name another file"),
        (3, 35, "cannot use fast/: no music", "name another file"),
        (3, 56, "cannot use calm.mp3: no music", "name another file"),
    ]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    """If this failed, a mistyped name would be found only when the workout is rendered."""
    path = _write(tmp_path, session="title: T\nmusic: gone.mp3\nsteps: [{rest: 9s}]\n")
    assert _problems(path) == ["session.yaml:2:8: cannot use gone.mp3: it does not exist; name another file"]
    (tmp_path / "gone.mp3").touch()
    assert _loaded(path).music.files == (str(tmp_path / "gone.mp3"),)


def test_an_included_session_brings_its_steps_and_not_its_music(tmp_path: Path) -> None:
    """If this failed, a part that somebody else wrote would have to come with all their music."""
    path = _write(tmp_path, whole=_including("part.yaml"), part="title: P\nmusic: gone.mp3\nsteps: [{rest: 9s}]\n")
    session = _loaded(path)
    assert not session.music.is_wanted


@pytest.mark.parametrize("key", ["music: ", "sounds: {go: "])
@pytest.mark.parametrize("name", ["~no-such-user/x.mp3", "x" * 300])
def test_a_name_that_no_file_can_have_is_a_problem_too(key: str, name: str, tmp_path: Path) -> None:
    """If this failed, a slip in a name would end in a traceback."""
    close = "}" if "{" in key else ""
    path = _write(tmp_path, session=f"title: T\n{key}{name}{close}\nsteps: [{{rest: 9s}}]\n")
    [problem] = _problems(path)
    assert problem.startswith(f"session.yaml:2:{len(key) + 1}: cannot use {name}: ")


TRICKY = ("Plank; choose A, then B", "Plank; set it", "Plank, or add --beyond-range", "Plank; ; (steps: a)")


@pytest.mark.parametrize("name", TRICKY)
@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("for", "5m", "{}.for=5m is outside the author's range 30s to 2m; choose a value inside it"),
        (
            "for",
            "two",
            "{}.for=two: 'two' is not a time repcast can use; write a duration such as 45s, 1m30s, 2m or 1:30",
        ),
        (
            "four",
            "1m",
            (
                "{} has no setting 'four'; did you mean 'for'? (settings: name, sides, switch, say, tips, "
                "encouragement, talk, talk.…, for, cadence, in_rounds, music, cues, image); correct it here"
            ),
        ),
    ],
)
def test_a_level_that_does_not_fit_names_its_step_in_full(name: str, key: str, value: str, problem: str) -> None:
    """If this failed, a name that reads like the end of a sentence would cut the message, or its hint, short."""
    steps = f"steps: [{{hold: '{name}', for: {{default: 1m, min: 30s, max: 2m}}}}]\n"
    text = f"title: T\n{steps}levels: {{a: {{set: {{'{name}.{key}': {value}}}}}}}\n"
    found = parse(text.encode(), file="a.yaml").problems
    assert [f"{each.message}; {each.hint}" for each in found] == [
        "this level does not fit the session: " + problem.format(name)
    ]


def test_a_block_with_a_tricky_name_is_told_in_full() -> None:
    """If this failed, a block's name would cut off what is wrong with its rounds."""
    block = "{block: 'A; choose B', rounds: 2, every: 30s, steps: [{rest: 1m}]}"
    [problem] = parse(f"title: T\nsteps: [{block}]\n".encode(), file="a.yaml").problems
    assert problem.message == "a round of 'A; choose B' takes 1m, and begins every 30s"
    assert problem.hint == "write every: 1m or more, or take something out"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: T\nrounds: 2\nevery: 30s\nsteps: [{rest: 1m}]\n", (3, 1)),
        (
            "title: T\nsteps:\n- block: A\n  every: 2m\n  steps:\n  - {block: B, every: 30s, steps: [{rest: 1m}]}\n",
            (6, 16),
        ),
        ("title: T\nsteps: [{block: A, every: 2m, steps: [{block: B, every: 30s, steps: [{rest: 1m}]}]}]\n", (2, 50)),
    ],
)
def test_a_round_that_does_not_fit_is_told_where_its_every_stands(text: str, place: tuple[int, int]) -> None:
    """If this failed, the author would look for the mistake at the top of the file, or in another block."""
    [problem] = parse(text.encode(), file="a.yaml").problems
    assert (problem.line, problem.column) == place


def test_a_round_that_does_not_fit_once_its_file_is_included_is_told_of_that_file(tmp_path: Path) -> None:
    """If this failed, the problem would stand at a line of the wrong file."""
    inner = "{block: Minutes, rounds: 2, every: 1m, steps: [{hold: Plank, for: 20s}]}"
    part = f"title: Part\nsteps:\n- block: Outer\n  every: 90s\n  steps: [{inner}]\n"
    (tmp_path / "part.yaml").write_text(part, encoding="utf-8")
    main = tmp_path / "main.yaml"
    text = b"title: Main\nsteps:\n- include: part.yaml\n- hold: Plank\n  for: 20s\n"
    [problem] = parse(text, file="main.yaml", path=main).problems
    assert str(problem).startswith("part.yaml:3:1: a round of 'Outer' takes 2m, and begins every 1m30s")
