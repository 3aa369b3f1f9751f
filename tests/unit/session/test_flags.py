"""`session.flags`: a customisation as a command and as an address says it, and what slips in either are told."""

import pytest

from repcast.session.customise import Customisation
from repcast.session.flags import address, assignment, command, factor

ALL = Customisation(
    levels=("long",),
    scale={"holds": 1.5},
    settings={"Side plank.for": "45s", "title": "A & B = C? 100 %"},
    beyond_range=True,
    fit_ms=1_200_000,
)


def test_a_command_says_all_that_is_changed() -> None:
    """If this failed, what is copied would render another session than the one on the screen."""
    assert command("my circuit.yaml", ALL) == (
        'repcast render "my circuit.yaml" --level long --scale holds=1.5 --set "Side plank.for=45s" '
        "--set 'title=A & B = C? 100 %' --beyond-range --fit 20m"
    )
    assert command("core", Customisation()) == "repcast render core"


def test_an_address_says_the_same_in_characters_that_addresses_have() -> None:
    """If this failed, a link to a session would open another one, or end in the middle."""
    assert address("my circuit.yaml", ALL) == (
        "my%20circuit.yaml?level=long&scale=holds=1.5&set=Side%20plank.for=45s"
        "&set=title=A%20%26%20B%20=%20C%3F%20100%20%25&beyond-range&fit=20m"
    )
    assert address("core", Customisation()) == "core"


def test_what_a_text_sets_is_read() -> None:
    """If this failed, a setting whose value has an equals sign would be cut."""
    assert assignment(" Side plank.for = 45s ") == ("Side plank.for", "45s")
    assert assignment("title=a=b") == ("title", "a=b")
    assert factor("holds=1.5") == ("holds", 1.5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rounds", "'rounds' lacks a name or a value"),
        ("rounds:2", "'rounds:2' has no equals sign; write rounds=2"),
        ("tips=", "'tips=' lacks a value; to have none, write tips=none"),
    ],
)
def test_what_sets_nothing_is_told_what_to_write(text: str, message: str) -> None:
    """If this failed, a slip in an address would be passed over, or end in a fault."""
    with pytest.raises(ValueError, match="^" + message.replace(".", r"\.")):
        assignment(text)


@pytest.mark.parametrize(("text", "message"), [("hold=2", "did you mean 'holds'"), ("holds=150%", "write holds=1.5")])
def test_what_is_no_factor_is_told_what_to_write(text: str, message: str) -> None:
    """If this failed, the same, for factors."""
    with pytest.raises(ValueError, match=message):
        factor(text)
