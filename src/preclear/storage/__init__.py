"""Where records are kept: Django models, and the promises that the database itself keeps.

``records.DjangoStore`` stands behind ``preclear.services.ports.Store``, on SQLite and on PostgreSQL alike. What no
program may do, not even this one, stands in ``promises`` and is kept by triggers.
"""
