"""Training plans: which session is done on which day, and how it grows."""
