"""`session.flag_text`: what a flag's value means, and what slips in it are told."""

import pytest

from repcast.session.flag_text import assignment, factor


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
