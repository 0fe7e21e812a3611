"""List sources: each file reads one format into a ``ParsedList``.

To add a list, write one function ``read(path, defaults, on) -> ParsedList`` and name it in ``catalogue``.
"""
