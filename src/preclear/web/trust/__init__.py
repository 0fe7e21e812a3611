"""The trust store's own pages: whose signatures count, where they came from, and the two people behind an import."""
