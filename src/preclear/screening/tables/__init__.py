"""How frequent name parts are among travellers: a table counted from open data (see ``NOTICE.md`` beside it)."""
