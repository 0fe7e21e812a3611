"""Administration: accounts and their roles, keys of programs, jobs set aside, backups, health, the outbox."""
