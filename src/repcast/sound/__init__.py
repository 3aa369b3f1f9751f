"""Sound: clips, loudness, music, and the mix of all of it."""
