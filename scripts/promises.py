"""What every run keeps to, whatever it reads: docs/reliability.md has the same figures."""

from typing import Final

from preforked import Ran

MOST_PEAK_MB: Final = 300
CODES: Final = (0, 1, 2)


def broken(ran: Ran, *, most_cpu_s: float) -> list[str]:
    """Return which promises a run broke, each in a few words.

    Args:
        ran: what it did.
        most_cpu_s: more than is promised, where machines are old or busy.
    """
    printed = ran.out + ran.err
    strange = sorted({each for line in printed.split("\n") for each in line if not each.isprintable()})
    found = {
        f"ended with {ran.code}: {ran.err[-300:]!r}": ran.code not in CODES,
        "printed a traceback": "Traceback" in printed,
        f"printed {strange}": bool(strange),
        "asked for more memory than it may have": "allocate memory" in printed,
        f"took {ran.peak_mb:.0f} MB": ran.peak_mb > MOST_PEAK_MB,
        f"took {ran.cpu_s:.1f} s of CPU": ran.cpu_s > most_cpu_s,
    }
    return [flaw for flaw, is_so in found.items() if is_so]
