"""Random sessions: as documents, as YAML texts, and with pretend clips, so that they can be planned without speech."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, get_args
from zlib import crc32

import yaml
from expectation import amount_key, kind_of, length_of, moments_ms, round_ms, rounds_of
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from repcast.plan.coach import write_script
from repcast.plan.placing import Lengths
from repcast.plan.schedule import schedule
from repcast.plan.script import Script
from repcast.plan.timeline import ClipKey, Timeline
from repcast.reading.loader import accept, parse
from repcast.session.model import Session
from repcast.session.phrases import PLACEHOLDERS
from repcast.session.settings import NO_SOUND, Signal
from repcast.session.talk import HowMuch, Talk, TalkLevel
from repcast.session.unroll import unroll

Document = dict[str, Any]
_Documents = st.SearchStrategy[Document]
FILE: Final = "workout.yaml"


FEWEST: Final = 20


def examples(count: int) -> settings:
    """Return how a test's examples are chosen: a third of so many, though no fewer than 20, the same on every run.

    With `REPCAST_EXPLORE=3` in the environment there are so many, with 30 ten times as many: new ones each time, or
    those that `--hypothesis-seed` names.
    """
    explore = os.environ.get("REPCAST_EXPLORE")
    return settings(
        max_examples=max(min(count, FEWEST), round(count * float(explore or 1) / 3)),
        derandomize=explore is None,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# Names and texts

ORDINARY: Final = ("Plank", "Side plank", "side plank", "High hops", "Flutter kicks", "Pull-ups", "Rest", "Push-ups.")
# What YAML, or a sentence that it is put into, might take for something else.
ODD: Final = (
    *("1:30", "0:45", "on", "no", "~", "null", "true", "08", "0x10", "1e5", "-5", "+1", ".5", "2026-01-31", "<<", "="),
    *("- a", "a: b", "# c", "{name}", "{n} of {of}", "%", "@home", "'", '"', "\\", "*x", "&y", "!z", "|", ">", "? q"),
    *(" two  spaces ", "\u3000x", "a\u00a0b", "x" * 100),
    *("Klimmzüge", "腹筋", "ногі", "🏃🏽", "e\u0301", "a.b", "..", "say", "steps[0]", "voice", "İst", "ß"),
)
ODD_TEXTS: Final = (*ODD, "a\nb", "\n a\tb\r\n", "Up. And down!", "x " * 500)
_CHARACTERS: Final = st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"])

_random_text: Final = st.text(_CHARACTERS, min_size=1, max_size=20).filter(lambda text: not text.isspace())
_ordinary: Final = st.sampled_from(ORDINARY)
names: Final = st.one_of(_ordinary, _ordinary, st.sampled_from(ODD), _random_text)
texts: Final = st.one_of(
    st.sampled_from(("Keep your form.", "Hips high.", "Roll onto one forearm.", "Land softly.")),
    st.sampled_from(ODD_TEXTS),
    _random_text,
)
tips: Final = st.lists(texts, max_size=3)

# Times

_EDGES: Final = (1, 2, 3, 4, 5, 7, 8, 9, 19, 20, 24, 25, 26, 29, 30, 31, 59, 60, 61, 89, 90, 91, 120, 150, 181)
_FORMS: Final = ("seconds", "units", "spaced", "clock", "words", "parts")


def written(seconds: int, form: str) -> str:
    """Return a duration as an author might write it."""
    minutes, rest = divmod(seconds, 60)
    match form:
        case "clock":
            return f"{minutes}:{rest:02}"
        case "units" | "spaced" if minutes:
            return (" " if form == "spaced" else "").join([f"{minutes}m", *([f"{rest}s"] if rest else [])])
        case "words" if seconds:
            return " ".join(f"{number} {unit}" for number, unit in ((minutes, "min"), (rest, "sec")) if number)
        case "parts" if seconds:
            return f"{seconds}.25s"
        case _:
            return f"{seconds}s"


def _spans(least: int) -> st.SearchStrategy[str | Document]:
    """Return times of at least so many seconds, plain or with their range."""
    seconds = st.one_of(st.sampled_from(_EDGES), st.integers(least, 12), st.integers(least, 400))
    forms = st.sampled_from(_FORMS)

    def ranged(three: list[int], form: str, keys: set[str]) -> Document:
        lowest, default, highest = sorted(three)
        values = {"default": default, "min": lowest, "max": max(highest, 1)}
        return {key: written(value, form) for key, value in values.items() if key in keys | {"default"}}

    ranges = st.builds(
        ranged, st.lists(seconds, min_size=3, max_size=3), forms, st.sets(st.sampled_from(["min", "max"]))
    )
    plain = st.builds(written, seconds, forms)
    return st.one_of(plain, plain, ranges)


spans: Final = _spans(1)
pauses: Final = st.one_of(st.just("0s"), _spans(0))
tempos: Final = st.one_of(
    st.sampled_from(("0.1s", "0.35s", "0.999s", "1s", "1.5s", "2s", "3.25s")),
    st.integers(100, 9_999).map(lambda ms: f"{ms // 1000}.{ms % 1000:03}s"),
)

# How much is said, and how

LEVELS: Final = get_args(TalkLevel)
_how_much: Final = st.sampled_from(get_args(HowMuch))
_rows: Final = st.sampled_from(sorted(set(Talk.model_fields) - {"level"}))
talks: Final = st.one_of(
    st.sampled_from(LEVELS),
    st.builds(
        lambda rows, level: rows | level,
        st.dictionaries(_rows, _how_much, max_size=4),
        st.fixed_dictionaries({}, optional={"level": st.sampled_from(LEVELS)}),
    ),
)


def _phrase(key: str) -> st.SearchStrategy[str]:
    """Return a phrase in other words, with what is filled in."""
    filled = [f"{{{name}}}" for name in PLACEHOLDERS[key]]
    least = [name for name in filled if name != "{of}"]
    own = (" ".join((*filled, f"now {key}")), f"{key}:  {' – '.join(filled)}!", " ".join((*least, *least, f"{key}?")))
    return st.sampled_from(own)


phrases: Final = st.fixed_dictionaries({}, optional={key: _phrase(key) for key in PLACEHOLDERS})

# Music

_files: Final = st.sampled_from(
    ("whistle.wav", "mine/go.mp3", "../a b.flac", "/x.ogg", "~/y.opus", "none.wav", "x" * 255)
)
_playlists: Final = st.one_of(st.just("none"), _files, st.lists(_files, max_size=3))
_shuffles: Final = st.sampled_from((0, 7, 7.0, 1_000_000))
_some_music: Final = st.one_of(
    _playlists, st.fixed_dictionaries({}, optional={"files": _playlists, "shuffle": _shuffles})
)
# Steps

_training: Final = {
    "sides": st.lists(names, min_size=2, max_size=3),
    "switch": pauses,
    "say": texts,
    "tips": tips,
    "encouragement": tips,
    "talk": talks,
    "music": _some_music,
}


@dataclass(frozen=True)
class _Moment:
    """A cue of the author's own, whatever step it is in: which part of it has gone by, and what is heard."""

    form: str
    part: float
    heard: Document

    def within(self, length_ms: int) -> Document:
        """Return it as it is written in a step that lasts so long."""
        at_ms = int(self.part * length_ms)
        if self.form == "every":
            every_ms = max(1_000, at_ms)
            return {"every": _to_the_ms(every_ms), **self.heard}
        is_before_end = self.form == "before the end"
        return {"at": f"-{_to_the_ms(length_ms - at_ms)}" if is_before_end else _to_the_ms(at_ms), **self.heard}


def _to_the_ms(ms: int) -> str:
    return f"{ms // 1_000}.{ms % 1_000:03}s" if ms % 1_000 else f"{ms // 1_000}s"


_moments: Final = st.builds(
    _Moment,
    st.sampled_from(("from the start", "before the end", "every")),
    st.sampled_from((0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)),
    st.one_of(
        st.fixed_dictionaries({"say": st.sampled_from(("Sprint!", "Relax,  now.", "Pick up the pace."))}),
        st.fixed_dictionaries({"sound": st.sampled_from(("tick", "halfway", "go"))}),
    ),
)


def _cued(step: Document, moments: list[_Moment]) -> Document:
    """Return a step with cues of the author's own, those that fit into it."""
    length_ms = length_of(step)
    cues = [moment.within(length_ms) for moment in moments if moment.form != "every" or length_ms > 1_000]
    return step | {"cues": cues} if cues else step


def _perhaps_cued(steps: st.SearchStrategy[Document]) -> st.SearchStrategy[Document]:
    return st.one_of(steps, steps, st.builds(_cued, steps, st.lists(_moments, max_size=3)))


def _timed(kind: str, time: str) -> st.SearchStrategy[Document]:
    cadence = {"cadence": st.sampled_from((10, 60, 170, 170.0, 300))}
    return _perhaps_cued(st.fixed_dictionaries({kind: names, time: spans}, optional=_training | cadence))


_PACES: Final = ("5:00/km", "4:45/km", "8:00/mi", "2:05/500m", "0:20/100m", "12:34/mi")


def _over_distance(kind: str, called: st.SearchStrategy[str], training: Document) -> _Documents:
    """Return movement over a distance, at a pace of its own."""
    far = st.sampled_from(("400m", "100 m", "1.5km", "0.25 mi", "50yd", "1km"))
    return st.fixed_dictionaries(
        {kind: called, "distance": far, "pace": st.sampled_from(_PACES)},
        optional=training | {"cadence": st.sampled_from((60, 170))},
    )


_phases: Final = st.lists(
    st.dictionaries(
        st.sampled_from(("breathe in", "hold", "Breathe out", "slowly, all the way down")),
        st.sampled_from(("1s", "1.5s", "2s", "4s", "5.5s", "8s")),
        min_size=1,
        max_size=1,
    ),
    min_size=1,
    max_size=4,
)
_phased_tempos: Final = st.sampled_from(("3-1-2-0", "1-0-x-0", "0-0-1", "2-0-2", "4-2-1-1", "10-0-1-0"))


def _reps(called: st.SearchStrategy[str], most: int, beats: st.SearchStrategy[str], training: Document) -> _Documents:
    """Return counted repetitions: on a beat, or on phases."""
    counted = st.fixed_dictionaries(
        {"reps": called, "count": st.integers(1, most)},
        optional={"count_at": st.sampled_from(("start", "end")), **training},
    )
    paces: tuple[_Documents, ...] = (
        st.just({}),
        st.fixed_dictionaries({"tempo": st.one_of(beats, beats, _phased_tempos)}),
        st.fixed_dictionaries({"phases": _phases}),
    )
    return st.builds(lambda step, pace: step | pace, counted, st.one_of(paces))


_leaves: Final = (
    _timed("hold", "for"),
    _timed("work", "for"),
    _perhaps_cued(_reps(names, 30, tempos, _training)),
    _timed("max", "within"),
    _timed("recover", "for"),
    _perhaps_cued(st.one_of(_over_distance("work", names, _training), _over_distance("recover", names, _training))),
    _perhaps_cued(st.fixed_dictionaries({"rest": spans}, optional={"talk": talks, "say": texts, "music": _some_music})),
    _perhaps_cued(st.fixed_dictionaries({"pause": spans}, optional={"music": _some_music})),
    st.fixed_dictionaries({"say": texts}, optional={"music": _some_music}),
)
INCLUDED: Final = ("planks", "ab-circuit", "pull-pushes", "sprint-lunges")
_includes: Final = st.fixed_dictionaries({"include": st.sampled_from(INCLUDED)}, optional={"music": _some_music})
_group: Final = {
    "rounds": st.integers(1, 3),
    "rest_between_rounds": pauses,
    "rest_between_steps": pauses,
    "tips": tips,
    "encouragement": tips,
    "talk": talks,
}


def _steps(depth: int, *, includes: bool) -> st.SearchStrategy[list[Document]]:
    kinds = [*_leaves, *([_includes] if includes else [])]
    if not depth:
        return st.lists(st.one_of(kinds), min_size=1, max_size=4)
    block = _block(depth - 1, includes=includes)
    few = st.lists(st.one_of(*kinds, block), max_size=2)
    around_a_block = st.builds(lambda before, block, after: [*before, block, *after], few, block, few)
    return st.one_of(st.lists(st.one_of(*kinds, block), min_size=1, max_size=4), around_a_block)


def _block(depth: int, *, includes: bool) -> st.SearchStrategy[Document]:
    return st.fixed_dictionaries(
        {"block": names, "steps": _steps(depth, includes=includes)}, optional=_group | {"music": _some_music}
    )


# Levels that fit every session.
_levels: Final = st.dictionaries(
    names,
    st.fixed_dictionaries(
        {},
        optional={
            "scale": st.dictionaries(st.sampled_from(["holds", "work", "rests", "reps"]), st.sampled_from([1, 1.0])),
            "set": st.fixed_dictionaries({}, optional={"rounds": st.integers(1, 3), "voice.rate_wpm": st.just("170")}),
        },
    ),
    max_size=2,
)
_voices: Final = st.fixed_dictionaries(
    {}, optional={"engine": st.just("pyttsx3"), "name": names, "rate_wpm": st.integers(80, 450)}
)


# What it sounds like

_SIGNALS: Final = get_args(Signal)
_decibels: Final = st.one_of(st.integers(-60, 20), st.integers(-6_000, 2_000).map(lambda hundredths: hundredths / 100))
_sounds: Final = st.one_of(
    st.just(NO_SOUND),
    st.dictionaries(st.sampled_from(_SIGNALS), st.one_of(st.just(NO_SOUND), st.just(NO_SOUND), _files), max_size=6),
)
_sounding: Final = {
    "language": st.just("en"),
    "phrases": phrases,
    "pronounce": st.dictionaries(st.sampled_from(("Plank", "hops", "腹筋")), st.just("as one says it"), max_size=2),
    "countdown": st.sampled_from(("spoken", "ticks", "off")),
    "countdown_from": st.sampled_from((3, 5, 10, 5.0)),
    "keep_awake": st.sampled_from(("on", "off")),
    "sounds": _sounds,
    "music": st.one_of(
        _playlists,
        st.fixed_dictionaries(
            {}, optional={"files": _playlists, "shuffle": _shuffles, "work": _some_music, "rest": _some_music}
        ),
    ),
    "mix": st.fixed_dictionaries(
        {},
        optional={
            "loudness_lufs": st.one_of(st.integers(-40, -8), st.integers(-80, -16).map(lambda halves: halves / 2)),
            **dict.fromkeys(("voice_db", "earcons_db", "music_db"), _decibels),
        },
    ),
}


def silenced(document: Document) -> set[str]:
    """Return the signals that a session does not want."""
    sounds = document.get("sounds", {})
    return {*_SIGNALS} if sounds == NO_SOUND else {name for name, file in sounds.items() if file == NO_SOUND}


def documents(*, includes: bool = True, depth: int = 2) -> st.SearchStrategy[Document]:
    """Return valid sessions, as the data that their YAML texts hold, with blocks in each other so deep."""
    return st.fixed_dictionaries(
        {"title": names, "steps": _steps(depth, includes=includes)},
        optional={
            "description": texts,
            "credit": texts,
            "lead_in": pauses,
            "voice": st.one_of(_voices, names),
            "levels": _levels,
            **_sounding,
            **_group,
        },
    )


# Sessions as most are, with names and instructions that are soon said

EXERCISES: Final = (
    *("Plank", "Squats", "Run", "Walk", "Push-ups", "Side plank", "High knees", "Jumping jacks", "Glute bridge"),
    *("Wall sit", "Hollow body hold", "Single leg deadlift", "Bulgarian split squat"),
)
_exercises: Final = st.sampled_from(EXERCISES)
_instructions: Final = st.sampled_from(
    ("Hips high.", "Keep your back flat.", "Push the floor away, and breathe out as you come up, all of the time.")
)
_hints: Final = st.lists(st.sampled_from(("Breathe.", "Shoulders down.", "Land softly, on your toes.")), max_size=3)
_cheers: Final = st.lists(st.sampled_from(("Strong arms!", "Eyes up.", "Last one!")), max_size=3)
_some_seconds: Final = st.one_of(
    st.integers(1, 10), st.integers(1, 10), st.integers(1, 60), st.sampled_from((75, 90, 120, 150, 200, 330, 400))
)
_few_seconds: Final = st.one_of(st.integers(1, 4), st.integers(1, 12))


@dataclass(frozen=True)
class Ordinary:
    """Which ordinary sessions: how much is said, how long their parts take, what repeats, and whether it differs."""

    talk: st.SearchStrategy[object] = talks
    seconds: st.SearchStrategy[int] = _some_seconds
    rounds: st.SearchStrategy[int] = field(default_factory=lambda: st.integers(1, 3))
    depth: int = 2
    differs: bool = True

    def documents(self) -> st.SearchStrategy[Document]:
        """Return sessions whose names take one to three words."""
        return st.fixed_dictionaries(
            {"title": st.just("Today"), "steps": self._steps(self.depth), "rounds": self.rounds},
            optional={
                "lead_in": st.integers(0, 60).map("{}s".format),
                "countdown": st.sampled_from(("spoken", "ticks", "off")),
                "countdown_from": st.sampled_from((3, 5, 10)),
                "sounds": st.one_of(
                    st.just(NO_SOUND), st.dictionaries(st.sampled_from(_SIGNALS), st.just(NO_SOUND), max_size=3)
                ),
                **self._of_group(),
            },
        )

    def workouts(self, clips: "st.SearchStrategy[Spoken]") -> "st.SearchStrategy[Workout]":
        """Return the same as they are spoken."""
        documents = st.builds(varied, self.documents(), _numbers) if self.differs else self.documents()
        return st.builds(_workout, documents, st.just(Layout("block", 0)), clips)

    @property
    def _times(self) -> st.SearchStrategy[str]:
        return self.seconds.map("{}s".format)

    @property
    def _pauses(self) -> st.SearchStrategy[str]:
        return st.one_of(st.just("0s"), st.integers(1, 6).map("{}s".format), self._times)

    def _of_group(self) -> dict[str, st.SearchStrategy[Any]]:
        return {
            "rest_between_rounds": self._pauses,
            "rest_between_steps": self._pauses,
            "tips": _hints,
            "encouragement": _cheers,
            "talk": self.talk,
        }

    def _steps(self, depth: int) -> st.SearchStrategy[list[Document]]:
        training = {
            "sides": st.sampled_from((["left", "right"], ["right", "left"])),
            "switch": self._pauses,
            "say": _instructions,
            "tips": _hints,
            "encouragement": _cheers,
            "talk": self.talk,
        }
        cadence = {"cadence": st.sampled_from((60, 170))}
        tempos = st.integers(4, 40).map(lambda tenths: f"{tenths // 10}.{tenths % 10}s")
        kinds: list[st.SearchStrategy[Document]] = [
            *(
                st.fixed_dictionaries({kind: _exercises, length: self._times}, optional=training | cadence)
                for kind, length in (("hold", "for"), ("work", "for"), ("max", "within"))
            ),
            _reps(_exercises, 12, tempos, training),
            _over_distance("work", _exercises, training),
            st.fixed_dictionaries({"rest": self._times}, optional={"talk": self.talk}),
            st.fixed_dictionaries({"recover": _exercises, "for": self._times}, optional=training | cadence),
            st.fixed_dictionaries({"rest": self._times}, optional={"say": _instructions}),
            st.fixed_dictionaries({"pause": self._times}),
            st.fixed_dictionaries({"say": _instructions}),
        ]
        if depth:
            block = {"block": st.sampled_from(("Core", "Legs")), "steps": self._steps(depth - 1)}
            kinds.append(st.fixed_dictionaries(block, optional={"rounds": st.integers(2, 4), **self._of_group()}))
        return st.lists(st.one_of(kinds), min_size=1, max_size=4)


# YAML


@dataclass(frozen=True)
class Layout:
    """How a document is laid out as text."""

    style: str
    comments: int


layouts: Final = st.builds(Layout, st.sampled_from(("block", "flow", "mixed", "json")), st.integers(0, 3))


class _Dumper(yaml.CSafeDumper):
    """PyYAML follows YAML 1.1, where `08` is text; a reader of YAML 1.2 needs it quoted."""


def _text_node(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if re.fullmatch(r"[-+.0-9]*", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text_node)
_Dumper.ignore_aliases = lambda _self, _data: True  # type: ignore[method-assign,assignment]
_FLOW: Final = {"block": False, "flow": True, "mixed": None}


def as_yaml(document: object, layout: Layout) -> str:
    """Return a document as YAML that begins with some comments."""
    if layout.style == "json":
        body = json.dumps(document, ensure_ascii=False, indent=layout.comments or None)
        body = re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", body)
    else:
        body = yaml.dump(
            document, Dumper=_Dumper, default_flow_style=_FLOW[layout.style], allow_unicode=True, sort_keys=False
        )
    return "# a workout\n" * layout.comments + body


# Pretend clips

_COUNTED: Final = re.compile(r"[a-z-]+( hundred.*)?")


@dataclass(frozen=True)
class Pace:
    """How long pretend clips are: the same text takes the same time, whatever the session."""

    seed: int
    shortest_ms: int
    longest_ms: int
    longest_number_ms: int

    def lengths(self, script: Script) -> dict[ClipKey, int]:
        """Return the length of every clip that a script may need, and of no other."""
        voice: dict[ClipKey, int] = {("voice", each.text): self._of(each.text) for each in script.utterances()}
        earcons: dict[ClipKey, int] = {("earcon", name): 20 + self._hash(name) % 700 for name in get_args(Signal)}
        return voice | earcons

    def hurried(self, texts: Iterable[str]) -> dict[ClipKey, int]:
        """Return the lengths of clips that are spoken faster: by about a quarter, as engines do it."""
        return {("hurried", text): max(1, self._of(text) * (70 + self._hash(f"{text}!") % 26) // 100) for text in texts}

    def _of(self, text: str) -> int:
        if _COUNTED.fullmatch(text):
            return 100 + self._hash(text) % (self.longest_number_ms - 99)
        return self.shortest_ms + self._hash(text) % (self.longest_ms - self.shortest_ms + 1)

    def _hash(self, text: str) -> int:
        return crc32(f"{self.seed} {text}".encode())


paces: Final = st.builds(
    lambda seed, shortest_ms, more_ms, number_ms: Pace(seed, shortest_ms, shortest_ms + more_ms, number_ms),
    st.integers(0, 999),
    st.sampled_from((1, 300, 1000)),
    st.sampled_from((0, 500, 2000, 8000)),
    st.sampled_from((400, 700, 850, 1200, 3000)),
)


EARCON_MS: Final[Mapping[str, int]] = {
    "go": 270,
    "recover": 400,
    "tick": 60,
    "halfway": 220,
    "done": 320,
    "rest": 480,
    "finish": 760,
}


@dataclass(frozen=True)
class Spoken:
    """Pretend clips about as long as real ones: so long for each letter.

    Attributes:
        earcon_ms: how long the signals are.
        alike: what is taken for one letter, whatever it is: a pattern.
    """

    letter_ms: int = 60
    shortest_ms: int = 300
    earcon_ms: Mapping[str, int] = field(default_factory=lambda: EARCON_MS)
    alike: str = r"(?!)"

    def lengths(self, script: Script) -> dict[ClipKey, int]:
        """Return the length of every clip that a script may need, and of no other."""
        voice: dict[ClipKey, int] = {("voice", each.text): self.ms(each.text) for each in script.utterances()}
        earcons: dict[ClipKey, int] = {("earcon", name): length_ms for name, length_ms in self.earcon_ms.items()}
        return voice | earcons

    def hurried(self, texts: Iterable[str]) -> dict[ClipKey, int]:
        """Return the lengths of clips that are spoken 1.25 times as fast."""
        return {("hurried", text): -(-self.ms(text) * 4 // 5) for text in texts}

    def ms(self, text: str) -> int:
        """Return how long a text takes."""
        return max(self.shortest_ms, self.letter_ms * len(re.sub(self.alike, "x", text)))


@dataclass(frozen=True)
class Workout:
    """A valid session file, and how fast it is spoken."""

    document: Document
    text: str
    pace: Pace | Spoken

    def session(self) -> Session:
        """Return what the file means; a problem in it is an error."""
        return accept(parse(self.text.encode(), file=FILE, probe=lambda *_: ""))

    def script(self) -> Script:
        """Return all that it says."""
        session = self.session()
        return write_script(session, unroll(session))

    def timeline(self) -> Timeline:
        """Return its plan."""
        script = self.script()
        return schedule(script, self.lengths(script)).timeline

    def lengths(self, script: Script) -> Lengths:
        """Return the length of every clip that there is: no silenced earcon, and hurried texts only where needed."""
        gone = {("earcon", name) for name in silenced(self.document)}
        lengths = {key: length_ms for key, length_ms in self.pace.lengths(script).items() if key not in gone}
        while cramped := schedule(script, lengths).cramped:
            lengths |= self.pace.hurried(cramped)
        return lengths


# What differs between rounds

_IN_ROUNDS: Final = ("first", "last", "not last")
_OTHERS: Final[dict[str, list[Any]]] = {"count": [3, 1, 6], "distance": ["50m", "0.5km", "0.25 mi"]}


def varied(document: Document, numbers: list[int]) -> Document:
    """Return a document in whose groups rounds differ, as far as there are numbers to choose by; 0 changes nothing."""
    document, turns = deepcopy(document), iter(numbers)
    for path, group in walk(document):
        if isinstance(group, dict) and "steps" in group:
            _with_lists(group, turns)
            _in_some_rounds(group, turns)
            _dealt(group, turns)
            if path and next(turns, 0) % 3 == 1:
                group["sides"] = [["left", "right"], ["front", "x", "back"]][next(turns, 0) % 2]
                group["switch"] = ["0s", "5s", "12s"][next(turns, 0) % 3]
    if seed := next(turns, 0):
        document["seed"] = seed
    _at_paces(document, turns)
    if any(_asks_for_rounds(step) for step in document["steps"]):
        for level in document.get("levels", {}).values():
            level.get("set", {}).pop("rounds", None)
    return document


def _at_paces(document: Document, turns: Iterator[int]) -> None:
    """Have some groups say how fast distances below them are covered, in place of some of the steps."""
    groups = [part for _, part in walk(document) if isinstance(part, dict) and "steps" in part]
    for group in groups:
        if number := next(turns, 0):
            group["pace"] = _PACES[number % len(_PACES)]
    for group in groups if "pace" in document else ():
        for step in group["steps"]:
            if "distance" in step and "cues" not in step and next(turns, 0) % 2:
                step.pop("pace", None)


def _asks_for_rounds(step: Document) -> bool:
    """Tell whether a step has something for some rounds, which other rounds would not fit."""
    return "in_rounds" in step or isinstance(step.get(amount_key(step)), list)


def _with_lists(group: Document, turns: Iterator[int]) -> None:
    """Give some of a group's steps a list, with a value for each round."""
    rounds = next(turns, 0) % 4
    listed = [step for step in group["steps"] if rounds and amount_key(step) and next(turns, 0) % 2]
    for step in listed:
        key = amount_key(step)
        others = _OTHERS.get(key, ["7s", {"default": "20s", "max": "1m"}, "1m"])
        step[key] = [step[key], others[next(turns, 0) % 3], others[next(turns, 0) % 3]][:rounds]
        shortest_ms = min(length_of({**step, key: value}) for value in step[key])
        if fitting := [cue for cue in step.pop("cues", []) if _is_in(cue, shortest_ms)]:
            step["cues"] = fitting
    if listed:
        group.pop("rounds", None)
        if next(turns, 0) % 2:
            group["rounds"] = rounds


def _is_in(cue: Document, length_ms: int) -> bool:
    return any(0 <= at_ms < length_ms for at_ms in moments_ms(cue, length_ms))


def _in_some_rounds(group: Document, turns: Iterator[int]) -> None:
    """Have some of a group's steps, but for one of them, done in some rounds alone."""
    rounds, always = rounds_of(group), next(turns, 0) % len(group["steps"])
    for index, step in enumerate(group["steps"]):
        number = next(turns, 0)
        if number and index != always and rounds > 1:
            some = [*_IN_ROUNDS, 1 + number % rounds, [1, rounds]]
            step["in_rounds"] = some[number % 5]


def _dealt(group: Document, turns: Iterator[int]) -> None:
    """Have a group shuffled, or some of it picked."""
    if next(turns, 0) % 3 == 1:
        group["shuffle"] = ["on", "off"][next(turns, 0) % 2]
    cards = sum(kind_of(step) not in ("rest", "pause", "recover", "say") for step in group["steps"])
    if cards and next(turns, 0) % 3 == 1:
        group["pick"] = 1 + next(turns, 0) % cards


_numbers: Final[st.SearchStrategy[list[int]]] = st.one_of(
    st.just([]),
    st.lists(st.integers(0, 11), max_size=40),
    st.integers(1, 10**6).map(lambda seed: Random(seed).choices(range(12), k=400)),  # enough for every group
)


def _workout(document: Document, layout: Layout, pace: Pace | Spoken) -> Workout:
    return Workout(document, as_yaml(document, layout), pace)


_spare_s: Final = st.one_of(st.none(), st.sampled_from((0, 1, 30)), st.integers(0, 90))


def _groups(group: Document, around: str) -> Iterator[tuple[Document, str]]:
    """Yield a group and those in it, each with the pace around it."""
    yield group, around
    for step in group["steps"]:
        if "steps" in step:
            yield from _groups(step, group.get("pace", around))


def _paced(document: Document, spare_s: list[int | None]) -> Document:
    """Return a document with groups, innermost first, whose rounds begin so long after each other; None for no time."""
    document = deepcopy(document)
    for (group, pace), spare in zip(reversed([*_groups(document, "")]), spare_s, strict=False):
        length_ms = round_ms(group, pace)
        if spare is not None and length_ms is not None and length_ms + spare > 0:
            group.pop("rest_between_rounds", None)
            for part in walk(group):  # which come between fewer steps more often
                if isinstance(part[1], dict):
                    part[1].pop("rest_between_steps", None)
            group["every"] = f"{-(-length_ms // 1_000) + spare}s"
    return document


def varied_documents(*, includes: bool = True) -> st.SearchStrategy[Document]:
    """Return the same where rounds may differ, blocks have sides, and steps be shuffled or picked."""
    return st.builds(varied, documents(includes=includes), _numbers)


workouts: Final = st.builds(_workout, varied_documents(), layouts, paces)
ordinary_workouts: Final = st.one_of(
    Ordinary().workouts(st.just(Spoken())), Ordinary(seconds=_few_seconds).workouts(st.just(Spoken()))
)
paced_workouts: Final = st.builds(
    _workout, st.builds(_paced, varied_documents(), st.lists(_spare_s, max_size=6)), layouts, paces
)
"""Workouts in which some groups begin their rounds at set times."""
shallow_workouts: Final = st.builds(_workout, documents(depth=1), layouts, paces)


def walk(value: object, path: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], object]]:
    """Yield every value in a document with its path, outermost first."""
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
