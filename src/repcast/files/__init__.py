"""The files that repcast writes: where they go, what they say about themselves, and what of it is read back."""
