"""The most memory that a program holds."""

import subprocess
import sys
from typing import Final

_REPCAST: Final = """
from repcast.cli import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
"""
_TELL: Final = """
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
# A process's peak begins at what its parent held when it began; so a small one stands between pytest and it.
_IN_BETWEEN: Final = "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True)"


def peak_bytes(*arguments: str, program: str = _REPCAST) -> int:
    """Run a program of Python, which must succeed, and return its resident peak, without that of its children."""
    command = [sys.executable, "-c", _IN_BETWEEN, program + _TELL, *arguments]
    ran = subprocess.run(command, check=True, timeout=600, capture_output=True, text=True)
    return int(ran.stdout.split()[-1]) * (1 if sys.platform == "darwin" else 1024)
