"""A workout in gym shorthand -> the mapping that a session's YAML holds, each value knowing where it was written.

`3x10 push-ups rest 60s` is read here; docs/shorthand.md says what else. No lark before a text is read.
"""

from repcast.reading.located import Document


def read(text: bytes) -> Document:
    """Read a text, UTF-8 and of at most 20,000 characters, as `located_yaml.read` reads YAML."""
    from repcast.reading.shorthand.reading import read as read_session  # noqa: PLC0415

    return read_session(text)
