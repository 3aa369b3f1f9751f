"""The plan: what is said and sounded, and when. Values and rules alone, no sound."""
