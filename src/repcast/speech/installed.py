"""Which packages are installed, and in which version: what a voice sounds like depends on them."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def installed(*packages: str) -> str:
    """Return the packages of some that are installed, with their versions, as `numpy 2.4.0, av 18.0.0`."""
    return ", ".join(filter(None, map(_installed, packages)))


def _installed(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""
