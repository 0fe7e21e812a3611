"""Measuring: how many listed people are found, and how many honest travellers are stopped, with intervals.

What an officer feels is alerts per thousand travellers, not how well pairs of names are told apart. So a snapshot is
asked as it is in service: altered names of listed people (``samples``, ``alterations``), names of honest people by
name culture, and for both the answer that a whole screening gives (``trials``). ``calibrating`` chooses the alert
threshold on one half of the names and reports on the other.
"""
