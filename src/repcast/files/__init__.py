"""The files that repcast writes: where they go, what their tags say, and what is read back from them."""
