"""Sound: clips, loudness, music, and how they are mixed."""
