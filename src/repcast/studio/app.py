"""The studio's pages and what they ask for, as one application; it is served on this machine alone."""

import json
from collections.abc import AsyncIterator, Callable
from functools import partial
from http import HTTPStatus
from inspect import iscoroutinefunction
from pathlib import Path
from time import monotonic
from typing import Any, Final, Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from repcast.errors import NoSuchChoice, RepcastError
from repcast.picture import cover, page, to_svg
from repcast.picture.colours import DARK, LIGHT
from repcast.reading import moving
from repcast.refusals import as_repcast_error
from repcast.studio import told
from repcast.studio.asked import Asked, AskedForPhone, AskedToMove, AskedToRender, AskedToSave, Dropped, Text
from repcast.studio.clip import to_wav
from repcast.studio.colours import SHEET, style_sheet
from repcast.studio.desk import Desk
from repcast.studio.guard import READING, Guard
from repcast.studio.told import Told

STATIC: Final = Path(__file__).parent / "static"
_WIDTHS: Final = (240, 1_280, 2_000)
"""Of a picture: the least, the usual one, and the most."""

_BETWEEN_S: Final = 0.05
_LINES: Final = "application/x-ndjson"
_UNKNOWN: Final = HTTPException(HTTPStatus.NOT_FOUND)

M = TypeVar("M", bound=BaseModel)


class Phone(Protocol):
    """Serves the phone's page, or ends that, and returns where it is."""

    async def __call__(self, *, on: bool) -> Told:
        """Return the address and its QR code."""


def studio_app(desk: Desk, phone: Phone, *, host: str, token: str) -> ASGIApp:
    """Return the application.

    Args:
        desk: what does the work.
        phone: serves the phone's page, or ends that, and returns where it is.
        host: that it answers as, with its port.
        token: of this run; whatever is asked for by POST brings it along.
    """
    pages = _Pages(desk)
    routes = [
        Route("/", partial(_file, STATIC / "studio.html")),
        Mount("/static", StaticFiles(directory=STATIC)),
        _asking("/list", None, lambda _: desk.listed()),
        _asking("/describe", Asked, lambda asked: desk.described(asked.session)),
        _asking("/text", Asked, lambda asked: desk.text(asked.session)),
        _asking("/drop", Dropped, desk.drop),
        _asking("/save", AskedToSave, desk.save),
        _asking("/steps", Text, lambda asked: told.steps(asked.text)),
        _asking("/move", AskedToMove, _moved),
        _asking("/phone", AskedForPhone, partial(_served, phone)),
        _asking("/voices", None, lambda _: desk.voices()),
        _following("/follow", Asked, desk.planning.follow),
        _following("/render", AskedToRender, desk.rendering.render),
        Route("/rings/{name:path}", pages.ring),
        Route("/plans/{plan}/picture.svg", pages.picture),
        Route("/plans/{plan}/clips/{index:int}.wav", pages.clip),
        Route("/sounds/{sound}", pages.sound),
        Route(f"/{SHEET}", _colours),
    ]
    return Guard(Starlette(routes=routes), hosts=frozenset({host}), methods=READING | {"POST"}, token=token)


class _Pages:
    """What is fetched by an address: pictures and sounds."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ring(self, request: Request) -> Response:
        try:
            timeline = self._desk.sketched(request.path_params["name"])
        except RepcastError:
            raise _UNKNOWN from None
        return _svg(to_svg(cover(timeline)))

    def picture(self, request: Request) -> Response:
        palette = DARK if request.query_params.get("dark") else LIGHT
        timeline = _known(self._desk.planning.timeline, request.path_params["plan"])
        drawing = page(timeline, width=_width(request.query_params.get("width", "")), palette=palette, alone=False)
        return _svg(to_svg(drawing))

    def clip(self, request: Request) -> Response:
        plan = _known(self._desk.planning.plan, request.path_params["plan"])
        index = request.path_params["index"]
        if index >= len(plan.timeline.events):
            raise _UNKNOWN
        return Response(to_wav(plan.clips[plan.timeline.events[index].clip]), media_type="audio/wav")

    def sound(self, request: Request) -> Response:
        path = _known(self._desk.rendering.sound, request.path_params["sound"])
        if not path.is_file():
            raise _UNKNOWN
        return FileResponse(path, media_type="audio/mpeg", headers={"Cache-Control": "no-store"})


def _svg(picture: bytes) -> Response:
    return Response(picture, media_type="image/svg+xml")


def _file(path: Path, _request: Request) -> Response:
    return FileResponse(path, headers={"Cache-Control": "no-store"})


def _colours(_request: Request) -> Response:
    return Response(style_sheet(), media_type="text/css", headers={"Cache-Control": "no-store"})


def _width(text: str) -> int:
    least, usual, most = _WIDTHS
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return min(max(int(text), least), most) if is_number else usual


def _known(find: Callable[[str], Any], name: str) -> Any:  # noqa: ANN401 - whatever is found
    try:
        return find(name)
    except NoSuchChoice:
        raise _UNKNOWN from None


async def _served(phone: Phone, asked: AskedForPhone) -> Told:
    return await phone(on=asked.on)


def _moved(asked: AskedToMove) -> Told:
    """Return a text in which a step's lines are elsewhere, twice, or no more."""
    match asked.do:
        case "move":
            edit = moving.moved(asked.text, asked.line, asked.by)
        case "duplicate":
            edit = moving.duplicated(asked.text, asked.line)
        case "delete":
            edit = moving.deleted(asked.text, asked.line)
    return {"text": edit.text, "line": edit.line}


async def _asked(request: Request, model: type[M]) -> M:
    """Return what a request asks.

    Raises:
        HTTPException: it is no such thing; what the page sends always is.
    """
    try:
        return model.model_validate_json(await request.body())
    except ValidationError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None


def _asking(path: str, model: type[M] | None, answer: Callable[[Any], Any]) -> Route:
    """Return a route that is asked by POST, and answers in one piece; in a thread, for it may read files.

    What is asynchronous is answered in the loop.
    """

    async def respond(request: Request) -> Response:
        asked = await _asked(request, model) if model else None
        try:
            if iscoroutinefunction(answer):
                return JSONResponse(await answer(asked))
            return JSONResponse(await run_in_threadpool(answer, asked))
        except RepcastError as error:
            return JSONResponse(told.refused(error))

    return Route(path, respond, methods=["POST"])


def _following(path: str, model: type[M], follow: Callable[[M], AsyncIterator[Told]]) -> Route:
    """Return a route that is asked by POST, and answers line by line, each a JSON document."""

    async def respond(request: Request) -> Response:
        return StreamingResponse(_lines(follow(await _asked(request, model))), media_type=_LINES)

    return Route(path, respond, methods=["POST"])


async def _lines(answers: AsyncIterator[Told]) -> AsyncIterator[bytes]:
    """Yield each answer on a line, and an error as the last: it must not end the studio, and lose all changes.

    How far something has come is told a few times a second, and not for each utterance.
    """
    told_s = 0.0
    try:
        async for answer in answers:
            if answer["kind"] != "progress" or monotonic() - told_s > _BETWEEN_S:
                told_s = monotonic()
                yield _line(answer)
    except Exception as error:  # noqa: BLE001 - as above
        yield _line(told.refused(as_repcast_error(error)))


def _line(answer: Told) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode(errors="replace") + b"\n"
