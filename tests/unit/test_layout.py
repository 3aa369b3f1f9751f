"""The tests stand in the rooms of what they test."""

from pathlib import Path

import pytest

import repcast

UNIT = Path(__file__).parent
SOURCE = Path(repcast.__file__).parent
IN_ROOMS = sorted(path.relative_to(UNIT) for path in UNIT.glob("*/**/test_*.py"))


@pytest.mark.parametrize("path", IN_ROOMS, ids=str)
def test_a_file_of_tests_is_named_after_a_module_of_its_room(path: Path) -> None:
    """If this failed, whoever changes a module would look in vain for its tests."""
    name = path.stem.removeprefix("test_")
    is_package = name == path.parent.name and (SOURCE / path.parent / "__init__.py").is_file()
    assert is_package or (SOURCE / path.parent / f"{name}.py").is_file()


def test_rooms_have_tests() -> None:
    """If this failed, the test above could look in a wrong folder and pass."""
    assert len(IN_ROOMS) > 40
