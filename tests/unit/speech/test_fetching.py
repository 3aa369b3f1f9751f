"""`speech.fetching` against a server on this machine: a voice arrives whole, or not at all."""

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from repcast.errors import NotFetched, UnknownVoice
from repcast.speech import fetching
from repcast.speech.engines import Engines
from repcast.speech.fetching import fetch, find
from repcast.speech.hibari_engine import registry

MODEL = b"a model" * 9_000
ABOUT = b'{"audio": {}}'
NAME = "en_GB-alba-medium"
FOLDER = f"en/en_GB/alba/medium/{NAME}"


class Files(BaseHTTPRequestHandler):
    """Serves what a test has put there."""

    served: ClassVar[dict[str, bytes]] = {}
    promised: ClassVar[int] = 0  # bytes more than come

    def do_GET(self) -> None:
        """Answer a request."""
        content = self.served.get(self.path)
        self.send_response(200 if content is not None else 404)
        self.send_header("Content-Length", str(len(content or b"") + self.promised))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def pointer(content: bytes) -> bytes:
    """Return what stands for a large file."""
    return f"version x\noid sha256:{hashlib.sha256(content).hexdigest()}\nsize {len(content)}\n".encode()


def row(content: bytes) -> dict[str, object]:
    """Return what Piper's list says of a file."""
    return {"size_bytes": len(content), "md5_digest": hashlib.md5(content).hexdigest()}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[dict[str, bytes]]:
    """Serve a voice of Piper's and one of hibari's, and return the files by address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    listed = {NAME: {"files": {f"{FOLDER}.onnx": row(MODEL), f"{FOLDER}.onnx.json": row(ABOUT), f"{FOLDER}/CARD": {}}}}
    Files.promised = 0
    Files.served = {
        "/resolve/main/voices.json": json.dumps(listed).encode(),
        f"/resolve/main/{FOLDER}.onnx": MODEL,
        f"/resolve/main/{FOLDER}.onnx.json": ABOUT,
        f"/raw/main/{FOLDER}.onnx": pointer(MODEL),
        f"/raw/main/{FOLDER}.onnx.json": ABOUT,
        "/emma.onnx": MODEL,
    }
    monkeypatch.setattr(fetching, "PIPER", address)
    monkeypatch.setattr("hibari.voices.BASE_URL", f"{address}/")
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path / "hibari"))
    emma = {"file": "emma.onnx", "bytes": len(MODEL), "sha256": hashlib.sha256(MODEL).hexdigest()}
    monkeypatch.setitem(registry(), "emma", {**registry()["emma"], **emma})
    yield Files.served
    server.shutdown()
    server.server_close()


def got(name: str, folder: Path) -> list[tuple[int, int]]:
    """Fetch a voice, and return the progress that was reported."""
    told: list[tuple[int, int]] = []
    with Engines() as engines:
        fetch(find(name, engines, folder), lambda done, total: told.append((done, total)))
    return told


def files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("served")
def test_a_voice_of_pipers_arrives_whole(tmp_path: Path) -> None:
    """If this failed, a voice would be incomplete, stand in another place, or nobody know how far it has come."""
    told = got(NAME, tmp_path / "voices")
    assert files(tmp_path / "voices") == {f"{NAME}.onnx": MODEL, f"{NAME}.onnx.json": ABOUT}
    assert told[-1] == (len(MODEL) + len(ABOUT),) * 2
    with Engines() as engines:
        voice = find(NAME, engines, tmp_path / "voices")
    assert voice.is_here
    assert [file.algorithm for file in voice.files] == ["sha256", "md5"]


@pytest.mark.usefixtures("served")
def test_a_voice_of_hibaris_arrives_where_hibari_looks(tmp_path: Path) -> None:
    """If this failed, a voice that was fetched would not be found."""
    got("emma", tmp_path / "voices")
    assert files(tmp_path) == {"emma.onnx": MODEL}
    with Engines() as engines:
        assert [voice.name for voice in engines["hibari"].voices()] == ["emma", "heart"]


@pytest.mark.parametrize("path", [f"/resolve/main/{FOLDER}.onnx", f"/resolve/main/{FOLDER}.onnx.json"])
@pytest.mark.parametrize("change", ["other bytes", "shorter", "longer", "missing", "broken off"])
def test_what_is_not_what_was_promised_is_not_kept(
    path: str, change: str, served: dict[str, bytes], tmp_path: Path
) -> None:
    """If this failed, half a model, or a forged one, would be loaded at the next render."""
    folder = tmp_path / "voices"
    folder.mkdir()
    (folder / f"{NAME}.onnx").write_bytes(b"before")
    content = served[path]
    match change:
        case "other bytes":
            served[path] = content[:-1] + b"!"
        case "shorter":
            served[path] = content[:-1]
        case "longer":
            served[path] = content + b"!"
        case "missing":
            del served[path]
        case _:
            served[path] = content[: len(content) // 2]
            Files.promised = len(content) - len(content) // 2
    with pytest.raises(NotFetched, match=f"the voice '{NAME}' was not fetched: .*nothing was written"):
        got(NAME, folder)
    assert files(folder) == {f"{NAME}.onnx": b"before"}


@pytest.mark.parametrize(
    "listed", [b"", b"[]", b"[" * 50_000, b'{"%b": 7}' % NAME.encode(), b'{"%b": {"files": {}}}' % NAME.encode()]
)
def test_a_list_that_cannot_be_read_is_told(listed: bytes, served: dict[str, bytes], tmp_path: Path) -> None:
    """If this failed, a change of the list would end in a traceback."""
    served["/resolve/main/voices.json"] = listed
    with pytest.raises(NotFetched, match="the list of Piper's voices"):
        got(NAME, tmp_path / "voices")


@pytest.mark.usefixtures("served")
def test_an_unknown_voice_is_told_with_the_nearest(tmp_path: Path) -> None:
    """If this failed, a slip of the pen would look like a fault of the network."""
    with pytest.raises(UnknownVoice, match=f"did you mean '{NAME}'"):
        got("en_GB-alba-mediun", tmp_path)


def test_no_network_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If this failed, who is offline would see a traceback."""
    monkeypatch.setattr(fetching, "PIPER", "http://127.0.0.1:9")
    with pytest.raises(NotFetched, match="try again later"):
        got(NAME, tmp_path)
