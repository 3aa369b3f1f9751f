"""What tells a sound file from a text, before either is read."""

import re
from pathlib import Path
from typing import Final

from repcast.disk.untrusted import read_regular
from repcast.errors import UnreadableFile
from repcast.formats import FORMATS

_SIGNATURE: Final = re.compile(b"|".join(ours.signature for ours in FORMATS.values()), re.DOTALL)
_SIGNATURE_BYTES: Final = 12


def is_sound(path: Path) -> bool:
    """Tell whether a file begins like a sound file of a kind that repcast writes."""
    try:
        return _SIGNATURE.match(read_regular(path, _SIGNATURE_BYTES)) is not None
    except UnreadableFile:
        return False
