"""TOML text -> values that know their places, as `located_yaml` reads them from YAML."""

import re
import tomllib
from collections.abc import Mapping
from typing import Final

from repcast.reading.located import START, Document, Flaw, Map, Position, Seq

MAX_BYTES: Final = 32 << 10  # tomllib takes a time that grows with the square of a dotted key's length
_NAME: Final = r"[A-Za-z0-9_-]+"
_NAMES: Final = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_LINE: Final = re.compile(rf"\s*(?:\[\s*(?P<table>{_NAMES})\s*\]|(?P<key>{_NAMES})\s*=)")
_WHERE: Final = re.compile(r"(?P<message>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)", re.DOTALL)

_Path = tuple[str, ...]


def read(text: bytes) -> Document:
    """Read one TOML document of at most `MAX_BYTES`."""
    if len(text) > MAX_BYTES:
        return _flawed(f"the file has more than {MAX_BYTES:,} bytes (32 KiB)", "take out what is not a setting")
    try:
        decoded = text.decode("utf-8-sig")
        return Document(root=_located(tomllib.loads(decoded), (), _places(decoded), START))
    except UnicodeDecodeError:
        return _flawed("this is not UTF-8 text", "save the file as UTF-8")
    except RecursionError:
        return _flawed("this is nested too deep", "take levels away")
    except ValueError as error:  # tomllib's own, and Python's for a number of thousands of digits
        return _not_toml(str(error))


def _not_toml(error: str) -> Document:
    hint = 'write settings as in countdown = "ticks"'
    if found := _WHERE.fullmatch(error):
        at = Position(int(found["line"]), int(found["column"]))
        return _flawed(f"this is not valid TOML: {_lowered(found['message'])}", hint, at)
    return _flawed(f"this is not valid TOML: {_lowered(error)}", hint)


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def _flawed(message: str, hint: str, at: Position = START) -> Document:
    return Document(flaws=[Flaw(at, message, hint)])


def _places(text: str) -> dict[_Path, Position]:
    """Return the places of the tables and keys that begin a line; tomllib keeps none."""
    places: dict[_Path, Position] = {}
    table: _Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _LINE.match(line):
            kind = found.lastgroup or ""
            names = tuple(re.findall(_NAME, found[kind]))
            path = names if kind == "table" else (*table, *names)
            table = names if kind == "table" else table
            places.setdefault(path, Position(number, found.start(kind) + 1))
    return places


def _located(value: object, path: _Path, places: Mapping[_Path, Position], at: Position) -> object:
    """Return a value whose parts have the nearest known place."""
    if isinstance(value, dict):
        mapping = Map(at)
        for key, inner in value.items():
            inside = places.get((*path, key), at)
            mapping.keys_at[key] = mapping.values_at[key] = inside
            mapping[key] = _located(inner, (*path, key), places, inside)
        return mapping
    if isinstance(value, list):
        sequence = Seq(at)
        for inner in value:
            sequence.items_at.append(at)
            sequence.append(_located(inner, path, places, at))
        return sequence
    return value
