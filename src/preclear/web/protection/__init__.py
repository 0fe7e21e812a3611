"""The protection desk: people who may be forced or in danger. Officers see nothing of it."""
