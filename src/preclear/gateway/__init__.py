"""The carrier gateway: answers carriers from its own process and its own read store.

It knows no case database and no web framework of the case side, and goes on answering while the case side stands
still. The case side writes a :class:`~preclear.gateway.store.ReadStore`; nothing flows back through it.
"""
