"""A session: its model, and all that may change it before it is planned."""
