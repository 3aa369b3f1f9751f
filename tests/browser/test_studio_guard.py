"""The studio lets no stranger in: no page of another origin, no path of this machine, no oversized request."""

import http.client
import json
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from program import tree

from browser.chromium import Noticed
from browser.served import served
from browser.studios import Studio
from browser.workbench import TWO

pytestmark = pytest.mark.slow

ATTACK = """\
<!doctype html><html lang="en"><title>evil</title><link rel="icon" href="data:,"><h1>evil</h1>
<form id="form" method="post" enctype="text/plain" target="frame">
<input name='{"session":"core","name":"evil' value='"}'></form>
<iframe name="frame" title="frame"></iframe>
"""

PATHS = (
    "/static/../studio.py",
    "/static/%2e%2e/app.py",
    "/static/..%2fapp.py",
    "/static//etc/passwd",
    "/rings/..%2f..%2fetc%2fpasswd",
    "/rings/%00",
    "/sounds/..%2f..%2fetc%2fpasswd",
    "/plans/x/clips/0.wav",
    "//etc/passwd",
    "/nothing",
)

ASK = """async ([url, options]) => {
    try {
        const response = await fetch(url, options);
        return `${response.type} ${response.status} ${await response.text()}`;
    } catch (error) { return "refused"; }
}"""


def asked(studio: Studio, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    """Ask the studio as no browser would."""
    host = urlsplit(studio.origin).netloc
    with closing(http.client.HTTPConnection(host, timeout=30)) as connection:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": host, "Content-Length": str(len(body)), **headers}.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.read()


def saving(studio: Studio, **changes: str) -> dict[str, str]:
    """Return the headers that the page's own request has."""
    own = {"Content_Type": "application/json", "Origin": studio.origin, "X_Repcast_Token": studio.token}
    return {**own, **changes}


SAVE = json.dumps({"session": "core", "name": "mine.yaml"}).encode()


def test_a_page_of_a_stranger_changes_nothing(studio: Studio, page: Page, noticed: Noticed) -> None:
    """If this failed, any page that is open beside the studio could write files into the user's folder."""
    port = urlsplit(studio.origin).port
    with served({"index.html": ATTACK}) as evil:
        noticed.allow(studio.origin, f"http://evil.test:{port}")
        page.goto(evil.replace("127.0.0.1", "evil.test"))
        simple = {"method": "POST", "mode": "no-cors", "body": SAVE.decode()}
        with_json = {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": SAVE.decode()}
        as_text = {"method": "POST", "headers": {"Content-Type": "text/plain"}, "body": SAVE.decode()}
        for options in (simple, with_json, as_text):
            told = page.evaluate(ASK, [f"{studio.origin}/save", options])
            assert told in {"refused", "opaque 0 "}
        page.evaluate("url => { form.action = url; form.submit(); }", f"{studio.origin}/save")
        page.wait_for_timeout(300)
        assert page.evaluate(ASK, [f"{studio.origin}/", {}]) == "refused"  # nothing can be read, either
        rebinding = page.goto(f"http://evil.test:{port}/")  # the name of a stranger, the address of this machine
        assert rebinding
        assert rebinding.status == 421
        page.goto("about:blank")
        page.wait_for_timeout(300)  # its icon is asked for, too
    assert tree(studio.folder) == set()
    noticed.taken()


def test_only_the_pages_own_request_is_heard(studio: Studio) -> None:
    """If this failed, one of the ways in would be open: each stands for a trick that browsers, or programs, allow."""
    host = urlsplit(studio.origin).netloc
    refused = [
        saving(studio, Origin="http://evil.test"),
        saving(studio, Origin="null"),
        saving(studio, X_Repcast_Token="guessed"),
        saving(studio, Content_Type="text/plain"),
        saving(studio, Host="localhost"),
        saving(studio, Host=f"{host}.evil.test"),
        {name: value for name, value in saving(studio).items() if name != "X_Repcast_Token"},
        {name: value for name, value in saving(studio).items() if name != "Origin"},
    ]
    for headers in refused:
        assert asked(studio, "POST", "/save", SAVE, **headers)[0] in {403, 415, 421}, headers
    assert tree(studio.folder) == set()
    assert asked(studio, "POST", "/save", SAVE, **saving(studio))[0] == 200
    assert tree(studio.folder) == {"mine.yaml"}


def test_nothing_is_saved_outside_of_the_folder(studio: Studio) -> None:
    """If this failed, the page could write, or replace, any file of the user's."""
    for name in ("../evil.yaml", "/tmp/evil.yaml", "a/b", "..\\evil", "\0evil", "~me/evil", ".hidden"):
        body = json.dumps({"session": "core", "name": name, "replaces": True}).encode()
        status, answer = asked(studio, "POST", "/save", body, **saving(studio))
        assert (name, status, json.loads(answer)["kind"]) == (name, 200, "refused")
    assert tree(studio.folder) == set()


def test_no_path_reaches_a_file_that_is_not_served(studio: Studio) -> None:
    """If this failed, whoever can open an address on this machine could read the user's files."""
    for path in PATHS:
        status, answer = asked(studio, "GET", path)
        assert (path, status in {400, 404}) == (path, True)
        assert b"etc" not in answer
        assert str(studio.folder).encode() not in answer


def test_names_that_are_paths_open_nothing(studio: Studio) -> None:
    """If this failed, the page could open any file as a session, and show what stands in it."""
    (studio.folder.parent / "secret.yaml").write_text(TWO, encoding="utf-8")
    for name in ("../secret.yaml", str(studio.folder.parent / "secret.yaml"), "%2e%2e/secret.yaml", "\0"):
        status, answer = asked(studio, "POST", "/text", json.dumps({"session": name}).encode(), **saving(studio))
        told = json.loads(answer)
        assert (status, told["problem"]) == (200, "there is no such session here")
        assert "secret" not in answer.decode()


def test_a_request_that_is_too_large_or_means_nothing_is_refused(studio: Studio) -> None:
    """If this failed, a request could fill the memory, or end in a fault."""
    assert asked(studio, "POST", "/save", b" " * (2 << 20), **saving(studio))[0] == 413
    assert asked(studio, "POST", "/save", b"{}", **saving(studio))[0] == 400
    assert asked(studio, "POST", "/follow", b"[" * 100_000, **saving(studio))[0] == 400
    assert asked(studio, "PUT", "/save", SAVE, **saving(studio))[0] == 405
    assert asked(studio, "GET", "/save")[0] == 405
