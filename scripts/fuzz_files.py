#!/usr/bin/env python3
"""Change files at random, and have repcast read them: scripts/fuzz_files.py [--tags N] [--music N] [--seed S].

Each file is read in a process of its own: it must end with 0, 1 or 2, without a traceback, and within bounds. Files
that broke a promise are kept where --keep says. Ends with 1 if there are any. Takes some minutes. Not on Windows.
"""

import argparse
import base64
import json
import os
import random
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _venv import enter

MOST_S = 10
JOBS = 2
TAG_COMMANDS = ("check", "show", "verify")
# Each as a session would name it; the last is heard.
MUSIC_COMMANDS = (("plan", "signal.yaml"), ("plan", "music.yaml"), ("render", "music.yaml", "-q", "-o", "out.wav"))
RENDERED = 8  # one in so many
TINY = "title: Tiny\nlead_in: 0s\nsteps:\n  - hold: Plank\n    for: 3s\n"
FORMATS = {
    "mp3": ("mp3", "libmp3lame"),
    "flac": ("flac", "flac"),
    "m4a": ("ipod", "aac"),
    "aac": ("adts", "aac"),
    "opus": ("opus", "libopus"),
    "wav": ("wav", "pcm_s16le"),
    "aiff": ("aiff", "pcm_s16be"),
    "mka": ("matroska", "flac"),
    "ogg": ("ogg", "flac"),
}
VALUES: tuple[object, ...] = (-1, 0, 2**31, 2**63, 10**30, 1.5, True, None, "\x1b[2J", "\u202e", "x" * 6_000, [], {})
PIECES = ("", "\x1b", "\u202e", "[" * 50, "9" * 40, "&a ", "*a", "\n", ": ", "- ")


@dataclass(frozen=True)
class Case:
    """A file to read, and how."""

    name: str
    content: bytes
    arguments: tuple[str, ...]


def changed(content: bytes, chance: random.Random, *, head: int) -> bytes:
    """Return bytes of which some were changed, taken away, put in or repeated; half of the time near the beginning."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(min(head, len(data)) if chance.random() < 0.5 else len(data))  # noqa: PLR2004
        length = chance.choice((1, 1, 2, 4, 64, 1_000))
        data[at : at + length] = chance.choice(
            (
                chance.randbytes(length),
                b"\xff" * length,
                bytes(length),
                b"",
                data[at : at + length] * 2,
                data[chance.randrange(len(data)) :][:length],
            )
        )
        if not data:
            break
    return bytes(data[: chance.randrange(len(data))] if data and chance.random() < 0.1 else data)  # noqa: PLR2004


def edited(text: str, chance: random.Random) -> str:
    """Return a text of which some letters were changed."""
    letters = list(text)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(letters) + 1)
        put = chance.choice((*PIECES, chr(chance.randrange(1, 9_000))))
        letters[at : at + chance.randint(0, 3)] = put
    return "".join(letters)


def shuffled(document: Any, chance: random.Random) -> Any:
    """Return a JSON document in which a few values are others, missing, or there many times."""
    for _ in range(chance.randint(1, 3)):
        holder, key = chance.choice([*_places(document)])
        match chance.randrange(4):
            case 0:
                holder[key] = chance.choice(VALUES)
            case 1 if isinstance(holder, list):
                holder[key:key] = [holder[key]] * chance.choice((1, 100, 10_000))
            case 2:
                del holder[key]
            case _:
                holder[key] = {"a": [holder[key]]}
    return document


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    for key in range(len(document)) if isinstance(document, list) else document:
        yield document, key
        if isinstance(document[key], (dict, list)):
            yield from _places(document[key])


def tag_cases(count: int, chance: random.Random) -> Iterator[Case]:
    """Yield MP3s as repcast writes them, with tags that were changed: as bytes, as text, or in what they mean."""
    from corpus.pieces import carried, mp3, packed, sound

    whole, texts = mp3(), carried()
    tag_bytes = len(whole) - len(sound())
    timeline = zlib.decompress(base64.b64decode(texts["repcast_timeline"]))

    def of_bytes() -> bytes:
        return changed(whole[:tag_bytes], chance, head=400) + whole[tag_bytes:]

    def of_a_text() -> bytes:
        name = chance.choice([*texts])
        return mp3(**{name: edited(texts[name], chance)})

    def of_the_timeline() -> bytes:
        document = json.dumps(shuffled(json.loads(timeline), chance))
        return mp3(repcast_timeline=packed(document.encode("utf-8", "surrogatepass")))

    ways: tuple[Callable[[], bytes], ...] = (of_bytes, of_a_text, of_the_timeline)
    for number in range(count):
        content = ways[number % len(ways)]()
        yield Case("file.mp3", content, (TAG_COMMANDS[number // len(ways) % len(TAG_COMMANDS)], "file.mp3"))


def music_cases(count: int, chance: random.Random) -> Iterator[Case]:
    """Yield sound files of all formats, with changed bytes, to be read as a signal and as music."""
    from corpus.music import encoded

    bases = {ending: encoded(form, codec, seconds=2) for ending, (form, codec) in FORMATS.items()}
    for number in range(count):
        ending = [*bases][number % len(bases)]
        checking, heard = MUSIC_COMMANDS[number % 2], MUSIC_COMMANDS[-1]
        arguments = checking if number % RENDERED else heard
        yield Case(f"file.{ending}", changed(bases[ending], chance, head=300), arguments)


def main() -> None:
    """Change, read, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tags", type=int, default=5_000, help="files whose tags are changed (default: 5000)")
    parser.add_argument("--music", type=int, default=2_000, help="sound files that are changed (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, help="of what is changed (default: 1)")
    parser.add_argument("--keep", type=Path, help="a folder for files that broke a promise")
    wanted = parser.parse_args()
    enter(group="dev")
    from preforked import Bounds, Preforked, Ran
    from promises import broken

    chance, told, all_ran = random.Random(wanted.seed), 0, list[Ran]()
    with tempfile.TemporaryDirectory(prefix="repcast-fuzz-") as name, Preforked(count=JOBS) as repcast:
        base, env = Path(name), _environment(Path(name))

        def read(numbered: tuple[int, Case]) -> tuple[Case, Ran]:
            number, case = numbered
            folder = base / str(number % JOBS)
            _lay(folder, case)
            bounds = Bounds(cpu_s=2 * MOST_S, wall_s=10 * MOST_S)
            return case, repcast.run(*case.arguments, folder=folder, env=env, bounds=bounds)

        _lay(base / "first", Case("file.wav", b"", ()))
        spoken = repcast.run("render", "tiny.yaml", folder=base / "first", env=env)
        assert spoken.code == 0, spoken.err
        for kind, cases in (("tags", tag_cases(wanted.tags, chance)), ("music", music_cases(wanted.music, chance))):
            for number, (case, ran) in enumerate(_in_turn(read, cases), start=1):
                all_ran.append(ran)
                if flaws := broken(ran, most_cpu_s=MOST_S):
                    told += 1
                    print(f"{kind} {number}, {' '.join(case.arguments)}: {'; '.join(flaws)}", flush=True)
                    _keep(wanted.keep, f"{kind}-{number}-{case.name}", case.content)
    codes = Counter(ran.code for ran in all_ran)
    ended = ", ".join(f"{count} ended with {code}" for code, count in sorted(codes.items()))
    print(
        f"{wanted.tags} changed tags, {wanted.music} changed sound files, seed {wanted.seed}: {ended}; "
        f"at most {max(ran.peak_mb for ran in all_ran):.0f} MB and {max(ran.cpu_s for ran in all_ran):.1f} s of CPU; "
        f"{told} broke a promise"
    )
    sys.exit(bool(told))


def _in_turn(read: Callable[[tuple[int, Case]], Any], cases: Iterator[Case]) -> Iterator[Any]:
    """Yield what comes of the cases, a few at once: as many as there are folders for them."""
    numbered = enumerate(cases)
    with ThreadPoolExecutor(JOBS) as both:
        while several := [each for _, each in zip(range(JOBS), numbered, strict=False)]:
            yield from both.map(read, several)


def _lay(folder: Path, case: Case) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / case.name).write_bytes(case.content)
    (folder / "tiny.yaml").write_text(TINY)
    (folder / "signal.yaml").write_text(f"{TINY}sounds: {{go: {case.name}}}\n")
    (folder / "music.yaml").write_text(f"{TINY}music: {case.name}\n")


def _environment(folder: Path) -> Mapping[str, str]:
    (folder / "settings.toml").touch()
    return {
        **os.environ,
        "PYTHONUTF8": "1",
        "REPCAST_CACHE_DIR": str(folder / "cache"),
        "REPCAST_CONFIG": str(folder / "settings.toml"),
        "XDG_STATE_HOME": str(folder / "state"),
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "1795478400"),
    }


def _keep(folder: Path | None, name: str, content: bytes) -> None:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
