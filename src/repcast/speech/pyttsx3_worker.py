"""The process that speaks: it reads requests and writes replies, one line of JSON each, until its input ends.

It is a process of its own because pyttsx3 prints to stdout, and eSpeak NG may hang or crash, and neither can be stopped
from inside. It imports nothing from repcast, so that it starts fast.

With eSpeak NG each utterance is spoken by a fork of this process, in which the library is fresh. A used one sounds
different, depending on what it spoke before (even its length changes, by up to 1 %), and sometimes returns nothing.
"""

import ctypes
import errno
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, TextIO

Reply = dict[str, Any]

_LIMITS = (errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
_ESPEAK_THREADS = 2


def main() -> None:
    """Serve requests from stdin. Replies go to the original stdout; whatever else is printed goes to stderr."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        forks = _prepare()
    except Exception as error:  # noqa: BLE001 - any error is reported by the other process
        _send(replies, _failure("engine", error))
        return
    _send(replies, {"ok": True})
    for line in sys.stdin:
        request = json.loads(line)
        if forks:
            _answer_in_fork(request, replies)
        else:
            _send(replies, _answer(request))


def _prepare() -> bool:
    """Load the speech library, and return whether each utterance needs a fork."""
    if sys.platform == "linux":
        _load_espeak()
    import pyttsx3.engine  # noqa: PLC0415 - after the library is loaded

    name = pyttsx3.engine.default_engine_by_sys_platform()
    __import__(f"pyttsx3.drivers.{name}")
    return bool(name == "espeak" and hasattr(os, "fork"))


def _load_espeak() -> None:
    """Load eSpeak NG from its wheel, which pyttsx3 then finds by its SONAME; or else the system's."""
    try:
        import espeakng_loader  # noqa: PLC0415
    except ImportError:
        return
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()


def _answer_in_fork(request: Reply, replies: TextIO) -> None:
    """Send exactly one reply: what the fork answers, or that it crashed."""
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError as error:
        os.close(reading)
        os.close(writing)
        _send(replies, _failure("trouble", error))
        return
    if not child:
        with os.fdopen(writing, "w", encoding="utf-8") as answer:
            _send(answer, _answer(request))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        reply = answer.read()
    _, status = os.waitpid(child, 0)
    if code := os.waitstatus_to_exitcode(status):
        _send(replies, {"error": "trouble", "cause": f"the engine crashed (exit code {code})"})
    else:
        _send(replies, json.loads(reply))


def _answer(request: Reply) -> Reply:
    try:
        _check_threads()
        import pyttsx3  # noqa: PLC0415

        engine = pyttsx3.init()
        voices = engine.getProperty("voices")
        if request.get("voices"):
            return {"voices": [_voice_row(voice) for voice in voices]}
        return _speak(engine, voices, request)
    except Exception as error:  # noqa: BLE001 - the other process decides what to do
        return _failure("trouble", error)


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


def _speak(engine: Any, voices: list[Any], request: Reply) -> Reply:  # noqa: ANN401 - pyttsx3 has no types
    is_espeak = engine.driver_name == "espeak"
    voice = _chosen(engine, voices, request["voice"] or ("en-us" if is_espeak else ""), request["language"])
    if voice is None:
        return {"error": "voice", "known": [_voice_row(voice)["name"] for voice in voices]}
    with _applied_at_once(engine) if is_espeak else nullcontext():
        engine.setProperty("voice", voice)
        engine.setProperty("rate", request["rate_wpm"])
    finished = threading.Event()
    complaints: list[str] = []
    engine.connect("finished-utterance", lambda name, completed: finished.set())  # noqa: ARG005 - pyttsx3's names
    engine.connect("error", lambda name, exception: complaints.append(_described(exception)))  # noqa: ARG005
    engine.save_to_file(request["text"], request["path"])
    engine.runAndWait()
    # eSpeak's driver returns at once and writes the file later; the other drivers return when they are done.
    if is_espeak and not finished.wait(request["timeout_s"]):
        complaints.append("the engine did not finish")
    return {"error": "trouble", "cause": complaints[0]} if complaints else {"ok": True}


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
    """Return the identifier of a voice by name; without a name, the default voice if it speaks the language."""
    if wanted:
        return next((voice.id for voice in voices if wanted.casefold() in _names(voice)), None)
    usual: str = engine.getProperty("voice")
    speaking = [voice.id for voice in voices if _language(voice).partition("-")[0] == language]
    return usual if usual in speaking or not speaking else speaking[0]


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


def _failure(kind: str, error: BaseException) -> Reply:
    """Return a reply: which limit of the system was met, or else a failure of some kind."""
    number = errno.ENOMEM if isinstance(error, MemoryError) else getattr(error, "errno", None)
    if number in _LIMITS:
        return {"error": "limit", "errno": number}
    return {"error": kind, "cause": _described(error)}


def _described(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _send(replies: TextIO, reply: Reply) -> None:
    replies.write(json.dumps(reply) + "\n")
    replies.flush()


if __name__ == "__main__":
    main()
