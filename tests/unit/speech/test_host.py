"""`speech.host` with workers that misbehave: an error that names the text, or success after a retry."""

import errno
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from repcast.errors import SpeechFailed, SpeechUnavailable, SystemRefused, UnknownVoice
from repcast.plan.script import Utterance
from repcast.session.settings import Voice
from repcast.speech import host, pyttsx3_engine, pyttsx3_worker
from repcast.speech.cache import ClipCache
from repcast.speech.engine import EngineTrouble
from repcast.speech.pyttsx3_engine import Pyttsx3Engine
from repcast.speech.synthesize import synthesize
from repcast.speech.worker import answered

# What every fake worker begins with. `started` counts its processes, and keeps their ids.
PRELUDE = """\
import json, math, os, struct, sys, time, wave
from pathlib import Path
here = Path(__file__).parent
with (here / "started").open("a") as ids:
    ids.write(f"{os.getpid()}\\n")
started = len((here / "started").read_text().split())

def send(reply):
    print(json.dumps(reply), flush=True)

def write(path, ms=600, level=9000, tail_ms=100):
    tone = [level * math.sin(n * 0.1) * min(1, (22.05 * ms - n) / 200) for n in range(int(22.05 * ms))]
    samples = [int(each) for each in tone] + [0] * int(22.05 * tail_ms)
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))

"""
SERVE = """\
send({"ok": True})
for line in sys.stdin:
    request = json.loads(line)
"""
GOOD = """\
    write(request["path"])
    send({"ok": True})
"""

MakeWorker = Callable[[str], Path]


@pytest.fixture
def make_worker(tmp_path: Path) -> MakeWorker:
    """Return a function that writes a worker's script."""

    def make(body: str) -> Path:
        path = tmp_path / "worker.py"
        path.write_text(PRELUDE + body, encoding="utf-8")
        return path

    return make


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a second for a worker, not a minute."""
    monkeypatch.setattr(host, "START_TIMEOUT_S", 1.0)
    monkeypatch.setattr(host, "SPEAK_TIMEOUT_S", 0.3)
    monkeypatch.setattr(host, "SPEAK_TIMEOUT_PER_CHARACTER_S", 0.0)


def started(worker: Path) -> list[int]:
    """Return the ids of all processes that ran a worker."""
    return [int(line) for line in (worker.parent / "started").read_text().split()]


def is_running(process: int) -> bool:
    """Tell whether a process still does anything; one that nobody has collected yet does not."""
    state = Path(f"/proc/{process}/stat")
    if state.exists():
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def all_ended(worker: Path, within_s: float = 30) -> bool:
    """Tell whether no process of a worker runs any more, soon."""
    give_up_at = time.monotonic() + within_s
    while any(map(is_running, started(worker))) and time.monotonic() < give_up_at:
        time.sleep(0.02)
    return not any(map(is_running, started(worker)))


def engine_of(worker: Path) -> "closing[Pyttsx3Engine]":
    """Return an engine that a worker's script serves; it is closed when the context ends."""
    return closing(Pyttsx3Engine(worker=(sys.executable, "-P", str(worker))))


def speak(worker: Path, cache: Path, *texts: str) -> dict[str, int]:
    """Return the length of each text's clip; the worker has ended."""
    utterances = [Utterance(text=text, voice=Voice(), language="en") for text in texts]
    try:
        with engine_of(worker) as engine:
            clips = synthesize(utterances, {"auto": engine}, ClipCache(cache), lambda _done, _total: None).clips
    finally:
        assert all_ended(worker), "no process survives the engine"
    return {text: clip.length_ms for text, clip in clips.items()}


def test_a_good_worker_serves_everything(make_worker: MakeWorker, tmp_path: Path) -> None:
    """Nothing could be spoken; or each utterance would pay for a new process."""
    worker = make_worker(SERVE + GOOD)
    lengths = speak(worker, tmp_path, "one", "two", "three")
    assert list(lengths) == ["one", "two", "three"]
    assert all(590 <= length <= 600 for length in lengths.values())
    assert len(started(worker)) == 1


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("sys.exit(1)\n", "the speech process ended"),
        ("raise RuntimeError('no sound card')\n", "the speech process ended"),
        ("os.kill(os.getpid(), 9)\n", "the speech process ended"),
        ('send({"error": "engine", "cause": "libespeak.so: not found"})\n', "libespeak.so: not found"),
        ("time.sleep(60)\n", "no answer within 1 s"),
        ("print('Segmentation fault', flush=True)\ntime.sleep(60)\n", ""),
        ("print('[]', flush=True)\ntime.sleep(60)\n", ""),
        ("sys.stdout.buffer.write(b'\\xff\\xfe\\n')\nsys.stdout.flush()\ntime.sleep(60)\n", ""),
    ],
)
@pytest.mark.usefixtures("impatient")
def test_a_worker_that_does_not_start(body: str, cause: str, make_worker: MakeWorker, tmp_path: Path) -> None:
    """A missing speech library would end in a traceback, without a hint at what to install."""
    worker = make_worker(body)
    with pytest.raises(SpeechUnavailable) as error:
        speak(worker, tmp_path, "one")
    message, mend = str(error.value).split("\n")
    assert message.startswith("the speech engine pyttsx3 does not start: ")
    assert cause in message
    assert "`pip install" in mend


def test_voices_of_a_worker_that_does_not_start(make_worker: MakeWorker) -> None:
    """`repcast voices` would end in a traceback where speech is not installed."""
    worker = make_worker("sys.exit(1)\n")
    with engine_of(worker) as engine, pytest.raises(SpeechUnavailable):
        engine.voices()
    assert all_ended(worker)


# What may go wrong with one request, by name.
TROUBLES = {
    "crashes": "    sys.exit(1)\n",
    "is killed": "    os.kill(os.getpid(), 9)\n",
    "crashes after writing": '    write(request["path"])\n    os._exit(1)\n',
    "hangs": "    time.sleep(60)\n",
    "hangs deaf to signals": (
        "    import signal\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    time.sleep(60)\n"
    ),
    "complains": '    send({"error": "trouble", "cause": "RuntimeError: out of breath"})\n    continue\n',
    "prints garbage": "    print('Audio saved to nowhere', flush=True)\n    time.sleep(60)\n",
    "prints half an answer": "    sys.stdout.write('{\"ok\": ')\n    sys.stdout.flush()\n    sys.exit()\n",
    "prints a list": "    print('[1]', flush=True)\n    time.sleep(60)\n",
    "prints a number": "    print('7', flush=True)\n    time.sleep(60)\n",
    "prints no text": "    sys.stdout.buffer.write(b'\\xff\\xfe\\n')\n    sys.stdout.flush()\n    time.sleep(60)\n",
    "returns silence": '    write(request["path"], level=0)\n    send({"ok": True})\n    continue\n',
    "returns nothing": '    write(request["path"], ms=0, tail_ms=0)\n    send({"ok": True})\n    continue\n',
    "returns a cut-off sound": (
        '    write(request["path"], ms=900, tail_ms=0)\n'
        '    os.truncate(request["path"], 9000)\n    send({"ok": True})\n    continue\n'
    ),
    "returns too much": '    write(request["path"], ms=60_000)\n    send({"ok": True})\n    continue\n',
    "returns no file": '    send({"ok": True})\n    continue\n',
    "returns an empty file": '    open(request["path"], "w").close()\n    send({"ok": True})\n    continue\n',
}
each_trouble = pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)


@each_trouble
@pytest.mark.usefixtures("impatient")
def test_one_trouble_is_overcome(trouble: str, make_worker: MakeWorker, tmp_path: Path) -> None:
    """One hiccup of the speech engine would stop the render, or a cue be missing."""
    once = SERVE + "    first = not (here / 'tried').exists()\n    (here / 'tried').touch()\n    if first:\n"
    worker = make_worker(once + "".join(f"    {line}\n" for line in trouble.splitlines()) + GOOD)
    lengths = speak(worker, tmp_path, "one", "two")
    assert list(lengths) == ["one", "two"]
    assert all(590 <= length <= 600 for length in lengths.values())


@each_trouble
@pytest.mark.usefixtures("impatient")
def test_lasting_trouble_stops_with_the_text(trouble: str, make_worker: MakeWorker, tmp_path: Path) -> None:
    """An MP3 would be written with a cue missing, or a traceback shown instead of the text that failed."""
    on_two = SERVE + "    if request['text'] == 'two':\n"
    worker = make_worker(on_two + "".join(f"    {line}\n" for line in trouble.splitlines()) + GOOD)
    with pytest.raises(SpeechFailed) as error:
        speak(worker, tmp_path, "one", "two", "three")
    assert str(error.value).startswith("the speech engine could not say “two”: ")


@pytest.mark.usefixtures("impatient")
def test_noise_before_an_answer_does_not_swap_clips(make_worker: MakeWorker, tmp_path: Path) -> None:
    """A line that the engine prints would be taken for an answer, and every clip after it for its neighbour's."""
    noisy = (
        "    print('Audio saved', flush=True)\n    time.sleep(0.05)\n"
        "    write(request['path'], ms=300 * int(request['text']))\n    send({'ok': True})\n"
    )
    worker = make_worker(SERVE + noisy)
    try:
        lengths = speak(worker, tmp_path, "1", "2", "3", "4")
    except SpeechFailed as error:
        assert "could not say “1”" in str(error)  # noqa: PT017 - either end is right; a swapped clip is not
    else:
        assert [round(length / 300) for length in lengths.values()] == [1, 2, 3, 4]


def test_an_unknown_voice(make_worker: MakeWorker, tmp_path: Path) -> None:
    """The error would not say which voices there are."""
    worker = make_worker(SERVE + '    send({"error": "voice", "known": ["en-gb", "en-us"]})\n')
    utterance = Utterance(text="one", voice=Voice(name="en-uss"), language="en")
    with engine_of(worker) as engine, pytest.raises(UnknownVoice, match="did you mean 'en-us'"):
        engine.record(utterance, tmp_path / "one.wav")
    assert all_ended(worker)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers fork on POSIX only")
@pytest.mark.usefixtures("impatient")
def test_a_hanging_fork_is_ended_too(make_worker: MakeWorker, tmp_path: Path) -> None:
    """Each hang of the speech library would leave a process behind that runs until the computer is switched off."""
    forking = """\
    if os.fork() == 0:
        with (here / "started").open("a") as ids:
            ids.write(f"{os.getpid()}\\n")
        time.sleep(60)
    os.wait()
"""
    worker = make_worker(SERVE + forking)
    utterance = Utterance(text="one", voice=Voice(), language="en")
    with engine_of(worker) as engine:
        with pytest.raises(EngineTrouble, match="no answer within 0 s"):
            engine.record(utterance, tmp_path / "one.wav")
        assert len(started(worker)) == 2
        assert all_ended(worker), "at once, not only when the engine is closed"


def test_the_engine_ends_its_worker_when_an_error_passes(make_worker: MakeWorker, tmp_path: Path) -> None:
    """^C, or any error, would leave the speech process running."""
    worker = make_worker(SERVE + GOOD)
    utterance = Utterance(text="one", voice=Voice(), language="en")

    def interrupted() -> None:
        with engine_of(worker) as engine:
            engine.record(utterance, tmp_path / "one.wav")
            assert not all_ended(worker, within_s=0)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert all_ended(worker)


def test_the_worker_ends_with_its_input(make_worker: MakeWorker) -> None:
    """A killed repcast would leave the real speech process running."""
    import subprocess  # noqa: PLC0415 - this test only

    del make_worker
    with subprocess.Popen(pyttsx3_engine.WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == b'{"ok": true}\n'
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_no_worker_where_nothing_is_spoken(make_worker: MakeWorker) -> None:
    """Rendering what is cached would cost the start of a speech process, and fail where speech is not installed."""
    worker = make_worker(SERVE + GOOD)
    with engine_of(worker) as engine:
        assert "pyttsx3" in engine.version("")
    assert not (worker.parent / "started").exists()


NO_THREAD = "can't start new thread"
LIMIT_MET = f'send({{"error": "limit", "errno": {errno.EAGAIN}}})\n'


@pytest.mark.parametrize("body", [LIMIT_MET, SERVE + "    " + LIMIT_MET], ids=["starting", "speaking"])
def test_a_limit_that_the_worker_meets_is_told_at_once(body: str, make_worker: MakeWorker, tmp_path: Path) -> None:
    """If this failed, too few processes would be tried four times, and blamed on the text or the installation."""
    worker = make_worker(body)
    utterance = Utterance(text="one", voice=Voice(), language="en")
    with engine_of(worker) as engine, pytest.raises(SystemRefused, match="ulimit -u"):
        engine.record(utterance, tmp_path / "one.wav")
    assert len(started(worker)) == 1
    assert all_ended(worker)


@pytest.mark.parametrize("refused", ["subprocess.Popen", "threading.Thread.start"])
def test_a_worker_that_the_system_does_not_start(
    refused: str, make_worker: MakeWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this failed, a limit of the system would end in a traceback, or leave a process behind."""

    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "x") if refused == "subprocess.Popen" else RuntimeError(NO_THREAD)

    worker = make_worker(SERVE + GOOD)
    utterance = Utterance(text="one", voice=Voice(), language="en")
    with engine_of(worker) as engine:
        with monkeypatch.context() as patch:
            patch.setattr(refused, refuse)
            with pytest.raises(SystemRefused, match="ulimit -u"):
                engine.record(utterance, tmp_path / "one.wav")
        engine.record(utterance, tmp_path / "one.wav")  # once there is one again
    assert all_ended(worker)


def test_the_worker_reports_that_it_cannot_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, the worker would end, be started four times, and the text be blamed."""

    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, "x")

    monkeypatch.setattr(os, "fork", refuse, raising=False)
    assert answered(pyttsx3_worker._answer_in_fork, {}) == {"error": "limit", "errno": errno.EAGAIN}


def test_the_worker_reports_that_it_gets_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this failed, eSpeak NG would wait for a thread that it never gets, until its time is over."""

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError(NO_THREAD)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert answered(pyttsx3_worker._answer, {}) == {"error": "limit", "errno": errno.EAGAIN}


def test_workers_serve_side_by_side_and_no_more_than_asked(make_worker: MakeWorker, tmp_path: Path) -> None:
    """If this failed, one core would speak while the others wait; or each utterance have a process of its own."""
    lives = """\
def lives(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True

"""
    meeting = """\
    (here / f"asked-{os.getpid()}").touch()
    while sum(lives(int(asked.name[6:])) for asked in here.glob("asked-*")) < 2:
        time.sleep(0.01)
"""
    worker = make_worker(lives + SERVE + meeting + GOOD)
    texts = [str(number) for number in range(16)]
    utterances = [Utterance(text=text, voice=Voice(), language="en") for text in texts]
    with closing(Pyttsx3Engine(2, (sys.executable, "-P", str(worker)))) as engine:
        synthesize(utterances, {"auto": engine}, ClipCache(tmp_path / "cache"), lambda _done, _total: None)
    assert len(started(worker)) == 2
    assert all_ended(worker)


TWO_AT_ONCE = """\
waiting = [json.loads(sys.stdin.readline()) for _ in range(2)]
for request in reversed(waiting):
    send({"number": request["number"], "said": request["text"]})
"""


def shared_host(worker: Path, most: int = 2) -> "closing[host.Host]":
    """Return a host whose one worker answers several requests at once."""
    return closing(host.Host("fake", (sys.executable, "-P", str(worker)), "", most, shared=True))


def test_one_worker_may_answer_several_requests_at_once(make_worker: MakeWorker) -> None:
    """If this failed, each core would load a natural voice of its own, or one text be spoken in another's place."""
    worker = make_worker('send({"ok": True})\n' + 2 * TWO_AT_ONCE)
    texts = ["one", "two", "three", "four"]
    with shared_host(worker) as shared, ThreadPoolExecutor(4) as executor:
        said = [reply["said"] for reply in executor.map(lambda text: shared.ask({"text": text}), texts)]
    assert said == texts
    assert len(started(worker)) == 1
    assert all_ended(worker)


def test_all_who_wait_for_a_worker_that_ends_are_told(make_worker: MakeWorker) -> None:
    """If this failed, one crash would have another utterance wait until its time is over."""
    worker = make_worker('send({"ok": True})\nsys.stdin.readline(), sys.stdin.readline()\nsys.exit(1)\n')

    def cause(text: str) -> str:
        with pytest.raises(EngineTrouble) as caught:
            shared.ask({"text": text})
        return str(caught.value)

    with shared_host(worker) as shared, ThreadPoolExecutor(2) as executor:
        assert [*executor.map(cause, ["one", "two"])] == ["the speech process ended"] * 2
    assert len(started(worker)) == 1
    assert all_ended(worker)


def test_a_shared_worker_that_has_ended_is_replaced(make_worker: MakeWorker) -> None:
    """If this failed, nothing would be spoken any more after one crash."""
    worker = make_worker(
        'send({"ok": True})\nrequest = json.loads(sys.stdin.readline())\nsend({"said": request["text"]})\n'
    )
    with shared_host(worker) as shared:
        for text in ("one", "two"):
            assert shared.ask({"text": text}) == {"said": text}
            assert all_ended(worker)
    assert len(started(worker)) == 2


def test_an_engine_that_is_closed_speaks_again_when_it_is_asked(make_worker: MakeWorker, tmp_path: Path) -> None:
    """If this failed, an engine that is kept for a program's life would be lost after its first plan."""
    worker = make_worker(SERVE + GOOD)
    utterance = Utterance(text="one", voice=Voice(), language="en")
    with engine_of(worker) as engine:
        engine.record(utterance, tmp_path / "one.wav")
        engine.close()
        assert all_ended(worker)
        engine.record(utterance, tmp_path / "two.wav")
    assert len(started(worker)) == 2


def test_a_worker_never_reaches_the_network(make_worker: MakeWorker) -> None:
    """If this failed, a library could fetch a voice, or tell somebody what is trained today, while it speaks."""
    reach = "import sys, socket\nfrom repcast.speech.worker import serve\n"
    path = make_worker("")
    path.write_text(
        f"{reach}def answer(request):\n    socket.create_connection(('127.0.0.1', 9), timeout=1)\n    return {{}}\n"
        "serve(lambda: answer)\n",
        encoding="utf-8",
    )
    with engine_of(path) as engine, pytest.raises(SpeechUnavailable, match="speaking never opens the network"):
        engine.voices()
