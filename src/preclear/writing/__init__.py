"""How the world writes things: scripts and names, State codes, phones, addresses, money and days.

Import from the modules: ``from preclear.writing.names import analyse``.
"""
