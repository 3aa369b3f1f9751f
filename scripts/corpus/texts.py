"""Sessions, shorthand, training plans, settings and playlists that ask for too much, or are no text at all."""

import codecs
from collections.abc import Callable, Mapping
from typing import Final

from corpus.pieces import TINY

_DEEP: Final = 100_000

TextMaker = Callable[[], str | bytes]


def _steps(count: int) -> str:
    return "title: Many\nsteps:\n" + "- say: a\n" * count


def _blocks(depth: int) -> str:
    lines = ["title: Deep", "steps:"]
    for level in range(depth):
        lines += [f"{'  ' * level}- block: b", f"{'  ' * level}  steps:"]
    return "\n".join([*lines, f"{'  ' * depth}- say: a", ""])


def _nested_rounds() -> str:
    """Return blocks in blocks of a thousand rounds each: 10^45 steps."""
    inner = "[{say: a}]"
    for _ in range(15):
        inner = f"[{{block: b, rounds: 1000, steps: {inner}}}]"
    return f"title: Rounds\nsteps: {inner}\n"


def _aliases(key: str) -> str:
    lines = [f"x0: &x0 [{', '.join(['a'] * 10)}]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join([*lines, f"{key}: *x11", TINY])


def _merged() -> str:
    """Return mappings merged into mappings, each of which doubles the one before it."""
    lines = ["m0: &m0 {a: 1}"]
    lines += [f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 10)}], k{n}: 1}}" for n in range(1, 30)]
    return "\n".join([*lines, TINY])


def _settings_of(key: str, value: str) -> str:
    return TINY + f"{key}: {value}\n"


def _changes(count: int) -> str:
    sets = ", ".join(f"'Plank.for{n}': 45s" for n in range(count))
    return f"title: Plan\nstart: 2026-11-23\nweeks: 9\ndays:\n  monday: {{session: core, set: {{{sets}}}}}\n"


def _cycle(count: int) -> str:
    return "title: Plan\nstart: 2026-11-23\nweeks: 104\ncycle:\n" + "- [core, planks, core, planks, core]\n" * count


def _plan(**changes: str) -> str:
    told = {"title": "Plan", "start": "2026-11-23", "weeks": "9", "days": "{monday: core}", **changes}
    return "".join(f"{key}: {value}\n" for key, value in told.items())


def _playlist(names: str) -> str:
    return f"#EXTM3U\n#PLAYLIST:Tiny\n{names}"


SESSIONS: Final[Mapping[str, TextMaker]] = {
    "aliases.yaml": lambda: _aliases("tips"),
    "merged.yaml": _merged,
    "alias-of-itself.yaml": lambda: _settings_of("tips", "&a [x, *a]"),
    "lists-nested.yaml": lambda: _settings_of("tips", "[" * _DEEP),
    "lists-nested-and-closed.yaml": lambda: _settings_of("tips", "[" * _DEEP + "]" * _DEEP),
    "maps-nested.yaml": lambda: _settings_of("mix", "{a: " * _DEEP),
    "maps-nested-in-lines.yaml": lambda: "title: a\n" + "".join(f"{' ' * n}a:\n" for n in range(1_300)),
    "dashes.yaml": lambda: "- " * 300_000 + "a\n",
    "keys-as-questions.yaml": lambda: "? " * 300_000 + "a\n",
    "tags.yaml": lambda: TINY + "tips: [" + "!!python/object/apply:os.system [id], " * 20_000 + "]\n",
    "anchors.yaml": lambda: TINY + "tips: [" + ", ".join(f"&a{n} x" for n in range(60_000)) + "]\n",
    "comments.yaml": lambda: "#\n" * 450_000 + TINY,
    "documents.yaml": lambda: "---\n" * 200_000 + TINY,
    "directives.yaml": lambda: "%YAML 1.1\n" * 60_000 + "---\n" + TINY,
    "one-line.yaml": lambda: "title: " + "x" * 990_000 + "\n",
    "one-key.yaml": lambda: "x" * 990_000 + ": 1\n",
    "one-quoted-line.yaml": lambda: 'title: "' + "\\x41" * 240_000 + '"\n',
    "open-quotes.yaml": lambda: "title: " + "'" * 900_001,
    "folded.yaml": lambda: "title: >-\n" + "  a\n\n" * 190_000,
    "keys-100000.yaml": lambda: TINY + "".join(f"k{n}: 0\n" for n in range(90_000)),
    "same-key.yaml": lambda: TINY + "rounds: 1\n" * 90_000,
    "steps-100000.yaml": lambda: _steps(100_000),
    "steps-without-kind.yaml": lambda: "title: a\nsteps:\n" + "- {}\n" * 49_000,
    "steps-that-are-texts.yaml": lambda: "title: a\nsteps:\n" + "- a\n" * 99_000,
    "steps-in-all-their-rounds.yaml": _nested_rounds,
    "blocks-500-deep.yaml": lambda: _blocks(500),
    "rounds-a-billion.yaml": lambda: "title: a\nrounds: 1000000000\nsteps:\n- say: a\n",
    "rounds-of-10000-digits.yaml": lambda: f"title: a\nrounds: {'9' * 10_000}\nsteps:\n- say: a\n",
    "rounds-of-900000-digits.yaml": lambda: f"title: a\nrounds: {'9' * 900_000}\nsteps:\n- say: a\n",
    "number-in-base-60.yaml": lambda: f"title: a\nrounds: 1{':59' * 290_000}\nsteps:\n- say: a\n",
    "number-in-hexadecimal.yaml": lambda: f"title: a\nrounds: 0x{'f' * 900_000}\nsteps:\n- say: a\n",
    "number-with-underscores.yaml": lambda: f"title: a\nrounds: 1{'_' * 900_000}\nsteps:\n- say: a\n",
    "number-is-infinite.yaml": lambda: "title: a\nrounds: .inf\nlead_in: .nan\nsteps:\n- hold: a\n  for: 1e999\n",
    "time-of-10000-digits.yaml": lambda: TINY.replace("3s", "9" * 10_000 + "s"),
    "date-that-is-none.yaml": lambda: "title: 2026-99-99\nsteps: [{hold: 0001-01-01 00:00:00 +99:99, for: 3s}]\n",
    "levels.yaml": lambda: TINY + "levels: {" + ", ".join(f"l{n}: {{set: {{rounds: 2}}}}" for n in range(15_000)) + "}",
    "zero-bytes.yaml": lambda: TINY.encode().replace(b"Plank", b"Pl\0nk"),
    "only-zero-bytes.yaml": lambda: bytes(500_000),
    "utf-16.yaml": lambda: codecs.BOM_UTF16_LE + TINY.encode("utf-16-le"),
    "latin-1.yaml": lambda: TINY.encode().replace(b"Plank", b"Pl\xe4nk"),
    "byte-order-marks.yaml": lambda: "\ufeff" * 200_000 + TINY,
    "surrogates.yaml": lambda: TINY.encode().replace(b"Plank", b"\xed\xa0\x80"),
    "escapes-in-the-title.yaml": lambda: TINY.replace("title: Tiny", 'title: "\\e[2J\\e]0;owned\\a\\u202e"'),
    "escapes-in-a-key.yaml": lambda: TINY + '"\\e[2J\\u202e": 1\n',
    "escapes-in-an-include.yaml": lambda: "title: a\nsteps:\n- include: \"\\e[2Ja.yaml\"\n- include: 'a\u202eb.yaml'\n",
    "escapes-in-a-sound.yaml": lambda: TINY + 'sounds: {go: "\\e[2J.wav"}\nmusic: "\\u202egnp.mp3"\n',
    "circle-a.yaml": lambda: "title: a\nsteps:\n- include: circle-b.yaml\n- include: circle-b.yaml\n",
    "circle-b.yaml": lambda: "title: b\nsteps:\n- include: circle-a.yaml\n- include: circle-a.yaml\n",
    "included-often.yaml": lambda: "title: a\nsteps:\n" + "- include: included-often-1.yaml\n" * 900,
    "included-often-1.yaml": lambda: "title: a\nsteps:\n" + "- include: included-often-2.yaml\n" * 900,
    "included-often-2.yaml": lambda: "title: a\nsteps:\n" + "- say: a\n" * 900,
    "includes-a-device.yaml": lambda: (
        "title: a\nsteps:\n- include: /dev/zero\nmusic: /dev/zero\nsounds: {go: /dev/zero}\n"
    ),
    "music-of-everywhere.yaml": lambda: TINY + "music: /\n",
    "title\x1b[2J\u202e\ttab.yaml": lambda: TINY,
}

SHORTHAND: Final[Mapping[str, TextMaker]] = {
    "parentheses.txt": lambda: "(" * _DEEP + "squats" + ")" * _DEEP,
    "rounds-in-rounds.txt": lambda: "9x(" * 50_000 + "squats" + ")" * 50_000,
    "open-parentheses.txt": lambda: "3x(" * 200_000,
    "digits.txt": lambda: "9" * 990_000,
    "digits-and-x.txt": lambda: "9" * 500_000 + "x" + "9" * 400_000 + " squats",
    "times.txt": lambda: "1x" * 400_000 + "squats",
    "slashes.txt": lambda: "/".join("1" * 400_000) + " squats",
    "dashes.txt": lambda: "-".join("1" * 400_000) + " squats",
    "rests.txt": lambda: "rest 1s " * 110_000,
    "commas.txt": lambda: "," * 990_000,
    "semicolons.txt": lambda: ";" * 990_000,
    "words.txt": lambda: "squats " * 140_000,
    "lines.txt": lambda: "10 squats\n" * 95_000,
    "spaces.txt": lambda: "10" + " " * 900_000 + "squats",
    "ones.txt": lambda: "1m1s1m1s" * 120_000,
    "emom.txt": lambda: "EMOM 999999999: " + "12 swings, " * 80_000,
    "ladder.txt": lambda: "1-2-3-4-5-" * 90_000 + "1 squats",
    "titles.txt": lambda: "title: a; " * 95_000 + "10 squats",
    "zero-bytes.txt": lambda: b"10 squ\0ats",
    "letters-of-all-kinds.txt": lambda: "".join(map(chr, range(0x20, 0x3000))) * 28,
}

TRAINING: Final[Mapping[str, TextMaker]] = {
    "weeks-a-billion.yaml": lambda: _plan(weeks="1000000000"),
    "weeks-of-10000-digits.yaml": lambda: _plan(weeks="9" * 10_000),
    "start-in-the-year-0.yaml": lambda: _plan(start="0000-01-01"),
    "start-in-the-year-9999.yaml": lambda: _plan(start="9999-12-31", weeks="104"),
    "start-in-the-year-2999.yaml": lambda: _plan(start="2999-12-31", weeks="104"),
    "cycle-long.yaml": lambda: _cycle(25_000),
    "cycle-of-56-days.yaml": lambda: _cycle(56),
    "cycle-of-itself.yaml": lambda: "title: Plan\nstart: 2026-11-23\nweeks: 104\ncycle: [cycle-of-itself.yaml]\n",
    "cycle-of-aliases.yaml": lambda: "title: Plan\nweeks: 9\ncycle: &c [*c, *c]\n",
    "day-of-100000.yaml": lambda: _plan(days="{monday: [" + "core, " * 95_000 + "]}"),
    "changes-20000.yaml": lambda: _changes(20_000),
    "factors.yaml": lambda: _plan(each_week="{scale: {holds: 1.0e+308}}", deload="{every: 2, scale: {holds: 1e-320}}"),
    "in-weeks-of-millions.yaml": lambda: _plan(in_weeks="{1-999999999: unchanged, 0-0: unchanged}"),
    "in-weeks-50000.yaml": lambda: _plan(in_weeks="{" + ", ".join(f"{n}: unchanged" for n in range(1, 50_000)) + "}"),
    "names-a-device.yaml": lambda: _plan(days="{monday: /dev/zero, tuesday: /dev/stdin, friday: /}"),
    "names-escapes.yaml": lambda: _plan(title='"\\e[2J"', days='{monday: "\\e]0;owned\\a.yaml"}'),
}

SETTINGS: Final[Mapping[str, TextMaker]] = {
    "tables-deep.toml": lambda: "[" + ".".join("a" * 15_000) + "]\n",
    "tables-deep-and-large.toml": lambda: "[" + ".".join("a" * 400_000) + "]\n",
    "lists-deep.toml": lambda: "a = " + "[" * 15_000,
    "lists-deep-and-closed.toml": lambda: "a = " + "[" * 15_000 + "]" * 15_000,
    "inline-tables-deep.toml": lambda: "a = " + "{a=" * 10_000 + "1" + "}" * 10_000,
    "text-of-900-kb.toml": lambda: 'countdown = "' + "x" * 900_000 + '"\n',
    "text-of-32-kb.toml": lambda: 'output_folder = "' + "x" * 32_000 + '"\n',
    "number-of-30000-digits.toml": lambda: "countdown_from = " + "9" * 30_000 + "\n",
    "float-of-30000-digits.toml": lambda: "[mix]\nvoice_db = 1e" + "9" * 30_000 + "\n",
    "keys.toml": lambda: "".join(f"k{n} = 0\n" for n in range(3_000)),
    "escapes.toml": lambda: '"\\u001b[2J" = 1\ncountdown = "\\u001b]0;owned\\u0007\\u202e"\n',
    "zero-bytes.toml": lambda: b"countdown\0 = 1\n",
    "utf-16.toml": lambda: codecs.BOM_UTF16_LE + "countdown = 1\n".encode("utf-16-le"),
    "names-a-device.toml": lambda: 'music = "/dev/zero"\n[sounds]\ngo = "/dev/zero"\n',
}

ALBUMS: Final[Mapping[str, TextMaker]] = {
    "names-others.m3u8": lambda: _playlist("#EXTINF:1,a\n../../../etc/passwd\n"),
    "names-itself.m3u8": lambda: _playlist("#EXTINF:1,a\nTiny.m3u8\n"),
    "tracks-40000.m3u8": lambda: _playlist("#EXTINF:1,a\nnone.mp3\n" * 40_000),
    "one-line.m3u8": lambda: _playlist("#EXTINF:" + "1" * 990_000),
    "lines.m3u8": lambda: _playlist("#EXTINF:\n" * 100_000),
    "names-escapes.m3u8": lambda: _playlist("#EXTINF:1,a\n\x1b[2J\u202e.mp3\n"),
    "no-text.m3u8": lambda: bytes(range(256)) * 2_000,
    "captions.vtt": lambda: "WEBVTT\n\n" + "00:00.000 --> 99:59.999\na\n\n" * 30_000,
    "\x1b[2J\u202e.vtt": lambda: "WEBVTT\n",
    "captions.lrc": lambda: "[00:00.00]" * 90_000,
}
