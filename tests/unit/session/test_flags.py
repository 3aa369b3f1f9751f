"""`session.flags`: a customisation as a command and as an address says it."""

from repcast.session.customise import Customisation
from repcast.session.flags import address, command

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
