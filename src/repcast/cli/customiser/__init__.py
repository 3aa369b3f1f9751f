"""Customising a session by keys, in a terminal."""
