"""The languages that repcast speaks, a module each."""
