"""`python -m repcast`."""

from repcast.cli import main

main()
