"""Accounts: signing up and in. Applicants sign up themselves; every other role is given by an administrator."""
