"""What all tests share: a cache of their own, refreshing golden files, and planning without a speech engine."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from program import signals_as_usual

from repcast.plan.coach import write_script
from repcast.plan.schedule import schedule
from repcast.plan.timeline import ClipKey, Timeline
from repcast.reading.loader import accept, parse
from repcast.session.model import Session
from repcast.session.settings import USUAL_WPM
from repcast.session.unroll import unroll

OF_THE_TESTS: Final = {"REPCAST_CACHE_DIR", "REPCAST_EXPLORE", "REPCAST_VENV"}
EARCON_MS: Final = {"go": 270, "recover": 400, "tick": 60, "halfway": 220, "done": 320, "rest": 480, "finish": 760}
CHARACTER_MS: Final = 60
SHORTEST_CLIP_MS: Final = 300


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--refresh`."""
    parser.addoption("--refresh", action="store_true", help="rewrite the golden files with what is true now")


@pytest.fixture(scope="session")
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--refresh"))


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the clips of all tests, in all workers, in one temporary folder, and the user's own cache out of them."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cache"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPCAST_CACHE_DIR", str(folder))
        patch.setenv("SOURCE_DATE_EPOCH", "1795478400")  # 2026-11-24: two renders around midnight are the same, too
        yield folder


@pytest.fixture(autouse=True, scope="session")
def configuration_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Have all tests read a configuration of their own, and never the developer's; the quickest engine speaks.

    `natural_voice` has a module's tests heard in the voice that users hear.
    """
    path = tmp_path_factory.mktemp("configuration") / "config.toml"
    path.write_text('[voice]\nengine = "pyttsx3"\nrate_wpm = 150\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("REPCAST_") and name not in OF_THE_TESTS]:
            patch.delenv(name)
        patch.setenv("REPCAST_CONFIG", str(path))
        yield path


@pytest.fixture(scope="module")
def natural_voice() -> Iterator[None]:
    """Have a module's tests heard in the voice that users hear."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPCAST_VOICE_ENGINE", "auto")
        patch.setenv("REPCAST_VOICE_RATE_WPM", str(USUAL_WPM))
        yield


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Listen for signals, and have all that the test starts do so, whoever ignores them.

    A shell has what it starts in the background ignore ^C, and `nohup` has it ignore a terminal that closes; processes
    inherit that, and repcast respects it.
    """
    with signals_as_usual():
        yield


@pytest.fixture(scope="session")
def session_of() -> Callable[[str], Session]:
    """Return the session of a file's text; problems name the file `test.yaml`."""
    return lambda text: accept(parse(text.encode(), file="test.yaml"))


@pytest.fixture(scope="session")
def plan() -> Callable[..., Timeline]:
    """Return the timeline of a session, with pretend clips: 60 ms for each character, and at least 300 ms.

    `plan(session, {"one": 900})` pretends that the clip of "one" lasts 900 ms.
    """

    def planned(session: Session, clip_ms: Mapping[str, int] | None = None) -> Timeline:
        script = write_script(session, unroll(session), session.language or "en")
        lengths: dict[ClipKey, int] = {("earcon", sound): ms for sound, ms in EARCON_MS.items()}
        for utterance in script.utterances():
            spoken_ms = max(SHORTEST_CLIP_MS, CHARACTER_MS * len(utterance.text))
            lengths["voice", utterance.text] = (clip_ms or {}).get(utterance.text, spoken_ms)
        return schedule(script, lengths).timeline

    return planned
