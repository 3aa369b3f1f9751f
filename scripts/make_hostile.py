#!/usr/bin/env python3
"""Make a corpus of files that mean harm, each under 1 MB, always the same: scripts/make_hostile.py FOLDER.

They lie in folders by kind. What each is, its name says; how it is made, `scripts/corpus` does.
"""

import argparse
from pathlib import Path

from _venv import enter


def main() -> None:
    """Make them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to; made if it is not there")
    wanted = parser.parse_args()
    enter()
    from corpus import make

    print(f"{make(wanted.folder)} files in {wanted.folder}")


if __name__ == "__main__":
    main()
