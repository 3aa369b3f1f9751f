"""The phone's own application: one page and the files that it plays, for who knows the token; it only reads."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hmac import compare_digest
from importlib.resources import files as resources
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from repcast.files.feed import CAPTIONS_KIND, CHAPTERS_KIND, FEED_KIND, FEED_NAME
from repcast.plan.captions import captions, podcast_chapters
from repcast.studio.album import zipped
from repcast.studio.colours import SHEET, style_sheet
from repcast.studio.guard import READING, Guard
from repcast.studio.icons import SIDES, icon
from repcast.studio.podcast import FEED_LINK, podcast
from repcast.studio.shelf import Kept, Shelf
from repcast.studio.take import Place, listing

PAGE: Final = "index.html"
_HEAD: Final = "<head>\n"
_STATIC: Final = Path(str(resources("repcast.studio"))) / "static"
ASSETS: Final = _STATIC / "phone"
_SHARED: Final = _STATIC / "shared"
"""What the studio's page loads, too."""

_KINDS: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_PIECE_BYTES: Final = 1 << 16
_NEW_EACH_TIME: Final = {"Cache-Control": "no-store"}
_FOR_A_DAY: Final = {"Cache-Control": "private, max-age=86400, immutable"}  # under its key a file stays as it is


def phone_app(files: Callable[[], Sequence[Path]], token: str, host: str) -> ASGIApp:
    """Return the application.

    Args:
        files: returns the MP3s that are offered, each time anew.
        token: the first part of every path that it answers.
        host: its address with its port, such as `192.168.1.20:8766`.
    """
    routes = _Routes(Shelf(files), f"http://{host}/{token}/")
    app = Starlette(
        routes=[
            Route("/", routes.page),
            Route("/sessions.json", routes.sessions),
            Route("/files/{key}.mp3", routes.file),
            Route("/albums/{key}.zip", routes.album),
            Route("/covers/{key}.png", routes.cover),
            Route("/chapters/{key}.json", routes.chapters),
            Route("/captions/{key}.vtt", routes.captions),
            Route(f"/{FEED_NAME}", routes.feed),
            Route(f"/icon-{SIDES[0]}.png", routes.icon),
            Route(f"/{SHEET}", routes.colours),
            Route("/{name}", routes.asset),
        ]
    )
    return Guard(_Behind(token, app), hosts=frozenset({host}), methods=READING)


def assets() -> dict[str, Path]:
    """Return the files that the page is made of, by name: to a browser, all lie in one folder.

    What runs apart from the page, `sw.js`, is not among them.
    """
    found = (*ASSETS.iterdir(), *_SHARED.iterdir())
    return {path.name: path for path in found if path.suffix in _KINDS and path.name != "sw.js"}


def page(head: str) -> str:
    """Return the page, with lines of HTML at the beginning of its head."""
    return (ASSETS / PAGE).read_text(encoding="utf-8").replace(_HEAD, _HEAD + head, 1)


class _Behind:
    """An application whose paths all begin with a token; to who does not know it, there is nothing."""

    def __init__(self, token: str, app: ASGIApp) -> None:
        self._token = token.encode()
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        first, slash, rest = scope["path"].removeprefix("/").partition("/")
        if not compare_digest(first.encode(), self._token):
            await Response(status_code=404)(scope, receive, send)
        elif not slash:
            await RedirectResponse(f"/{first}/")(scope, receive, send)
        else:
            await self._app({**scope, "path": f"/{rest}"}, receive, send)


class _Routes:
    """What each path answers; in threads, for they read files."""

    def __init__(self, shelf: Shelf, address: str) -> None:
        self._shelf = shelf
        self._address = address
        self._assets = assets()

    def page(self, request: Request) -> Response:
        del request
        return HTMLResponse(page(FEED_LINK), headers=_NEW_EACH_TIME)

    def asset(self, request: Request) -> Response:
        return self._asset(request.path_params["name"])

    def sessions(self, request: Request) -> Response:
        del request
        document = listing([(_place(kept), kept.take) for kept in self._shelf.all()])
        return JSONResponse(document, headers=_NEW_EACH_TIME)

    def file(self, request: Request) -> Response:
        kept = self._kept(request)
        return FileResponse(
            kept.path,
            media_type="audio/mpeg",
            filename=kept.path.name,
            content_disposition_type="inline",
            headers=_FOR_A_DAY,
        )

    def album(self, request: Request) -> Response:
        folder = self._kept(request).album()
        if folder is None:
            raise HTTPException(404)
        file = zipped(folder)
        name = quote(f"{folder.name}.zip")
        headers = {**_NEW_EACH_TIME, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return StreamingResponse(_read(file), media_type="application/zip", headers=headers)

    def cover(self, request: Request) -> Response:
        return Response(self._kept(request).cover(), media_type="image/png", headers=_FOR_A_DAY)

    def chapters(self, request: Request) -> Response:
        document = podcast_chapters(self._kept(request).embedded.timeline)
        return Response(document, media_type=CHAPTERS_KIND, headers=_FOR_A_DAY)

    def captions(self, request: Request) -> Response:
        text = captions(self._kept(request).embedded.timeline, "vtt")
        return Response(text, media_type=CAPTIONS_KIND, headers=_FOR_A_DAY)

    def feed(self, request: Request) -> Response:
        del request
        document = podcast([(kept.place, kept.embedded) for kept in self._shelf.all()], self._address)
        return Response(document, media_type=FEED_KIND, headers=_NEW_EACH_TIME)

    def icon(self, request: Request) -> Response:
        del request
        return Response(icon(SIDES[0]), media_type="image/png", headers=_FOR_A_DAY)

    def colours(self, request: Request) -> Response:
        del request
        return Response(style_sheet(), media_type="text/css", headers=_NEW_EACH_TIME)

    def _asset(self, name: str) -> Response:
        if name not in self._assets:
            raise HTTPException(404)
        path = self._assets[name]
        return FileResponse(path, media_type=_KINDS[path.suffix], headers=_NEW_EACH_TIME)

    def _kept(self, request: Request) -> Kept:
        if kept := self._shelf.find(request.path_params["key"]):
            return kept
        raise HTTPException(404)


def _place(kept: Kept) -> Place:
    """Return where a take's files are now: an album may have come."""
    return replace(kept.place, album=f"albums/{kept.place.key}.zip" if kept.album() else "")


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE_BYTES):
            yield piece
