"""Checks of what the applicant claims: work, study, funds, history."""
