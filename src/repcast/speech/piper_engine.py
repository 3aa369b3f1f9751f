"""Natural voices for some forty languages: Piper, with voices that the user has in a folder."""

from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from repcast.errors import BadVoice, UnknownVoice
from repcast.plan.script import Utterance
from repcast.speech.engine import VoiceInfo, by_language
from repcast.speech.host import Host, worker_command
from repcast.speech.installed import installed
from repcast.speech.piper_voices import SPEAKER_MARK, PiperVoice, found_in, sha256_of, voices_folder

WORKER: Final = worker_command("piper_worker")
_HINT: Final = "`pip install 'repcast[piper]'` brings it; or choose another voice: `repcast voices` lists them"


class PiperEngine:
    """A `SpeechEngine`."""

    def __init__(
        self, most: int = 1, folder: Callable[[], Path] = voices_folder, worker: Sequence[str] = WORKER
    ) -> None:
        self.most = most
        self._host = Host("piper", worker, _HINT, most)
        self._folder = folder

    def missing(self) -> str:
        """Return which package is not installed."""
        return "" if find_spec("piper") else "piper-tts is not installed"

    def version(self, voice: str) -> str:
        """Return the versions of all that its sound is computed with, and a digest of the voice's files."""
        model = self._voice(voice)[0].model
        return f"{installed('piper-tts', 'onnxruntime', 'numpy')}, {sha256_of(model)}"

    def usual_voice(self, language: str) -> str | None:
        """Return the first voice of a language that is in the folder."""
        if self.missing():
            return None
        usable = (voice for voice in self._found if not voice.flaw)
        return next((voice.name for voice in usable if voice.language.partition("-")[0] == language), None)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Return the voices in the folder; those that cannot be used say why."""
        lacks = f"{self.missing()}; {_HINT}" if self.missing() else ""
        return by_language(_info(voice, voice.flaw or lacks) for voice in self._found)

    def record(self, utterance: Utterance, path: Path) -> None:
        """Speak an utterance into a file.

        Raises:
            BadVoice: the voice's files cannot be used.
        """
        voice, speaker = self._voice(utterance.voice.name)
        self._host.record(utterance, path, model=str(voice.model), speaker=speaker)

    def close(self) -> None:
        """End its processes."""
        self._host.close()

    @cached_property
    def _found(self) -> tuple[PiperVoice, ...]:
        return found_in(self._folder())

    def _voice(self, name: str) -> tuple[PiperVoice, int | None]:
        """Return a voice by name, and the number of its speaker, if the name says one.

        Raises:
            SpeechUnavailable: Piper is not installed.
            UnknownVoice, BadVoice: it cannot be used.
        """
        if missing := self.missing():
            raise self._host.unavailable(missing)
        stem, mark, speaker = name.partition(SPEAKER_MARK)
        voice = next((voice for voice in self._found if voice.name.casefold() == stem.casefold()), None)
        if voice is None:
            raise UnknownVoice(name, [voice.name for voice in self._found])
        if voice.flaw:
            raise BadVoice(name, voice.flaw)
        if not mark:
            return voice, None
        if speaker not in voice.speakers:
            raise UnknownVoice(name, [f"{voice.name}{SPEAKER_MARK}{each}" for each in voice.speakers] or [voice.name])
        return voice, voice.speakers[speaker]


def _info(voice: PiperVoice, flaw: str) -> VoiceInfo:
    count = len(voice.speakers)
    label = f"{voice.name} ({count} speakers)" if count > 1 else voice.name
    return VoiceInfo(name=voice.name, language=voice.language, label=label, is_natural=True, flaw=flaw)
