"""`studio.guard`: who gets past it, and what every answer carries."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from asking import Answer, ask
from repcast.studio.guard import MOST_BODY_BYTES, POLICY, READING, TOKEN_HEADER, Guard

HOST = "127.0.0.1:8765"
TOKEN = "a-token-of-this-run"
WRITING = {"Content-Type": "application/json", "Origin": f"http://{HOST}", TOKEN_HEADER: TOKEN}


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the length of the body; with headers that the guard knows better."""
    body = await Request(scope, receive).body()
    headers = {"Content-Security-Policy": "default-src *", "X-Own": "kept"}
    await PlainTextResponse(str(len(body)), headers=headers)(scope, receive, send)


def guarded(*, writes: bool = True, hosts: frozenset[str] = frozenset({HOST})) -> Guard:
    """Return a guard before an application that answers everything."""
    methods = READING | {"POST"} if writes else READING
    return Guard(inside, hosts=hosts, methods=methods, token=TOKEN if writes else "")


def asked(
    guard: Guard,
    method: str = "GET",
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    parts: tuple[bytes, ...] = (b"",),
    host: str = HOST,
) -> Answer:
    """Return what the guard, or the application behind it, answers."""
    return ask(guard, "/a/secret/path", method, host=host, headers=headers, parts=parts)


@pytest.mark.parametrize(
    "host", ["evil.test", "evil.test:8765", f"{HOST}.evil.test", "127.0.0.1", "127.0.0.1:87650", "localhost:8765", ""]
)
def test_another_host_is_misdirected(host: str) -> None:
    """A page of a stranger could read and write here by giving its own name this machine's address."""
    assert asked(guarded(), host=host)[0] == 421


def test_two_hosts_are_misdirected() -> None:
    """What stands between browser and program could let the wrong one through."""
    assert asked(guarded(), headers=[("Host", HOST)])[0] == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"])
def test_only_reading_is_answered_where_nothing_is_written(method: str) -> None:
    """The phone's socket, which is on the network, could change something."""
    status, headers, _ = asked(guarded(writes=False), method, WRITING, parts=(b"{}",))
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_a_request_of_the_own_page_comes_through() -> None:
    """The studio would refuse its own page."""
    assert asked(guarded(), "POST", WRITING, parts=(b"{}",))[::2] == (200, b"2")
    assert asked(guarded(), "POST", WRITING | {"Content-Type": "application/json; charset=utf-8"})[0] == 200


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": ""}, 415),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": f"https://{HOST}"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({TOKEN_HEADER: ""}, 403),
        ({TOKEN_HEADER: TOKEN[:-1]}, 403),
        ({TOKEN_HEADER: "ünknown"}, 403),
    ],
)
def test_a_strangers_page_changes_nothing(changed: dict[str, str], status: int) -> None:
    """Any page that is open in the same browser could render, save and read for its own ends."""
    assert asked(guarded(), "POST", WRITING | changed, parts=(b"{}",))[0] == status


def test_two_tokens_are_none() -> None:
    """A header that something on the way doubles would be judged by whichever comes first."""
    assert asked(guarded(), "POST", [*WRITING.items(), (TOKEN_HEADER, TOKEN)])[0] == 403


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_large_is_refused_announced_or_not(*, announced: bool) -> None:
    """A request could fill the memory."""
    half = b"x" * (MOST_BODY_BYTES // 2 + 1)
    length = {"Content-Length": str(2 * len(half))} if announced else {}
    assert asked(guarded(), "POST", WRITING | length, parts=(half, half))[0] == 413


def test_the_largest_body_comes_through_whole() -> None:
    """A long session could not be shown, or would be cut."""
    half = b"x" * (MOST_BODY_BYTES // 2)
    assert asked(guarded(), "POST", WRITING, parts=(half, half))[::2] == (200, str(MOST_BODY_BYTES).encode())


@pytest.mark.parametrize("host", [HOST, "evil.test"])
def test_every_answer_tells_browsers_what_to_keep_out(host: str) -> None:
    """A page, or a refusal, could run a stranger's script, or be shown inside a stranger's page."""
    _, headers, _ = asked(guarded(), host=host)
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_headers_of_the_application_inside_are_kept_but_for_those_of_the_guard() -> None:
    """Ranges and caching would not work; or a route could lower the guard."""
    _, headers, _ = asked(guarded())
    assert headers["x-own"] == "kept"


@pytest.mark.parametrize(("host", "expected"), [(HOST, "same-origin"), ("192.168.1.2:8765", None)])
def test_the_opener_policy_is_sent_where_browsers_heed_it(host: str, expected: str | None) -> None:
    """The phone's browser would write an error to its console at every page."""
    _, headers, _ = asked(guarded(hosts=frozenset({host})), host=host)
    assert headers.get("cross-origin-opener-policy") == expected


@pytest.mark.parametrize(("method", "host"), [("GET", "evil.test"), ("PUT", HOST), ("POST", HOST)])
def test_a_refusal_repeats_nothing_of_the_request(method: str, host: str) -> None:
    """A refusal could carry a stranger's text, or a path of this machine."""
    answer = asked(guarded(), method, host=host)
    told = " ".join([answer.text, *answer.headers.values()])
    assert not [word for word in ("secret", "evil", "path") if word in told]


def test_a_socket_is_closed() -> None:
    """A connection that is no request would get past the guard."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(guarded()({"type": "websocket", "path": "/", "headers": []}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_writing_without_a_token_cannot_be_built() -> None:
    """A slip in the code would open the studio to every page."""
    with pytest.raises(AssertionError):
        Guard(inside, hosts=frozenset({HOST}), methods=READING | {"POST"})
