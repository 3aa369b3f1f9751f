"""The wheel, as it is installed: all that a checkout has beside its modules came along."""

import http.client
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import pytest
from program import REPCAST, run

from browser.studios import Studio, studio_in

pytestmark = pytest.mark.slow

ROOT: Final = Path(__file__).parents[2]
LINKED: Final = re.compile(r"""(?:href|src)="([^"#]+)"|(?:from|import)\s*\(?\s*["'](\.{0,2}/[^"']+)["']""")
"""What pages load by their elements, and modules by their imports."""
KINDS: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


@pytest.fixture(name="installed", scope="module")
def _installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the wheel is installed, without what it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    built = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(built, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as files:
        files.extractall(folder / "installed")
    return folder / "installed"


def from_wheel(installed: Path) -> dict[str, str]:
    """Return the environment in which Python finds the wheel's repcast, and everything else where it is."""
    return {"PYTHONPATH": str(installed)}


@pytest.fixture(name="studio")
def _studio(installed: Path, tmp_path: Path, interruptible: None) -> Iterator[Studio]:  # noqa: ARG001 - ^C ends it
    """Return a studio of the wheel, which runs in an empty folder."""
    (tmp_path / "here").mkdir()
    with studio_in(tmp_path / "here", env=from_wheel(installed)) as running:
        yield running


def fetched(address: str) -> tuple[int, str, bytes]:
    """Return what an address answers: the status, the kind, the body."""
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=60)) as connection:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()


def all_loaded(page: str) -> dict[str, bytes]:
    """Return all that a page loads, and what that loads, by address; fail where something is not there."""
    found: dict[str, bytes] = {}
    waiting = [page]
    while waiting:
        address = waiting.pop()
        status, kind, found[address] = fetched(address)
        ending = Path(urlsplit(address).path).suffix
        assert (status, kind) == (200, KINDS.get(ending, kind)), address
        if ending in {"", ".js"}:
            named = ["".join(each) for each in LINKED.findall(found[address].decode())]
            waiting += {urljoin(address, name) for name in named} - {*found, *waiting}
    return found


def asked(studio: Studio, path: str, body: dict[str, object]) -> Any:
    """Return what the studio answers to its page."""
    headers = {"Content-Type": "application/json", "Origin": studio.origin, "X-Repcast-Token": studio.token}
    with closing(http.client.HTTPConnection(urlsplit(studio.origin).netloc, timeout=60)) as connection:
        connection.request("POST", path, json.dumps(body), headers)
        return json.loads(connection.getresponse().read())


def test_it_is_the_wheel_that_is_tried(installed: Path, tmp_path: Path) -> None:
    """If this failed, the tests below would try the checkout, and pass."""
    told = [sys.executable, "-c", "import repcast; print(repcast.__file__)"]
    env = {**os.environ, **from_wheel(installed)}
    found = subprocess.check_output(told, cwd=tmp_path, env=env, text=True).strip()
    assert Path(found) == installed / "repcast" / "__init__.py"


def test_every_file_came_along(installed: Path) -> None:
    """If this failed, a module or a page would be missing for everybody but those with a checkout."""
    homes = {"src/repcast": "", "sessions": "sessions", "sounds": "sounds"}
    for source, home in homes.items():
        files = [path.relative_to(ROOT / source) for path in (ROOT / source).rglob("*") if path.is_file()]
        kept = [path for path in files if "__pycache__" not in path.parts]
        assert [path for path in kept if not (installed / "repcast" / home / path).is_file()] == []
        assert kept


def test_the_studios_page_has_all_that_it_loads(studio: Studio) -> None:
    """If this failed, who installed repcast would see an empty page."""
    loaded = all_loaded(f"{studio.origin}/")
    names = {urlsplit(address).path for address in loaded}
    assert names >= {"/static/studio/main.js", "/static/studio/studio.css", "/static/vendor/preact.js"}
    assert "core" in {choice["name"] for choice in asked(studio, "/list", {})}
    assert fetched(f"{studio.origin}/rings/core")[:2] == (200, "image/svg+xml")


def test_the_phones_page_has_all_that_it_loads(studio: Studio) -> None:
    """If this failed, the phone would show an empty page."""
    address = asked(studio, "/phone", {"on": True})["address"]
    loaded = all_loaded(address)
    names = {urlsplit(each).path.rpartition("/")[2] for each in loaded}
    assert names >= {"main.js", "headset.js", "phone.css", "colours.css", "icon-192.png", "feed.xml"}
    assert json.loads(fetched(f"{address}sessions.json")[2])["takes"] == []


def test_a_page_can_be_published(installed: Path, tmp_path: Path) -> None:
    """If this failed, the command would end in a traceback."""
    shown = run("publish", "--help", folder=tmp_path, env=from_wheel(installed), program=REPCAST)
    assert (shown.code, shown.err) == (0, "")
    assert "--address URL" in shown.out
