"""A workout in gym shorthand, such as `3x10 push-ups rest 60s` -> the mapping that a session's YAML would hold.

What can be written is in docs/shorthand.md, and in `grammar.lark`.
"""
