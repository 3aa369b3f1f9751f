"""`studio.qr`: an address that a phone's camera reads, on a page and in a terminal."""

import re
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from zxingcpp import read_barcodes

from repcast.studio.qr import to_svg, to_text

ADDRESS = "http://192.168.100.200:65535/AbCdEf_-0123456/"
Modules = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
_SVG = "{http://www.w3.org/2000/svg}"
_MODULE = 4  # pixels


def read(dark: Modules) -> list[str]:
    """Return what a camera reads in modules, which are dark or not."""
    grey = np.where(dark, 0, 255).astype(np.uint8)
    return [code.text for code in read_barcodes(np.kron(grey, np.ones((_MODULE, _MODULE), np.uint8)))]


def modules(svg: str) -> Modules:
    """Return the modules of a code that is drawn as one path of horizontal lines."""
    drawing = fromstring(svg)
    side = int(float(drawing.attrib["viewBox"].split()[2]))
    ground, path = drawing.findall(f".//{_SVG}path")
    assert "fff" in ground.attrib["fill"]
    scale = int(re.findall(r"scale\((\d+)\)", path.attrib.get("transform", "scale(1)"))[0])
    dark = np.zeros((side // scale, side // scale), bool)
    x = y = 0.0
    for command, given in re.findall(r"([Mmh])([^Mmh]*)", path.attrib["d"]):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", given)]
        match command:
            case "M":
                x, y = numbers
            case "m":
                x, y = x + numbers[0], y + numbers[1]
            case _:  # h
                dark[int(y), int(x) : int(x + numbers[0])] = True
                x += numbers[0]
    return dark


def test_the_page_s_code_is_the_address() -> None:
    """A phone would open nothing, or something else."""
    assert read(modules(to_svg(ADDRESS))) == [ADDRESS]


def test_the_page_s_code_is_put_into_a_page_as_it_is() -> None:
    """The page could not show it in any size, or would show its XML declaration."""
    svg = to_svg(ADDRESS)
    assert svg.startswith("<svg")
    assert "width=" not in svg.split(">")[0]


@pytest.mark.parametrize("address", [ADDRESS, "http://127.0.0.1:8421/x/"])
def test_the_terminal_s_code_is_the_address(address: str) -> None:
    """Who works in a terminal would have to type the address into a phone."""
    lines = re.sub(r"\x1b\[[\d;]*m", "", to_text(address)).splitlines()
    halves = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    light = np.array([[halves[half] for half in line] for line in lines], bool)
    rows = light.transpose(0, 2, 1).reshape(2 * len(lines), -1)
    assert read(~rows) == [address]
