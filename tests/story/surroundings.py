"""Prepare a demo without its rehearsal, in a process of its own: registers, lists, trust store, database, accounts."""

import sys
from datetime import datetime
from pathlib import Path

from preclear import bootstrap, screening, specimens
from preclear.settings import Settings
from preclear.specimens import accounts


def main(at: datetime):
    settings = Settings.load()
    folder = Path(settings.registers).parent
    specimens.write_surroundings(folder, at)
    screening.build(specimens.list_sources(folder), Path(settings.lists))
    bootstrap.prepare(settings)
    from preclear.storage import opening  # Django is set up only now

    opening.add_accounts(accounts.ACCOUNTS, accounts.PASSWORD)


if __name__ == "__main__":
    main(datetime.fromisoformat(sys.argv[1]))
