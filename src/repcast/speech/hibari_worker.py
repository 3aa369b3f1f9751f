"""The process that speaks with hibari: small neural voices for English, whose models are files."""

import json
import re
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from repcast.speech.worker import Reply, Request, described, serve

NATURAL_WPM: Final = 186
"""The rate of its speech as it is, in running text; its own `speed` is not linear, so the tempo is changed after."""

_SEED: Final = 0  # of its noise: the same text gives the same bits
_ENDS: Final = (".", "!", "?", "…")
_LAST_LATIN: Final = 0x24F  # of Unicode's Latin Extended-B; letters of other scripts it reads by their names
_WORD: Final = re.compile(r"[^\W\d_]+")

_loading: Final = threading.Lock()


def _prepared() -> Callable[[Request], Reply]:
    sys.modules["scipy"] = None  # type: ignore[assignment] # hibari takes its FFT where it is installed: other bits
    sys.modules["urllib.request"] = ModuleType("urllib.request")  # it is slow to load, and nothing is downloaded here
    import hibari  # noqa: F401, PLC0415 - an error is told by whoever asks us to prepare
    import onnxruntime  # noqa: F401, PLC0415

    import repcast.speech.tempo  # noqa: F401, PLC0415

    return _answer


def _answer(request: Request) -> Reply:
    from hibari.voices import voice_path  # noqa: PLC0415

    from repcast.speech.tempo import write_at_tempo  # noqa: PLC0415

    name, text = request["voice"], request["text"]
    if not _can_read(text, name):
        return {"error": "unpronounceable"}
    try:
        voice = _voice(name)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the file
        return {"error": "voice_file", "file": voice_path(name, download_missing=False), "cause": described(error)}
    pcm = voice(_ended(text), speed=1.0, seed=_SEED)
    if not len(pcm):
        return {"error": "unpronounceable"}
    write_at_tempo(request["path"], pcm, voice.sample_rate, request["rate_wpm"] / NATURAL_WPM)
    return {"ok": True}


def _voice(name: str) -> Any:  # noqa: ANN401 - hibari has no types
    """Return a voice of this machine; none is downloaded."""
    with _loading:
        return _loaded(name)


@cache
def _loaded(name: str) -> Any:  # noqa: ANN401
    from hibari import Hibari  # noqa: PLC0415
    from hibari.g2p import G2P  # noqa: PLC0415
    from hibari.voices import VOICES, voice_path  # noqa: PLC0415

    path = voice_path(name, download_missing=False)
    with ThreadPoolExecutor(1) as executor:  # the lexicon takes twice as long as the model, and they load side by side
        lexicon = executor.submit(G2P, british=VOICES[name]["british"])

        def phonemes(text: str) -> str:
            return lexicon.result()(text)  # type: ignore[no-any-return]

        return Hibari(name, model=path, threads=1, g2p=phonemes)


def _ended(text: str) -> str:
    """Return a text as a sentence: without its full stop a lone vowel, as in "A", is cut short."""
    text = text.rstrip()
    return text if text.endswith(_ENDS) else f"{text.rstrip(',;:-–— ')}."


def _can_read(text: str, voice: str) -> bool:
    """Tell whether all letters are some that a voice reads, for it leaves others out and says nothing of it."""
    letters, most = _alphabet(voice)
    words: list[str] = _WORD.findall(text)
    return bool(words) and all(len(word) <= most and letters.issuperset(word) for word in words)


@cache
def _alphabet(voice: str) -> tuple[frozenset[str], int]:
    """Return the letters of the net that reads unknown words, and the length of its longest word."""
    from hibari.voices import ASSETS, VOICES  # noqa: PLC0415

    name = "oov_gb.json" if VOICES[voice]["british"] else "oov.json"
    read = json.loads((Path(ASSETS) / name).read_text(encoding="utf-8"))
    return frozenset(filter(_is_latin, read["in"])), read["maxlen"]


def _is_latin(letter: str) -> bool:
    return ord(letter) <= _LAST_LATIN


if __name__ == "__main__":
    serve(_prepared, side_by_side=True)
