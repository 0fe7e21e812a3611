"""Pages and HTTP API: the officer's desk, travellers and carriers."""
