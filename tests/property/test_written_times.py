import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import examples

from repcast.durations import (
    DURATION_PATTERN,
    PAUSE_PATTERN,
    TEMPO_PATTERN,
    parse_duration,
    parse_pause,
    parse_tempo,
)
from repcast.units import format_clock, format_duration

DAY_S: Final = 24 * 3600
_SPACES: Final = st.sampled_from(("", "", " ", "  ", "\n"))
_WORDS: Final = ("hr", "hours", "min", "mins", "minutes", "sec", "secs", "seconds", "'", '"', "ms", "km", "S")
_UNITS: Final = st.sampled_from(("h", "m", "s", ":", "", "h", "m", "s", *_WORDS))
_FRACTIONS: Final = st.sampled_from(("", "", "", ".5", ".25", ",5", ".0", ".001", ".0001", "."))
_PARTS: Final = st.lists(
    st.tuples(_SPACES, st.integers(0, 999).map(str), _FRACTIONS, _SPACES, _UNITS), min_size=1, max_size=3
)
_LIKELY: Final = _PARTS.map(lambda parts: "".join(map("".join, parts)))
_CLOCKS: Final = st.lists(st.integers(0, 99).map(lambda number: f"{number:02}"), min_size=2, max_size=3).map(":".join)
_SOUP: Final = st.text(st.sampled_from("0123456789hms:. \n\t-+\u0665\uff15\u00b2"), max_size=8)
texts: Final = st.one_of(_LIKELY, _CLOCKS, _SOUP, st.text(max_size=6))


def meant_ms(text: str) -> int:
    """Return what an accepted duration says, in milliseconds."""
    if ":" in text:
        seconds = 0
        for part in text.split(":"):
            seconds = 60 * seconds + int(part)
        return 1_000 * seconds
    unit_ms = {"h": 3_600_000, "m": 60_000, "s": 1_000}
    return int(sum(Decimal(number) * unit_ms[unit] for number, unit in re.findall(r"([0-9.]+) ?([hms])", text)))


@given(st.integers(1_000, 99 * 3_600_000))
@examples(1000)
def test_a_written_duration_reads_back(ms: int) -> None:
    """Otherwise a message would tell the author to write what is then refused, or means something else."""
    assert parse_pause(format_duration(ms)) == ms
    assert parse_duration(format_duration(ms)) == ms


@given(st.integers(100, 59_999))
@examples(1000)
def test_a_written_tempo_reads_back(ms: int) -> None:
    """If this failed, a saved session would be counted at another pace than the one that was heard."""
    assert parse_tempo(format_duration(ms)) == ms


@given(st.integers(0, DAY_S), st.integers(0, 999))
@example(DAY_S, 0)
@example(DAY_S, 999)
@examples(1000)
def test_a_shown_clock_reads_back(seconds: int, part_ms: int) -> None:
    """Otherwise the plan would show a cue at another time than it is heard."""
    shown = format_clock(1_000 * seconds + part_ms)
    assert parse_pause(shown) == 1_000 * seconds
    assert re.fullmatch(r"(\d+:[0-5]|[0-5])?\d:[0-5]\d", shown)


@pytest.mark.parametrize(("parse", "pattern"), [(parse_duration, DURATION_PATTERN), (parse_pause, PAUSE_PATTERN)])
@given(text=texts)
@examples(800)
def test_a_duration_is_read_exactly_where_the_pattern_accepts_it(
    parse: Callable[[str], int], pattern: str, text: str
) -> None:
    """Otherwise an editor and the program would disagree, or a time mean something else than it says."""
    if re.search(pattern, text):
        assert parse(text) == meant_ms(text)
        assert parse(text) >= (1_000 if pattern == DURATION_PATTERN else 0)
    else:
        with pytest.raises(ValueError, match=r"^[^;\n]*write [^;\n]*[0-9][^;\n]*$"):
            parse(text)


@given(texts)
@example("100000")
@example("9" * 5_000)
@examples(1000)
def test_a_refused_duration_is_mended_as_told(text: str) -> None:
    """Otherwise an author who follows the advice would get the next error."""
    try:
        parse_duration(text)
    except ValueError as error:
        advice = str(error).rpartition("? ")[2]  # a question before it holds the author's own number
        told = re.findall(r"(?:[0-9.]+(?:h|min|m|s)(?![a-z]))+|[0-9]+:[0-9]+", advice)
        assert told
        assert all(parse_duration(example) for example in told)


@given(st.integers(100, 59_999), st.booleans())
@examples(1000)
def test_a_tempo_reads_back(ms: int, short: bool) -> None:  # noqa: FBT001 - an example
    """Otherwise reps would be counted faster or slower than written."""
    text = f"{ms // 1_000}.{ms % 1_000:03}"
    assert parse_tempo((text.rstrip("0").rstrip(".") if short else text) + "s") == ms


@given(
    st.one_of(
        texts,
        st.decimals(0, 100, places=3).map("{} sec".format),
        st.decimals(0, 100, places=3).map("{}s".format),
        st.integers(0, 99).map("{}s".format),
    )
)
@examples(800)
def test_a_tempo_is_read_exactly_where_the_pattern_accepts_it(text: str) -> None:
    """Otherwise an editor and the program would disagree, or a tempo mean something else than it says."""
    if re.search(TEMPO_PATTERN, text):
        assert parse_tempo(text) == 1_000 * Decimal(text.rstrip("second "))
        assert 100 <= parse_tempo(text) <= 59_999
    else:
        with pytest.raises(ValueError, match=r"^(a number needs its unit: )?write "):
            parse_tempo(text)
