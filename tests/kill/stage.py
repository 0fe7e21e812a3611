"""Prepare an installation for the kill test, in a process of its own. Prints a key of a program for each account."""

import json

from preclear import bootstrap
from preclear.model.case import Actor
from preclear.services.accounts import make_key
from preclear.settings import Settings
from preclear.specimens import accounts

ASKING = ("applicant.zara", "officer.amna", "officer.bilal", "reviewer.chand", "reviewer.dora")


def main():
    settings = Settings.load()
    bootstrap.prepare(settings)
    office = bootstrap.office(settings)
    from preclear.storage import opening  # Django is set up only now
    from preclear.storage.models import Account

    opening.add_accounts(accounts.ACCOUNTS, accounts.PASSWORD)
    administrator = Account.objects.person("admin.iqra")
    actor = Actor(id=administrator.id, roles=administrator.roles)
    print(json.dumps({name: make_key(office, Account.objects, name, "kill test", 1, actor) for name in ASKING}))


if __name__ == "__main__":
    main()
