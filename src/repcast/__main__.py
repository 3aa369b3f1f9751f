"""`python -m repcast`."""

import sys

from repcast.cli import main

sys.exit(main())
