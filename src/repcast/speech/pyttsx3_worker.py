"""The process that speaks with pyttsx3.

It is a process of its own because pyttsx3 prints to stdout, and eSpeak NG may hang or crash, and neither can be stopped
from inside.

With eSpeak NG each utterance is spoken by a fork of this process, in which the library is fresh. A used one sounds
different, depending on what it spoke before (even its length changes, by up to 1 %), and sometimes returns nothing.
"""

import ctypes
import errno
import json
import locale
import math
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Final

from repcast.speech.worker import Reply, Request, answered, described, serve

_ESPEAK_THREADS: Final = 2
_SAPI5_WPM, _SAPI5_STEP = 156.63, 1.11  # pyttsx3's reckoning: each step of SAPI 5's rate is so many times faster

_found: Final[dict[tuple[str | None, str | None], str]] = {}
"""The identifiers of voices, by the name and the language asked for: listing all voices is a third of an utterance."""


def _prepared() -> Callable[[Request], Reply]:
    """Load the speech library, and return what answers: where each utterance needs a fork, that does."""
    if sys.platform == "linux":
        _load_espeak()
    elif sys.platform == "win32":
        mend_sapi5()
    import pyttsx3.engine  # noqa: PLC0415 - after the library is loaded

    name = pyttsx3.engine.default_engine_by_sys_platform()
    __import__(f"pyttsx3.drivers.{name}")
    return _answer_in_fork if name == "espeak" and hasattr(os, "fork") else _answer


def _load_espeak() -> None:
    """Load eSpeak NG from its wheel, which pyttsx3 then finds by its SONAME; or else the system's."""
    try:
        import espeakng_loader  # noqa: PLC0415
    except ImportError:
        return
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()


def mend_sapi5() -> None:
    """Have pyttsx3 2.99 list voices that lack an attribute, or name two languages.

    Raises:
        OSError: there is no sound device, without which SAPI 5 does not speak into files either.
    """
    import comtypes.client  # noqa: PLC0415
    from pyttsx3.drivers import sapi5  # noqa: PLC0415

    sapi5.SAPI5Driver._toVoice = staticmethod(sapi5_voice)  # noqa: SLF001 - it has no other door
    try:
        _ = comtypes.client.CreateObject("SAPI.SPVoice").AudioOutputStream
    except Exception as error:
        message = f"there is no sound device ({described(error)})"
        raise OSError(message) from error


def sapi5_voice(token: Any) -> Any:  # noqa: ANN401
    """Return a voice of SAPI 5; its language is written in hexadecimal, as `409`, or as `409;9`."""
    from pyttsx3.voice import Voice  # noqa: PLC0415

    try:
        number = int(token.GetAttribute("Language").partition(";")[0], 16)
    except Exception:  # noqa: BLE001 - COM's errors are no one class
        number = 0
    language = locale.windows_locale.get(number, "").replace("_", "-")
    return Voice(id=token.Id, name=token.GetDescription(), languages=[language] if language else [])


def sapi5_rate(rate_wpm: int) -> float:
    """Return the rate to ask of pyttsx3 for the step of SAPI 5's that is nearest; itself it takes the next slower one.

    So what is hurried, 1.25 times as fast, is two steps faster, and not one.
    """
    steps: int = round(math.log(rate_wpm / _SAPI5_WPM, _SAPI5_STEP))
    rate: float = _SAPI5_WPM * _SAPI5_STEP ** (
        steps + math.copysign(0.5, steps)
    )  # it cuts off what is behind the point
    return rate


def _answer_in_fork(request: Request) -> Reply:
    """Return what a fork answers, or that it crashed; a fork need not look for a voice that another has found."""
    asked = (request.get("voice"), request.get("language"))
    reply = _forked({**request, "id": _found.get(asked)})
    if "id" in reply:
        _found[asked] = reply["id"]
    return reply


def _forked(request: Request) -> Reply:
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    if not child:
        with os.fdopen(writing, "w", encoding="utf-8") as answer:
            answer.write(json.dumps(answered(_answer, request)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        reply = answer.read()
    _, status = os.waitpid(child, 0)
    if code := os.waitstatus_to_exitcode(status):
        return {"error": "trouble", "cause": f"the engine crashed (exit code {code})"}
    told: Reply = json.loads(reply)
    return told


def _answer(request: Request) -> Reply:
    _check_threads()
    import pyttsx3  # noqa: PLC0415

    engine = pyttsx3.init()
    if voice := request.get("id"):
        return _speak(engine, voice, request)
    voices = engine.getProperty("voices")
    if request.get("voices"):
        return {"voices": [_voice_row(voice) for voice in voices]}
    voice = _chosen(engine, voices, request["voice"], request["language"])
    if voice is None:
        return {"error": "voice", "known": [_voice_row(voice)["name"] for voice in voices]}
    return _speak(engine, voice, request)


def _check_threads() -> None:
    """Raise an error if the system gives no threads: eSpeak NG, which needs some, would wait for them for ever."""
    enough = threading.Event()
    threads = [threading.Thread(target=enough.wait) for _ in range(_ESPEAK_THREADS)]
    try:
        for thread in threads:
            thread.start()
    except RuntimeError as error:  # Python's word for it
        raise OSError(errno.EAGAIN, str(error)) from None
    finally:
        enough.set()


def _speak(engine: Any, voice: str, request: Request) -> Reply:  # noqa: ANN401 - pyttsx3 has no types
    is_espeak = engine.driver_name == "espeak"
    with _applied_at_once(engine) if is_espeak else nullcontext():
        engine.setProperty("voice", voice)
        engine.setProperty("rate", sapi5_rate(request["rate_wpm"]) if sys.platform == "win32" else request["rate_wpm"])
    finished = threading.Event()
    complaints: list[str] = []
    engine.connect("finished-utterance", lambda name, completed: finished.set())  # noqa: ARG005 - pyttsx3's names
    engine.connect("error", lambda name, exception: complaints.append(described(exception)))  # noqa: ARG005
    engine.save_to_file(request["text"], request["path"])
    engine.runAndWait()
    # eSpeak's driver returns at once and writes the file later; the other drivers return when they are done.
    if is_espeak and not finished.wait(request["timeout_s"]):
        complaints.append("the engine did not finish")
    return {"error": "trouble", "cause": complaints[0]} if complaints else {"ok": True, "id": voice}


@contextmanager
def _applied_at_once(engine: Any) -> Iterator[None]:  # noqa: ANN401
    """Have eSpeak NG apply the settings made in this context before the context ends.

    Without it, pyttsx3 2.99 applies them only when its loop starts, and then cancels what the library's own thread has
    not done yet. Sometimes that is the rate, and the text is heard at the default of 200 words a minute.
    """
    from pyttsx3.drivers import _espeak  # noqa: PLC0415

    engine.proxy.setBusy(False)
    yield
    engine.proxy.setBusy(True)
    _espeak.Synchronize()


def _chosen(engine: Any, voices: list[Any], wanted: str, language: str) -> str | None:  # noqa: ANN401
    """Return the identifier of a voice by name; without a name, of the one that speaks the language best."""
    if wanted:
        name, _, variant = wanted.casefold().partition("+")
        found: str | None = next((voice.id for voice in voices if name in _names(voice)), None)
        if not variant:
            return found
        return f"{found}+{_variants()[variant]}" if found and variant in _variants() else None
    usual: str = engine.getProperty("voice")
    speaking: list[str] = [voice.id for voice in voices if _language(voice).partition("-")[0] == language]
    return usual if usual in speaking or not speaking else speaking[0]


def _variants() -> dict[str, str]:
    """Return eSpeak NG's variants, as in `en-us+m7`, by their names in lower case; other engines have none."""
    try:
        from pyttsx3.drivers import _espeak  # noqa: PLC0415
    except (ImportError, OSError, RuntimeError):
        return {}
    asked = ctypes.byref(_espeak.VOICE(languages=b"variant"))
    names = (row.identifier.decode().rpartition("/")[2] for row in _espeak.ListVoices(asked))
    return {name.casefold(): name for name in names}


def _names(voice: Any) -> set[str]:  # noqa: ANN401
    """Return the names that a voice answers to: its identifier, the end of that, its label, its language."""
    names = {voice.id, voice.id.rpartition("/")[2], voice.name, _language(voice)}
    return {name.casefold() for name in names if name}


def _voice_row(voice: Any) -> dict[str, str]:  # noqa: ANN401
    short = voice.id.rpartition("/")[2] if "\\" not in voice.id else voice.name
    return {"name": short, "language": _language(voice), "label": voice.name}


def _language(voice: Any) -> str:  # noqa: ANN401
    """Return a voice's language as `en-us`; systems write `en-US`, `en_US`, or bytes."""
    return _text(voice.languages[0]).replace("_", "-").lower() if voice.languages else ""


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    serve(_prepared)
