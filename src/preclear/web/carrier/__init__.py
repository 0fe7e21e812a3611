"""The carriers' pages, and the relay to the carrier gateway, which answers carriers in a process of its own."""
