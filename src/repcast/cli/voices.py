"""The command `voices`: who can speak on this machine, how they sound, and how another one gets here."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from repcast.cli import output, surroundings
from repcast.cli.options import as_json
from repcast.cli.writing import usage
from repcast.errors import BadVoice, RepcastError, SpeechUnavailable
from repcast.files.outputs import Output, output_path

if TYPE_CHECKING:
    from repcast.opening import Opened
    from repcast.pipeline import Surroundings
    from repcast.speech.engine import VoiceInfo
    from repcast.speech.engines import Engines

_MOST_DEMONSTRATED: Final = 12
_ENGLISH: Final = "en"
_MEGABYTE: Final = 1_000_000


class _Row(NamedTuple):
    """A voice, its engine, and whether it speaks where nothing else is asked for."""

    voice: "VoiceInfo"
    engine: str
    is_usual: bool

    @property
    def remark(self) -> str:
        remarks = ("natural" if self.voice.is_natural else "", "the usual one" if self.is_usual else "")
        return self.voice.flaw or ", ".join(filter(None, remarks))


@click.command()
@click.argument("language", default="")
@click.option(
    "--demo", "target", default="", metavar="PATH", help="Write an MP3 in which these voices say a line each."
)
@click.option(
    "--get",
    "wanted",
    default="",
    metavar="NAME",
    help="Fetch a voice, once: emma, fenrir, fable, kore, or one of Piper's.",
)
@click.option("--force", is_flag=True, help="Replace a file that repcast did not write.")
@as_json
def voices(language: str, *, target: str, wanted: str, force: bool, as_json: bool) -> None:
    """List this machine's voices by language, natural ones first, or only those of one LANGUAGE.

    A session chooses one with `voice: {name: en-gb}`, a command with --voice en-gb. A variant of eSpeak's stands
    after a plus sign: en-us+m7.

    \b
    Examples:
      repcast voices
      repcast voices en
      repcast voices en --demo voices.mp3
      repcast voices --get emma
      repcast voices --get de_DE-thorsten-medium
    """
    from repcast import opening  # noqa: PLC0415

    if wanted and (language or target or as_json):
        message = "it fetches a voice, and does nothing else; leave the other options out"
        raise click.BadParameter(message, param_hint="--get")
    opened = opening.plain()
    with surroundings.here(opened.settings, dated=bool(target)) as environment:
        assert environment.engines
        if wanted:
            _get(wanted, environment.engines, opened)
            return
        asked = language or (_ENGLISH if target else "")
        rows = [row for row in _rows(environment.engines, opened) if _speaks(row.voice.language, asked.lower())]
        if not rows:
            message = f"no voice speaks '{language}'; `repcast voices` lists them all"
            raise click.BadParameter(message, param_hint="LANGUAGE")
        if target:
            with usage("--demo"):
                path = output_path("voices", target, "mp3")
            _demonstrate(rows, Output(path=path, force=force), environment, opened, quiet=as_json)
    _show(rows, as_json=as_json)


def _rows(engines: "Engines", opened: "Opened") -> list[_Row]:
    """Return all voices, by language, natural ones first."""
    from repcast.session.settings import Voice  # noqa: PLC0415
    from repcast.speech.speakers import candidates  # noqa: PLC0415

    listed = [(voice, engine) for engine in engines.listed for voice in _voices_of(engine, engines)]
    usual = set()
    for language in {_language(voice) for voice, _ in listed}:
        asked = opened.session.voice if language == _ENGLISH else Voice()
        with suppress(RepcastError):  # a voice of the user's settings that is not here must not hide those that are
            speaking = next(candidates(asked, language, engines))
            usual.add((speaking.engine, speaking.name))
    rows = [_Row(voice, engine, is_usual=(engine, voice.name) in usual) for voice, engine in listed]
    return sorted(rows, key=_order)


def _language(voice: "VoiceInfo") -> str:
    return voice.language.partition("-")[0]


def _order(row: _Row) -> tuple[str, bool, str, str]:
    voice = row.voice
    return _language(voice), not voice.is_natural, voice.language, voice.name


def _voices_of(name: str, engines: "Engines") -> "Iterator[VoiceInfo]":
    """Yield an engine's voices; where it has none because it does not start, say why."""
    try:
        yield from engines[name].voices()
    except SpeechUnavailable as error:
        output.note(str(error))


def _speaks(spoken: str, asked: str) -> bool:
    return not asked or spoken == asked or spoken.startswith(f"{asked}-")


def _show(rows: Sequence[_Row], *, as_json: bool) -> None:
    if as_json:
        output.document(
            [
                {
                    "name": row.voice.name,
                    "language": row.voice.language,
                    "label": row.voice.label,
                    "engine": row.engine,
                    "natural": row.voice.is_natural,
                    "usual": row.is_usual,
                    "flaw": row.voice.flaw,
                }
                for row in rows
            ]
        )
        return
    shown = [(row.voice.language, row.voice.name, row.voice.label, row.engine, row.remark) for row in rows]
    output.table(("language", "name", "voice", "engine", ""), shown)


def _demonstrate(
    rows: Sequence[_Row], target: Output, environment: "Surroundings", opened: "Opened", *, quiet: bool
) -> None:
    from repcast import pipeline  # noqa: PLC0415

    good = [row for row in rows if not row.voice.flaw]
    if not good:
        raise BadVoice(rows[0].voice.name, rows[0].voice.flaw)
    usable = good[:_MOST_DEMONSTRATED]
    if len(usable) < len(good) and not quiet:
        output.note(f"the first {len(usable)} of {len(good)} voices are heard")
    asked = opened.session.voice
    chosen = [asked.model_copy(update={"engine": row.engine, "name": row.voice.name}) for row in usable]
    with output.progress(quiet=quiet) as report:
        rendered = pipeline.demonstrate_voices(opened.session, chosen, target, report, environment)
    if not quiet:
        output.written(rendered)


def _get(name: str, engines: "Engines", opened: "Opened") -> None:
    from repcast.speech.fetching import fetch, find  # noqa: PLC0415
    from repcast.speech.piper_voices import voices_folder  # noqa: PLC0415

    voice = find(name, engines, voices_folder(opened.settings().voices_folder))
    folder = voice.files[0].path.parent
    if voice.is_here:
        output.say(f"{voice.name} is here already, in {folder}")
        return
    output.note(f"{voice.name}, a voice of {voice.engine}: {voice.size_bytes / _MEGABYTE:.1f} MB, into {folder}")
    with output.progress(quiet=False) as report:
        fetch(voice, lambda done, total: report("Fetching", done, total))
    output.say(f"{voice.name} is here; try it: repcast render core --voice {voice.name}")
    if missing := engines[voice.engine].missing():
        output.note(f"{missing}, and {voice.name} speaks with it; pip install 'repcast[{voice.engine}]' brings it")
