"""What no check and no rule may use. Shown with every assessment, to the officer and to the applicant."""

from __future__ import annotations

NOT_USED: tuple[str, ...] = (
    "religion or religious knowledge",
    "ethnicity, tribe, caste or colour",
    "language or accent",
    "political or other opinion",
    "sexual orientation",
    "disability or health",
    "sex or age alone",
    "nationality alone",
    "birth place, home district or province",
    "origin read from a name",
    "marital status",
    "poverty or property",
    "social media",
    "demeanour, emotion, voice stress or polygraph",
    "a need for asylum",
    "use of redress",
    "a relative's irregularity",
    "signs of being a victim",
    "destination alone",
    "travelling for the first time",
)
"""Sources: Regulation (EU) 2018/1240 (ETIAS), articles 14 and 33(5); Directive (EU) 2016/681 (PNR), article 6(4)."""
