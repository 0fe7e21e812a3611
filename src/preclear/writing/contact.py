"""Mail addresses."""

from __future__ import annotations

FREE_MAIL = frozenset(
    {
        "126.com",
        "163.com",
        "aol.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mac.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "rediffmail.com",
        "tutanota.com",
        "web.de",
        "yahoo.co.uk",
        "yahoo.com",
        "yandex.com",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
    }
)
"""Domains whose addresses anybody may have free of charge."""


def is_free_mail(address: str) -> bool:
    """Whether a mail address belongs to a service that gives addresses to anybody.

    >>> is_free_mail("hiring@gmail.com"), is_free_mail("hiring@orchards.example")
    (True, False)
    """
    return address.rpartition("@")[2].strip().lower() in FREE_MAIL
