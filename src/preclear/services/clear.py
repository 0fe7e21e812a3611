"""Clear one application without keeping it: gather, then judge. What ``preclear clear`` does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from preclear.model.application import Application
from preclear.model.dossier import Dossier
from preclear.model.finding import Assessment
from preclear.services.assess import assess
from preclear.services.gather import gather
from preclear.services.means import Means


def clear(
    application: Application, files: Mapping[str, bytes], means: Means, at: datetime
) -> tuple[Dossier, Assessment]:
    """The dossier and what the machine recommends; nothing is stored and nobody is told."""
    dossier = gather(application, files, means, at)
    return dossier, assess(dossier, means)
