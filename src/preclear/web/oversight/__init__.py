"""Oversight: the audit log, what became of applications, and with what the machine judges."""
