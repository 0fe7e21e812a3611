"""The data groups of a chip beyond the zone: pictures, details, keys (ICAO Doc 9303-10, section 4.7).

Each ``read_dg*`` takes the bytes of one elementary file and gives a frozen model, or raises ``InvalidInput``. What the
standard protects (fingerprints, irises, persons to notify) is only ever said to be present.
"""

from preclear.documents.lds.contents import Contents, GroupContent, read_contents
from preclear.documents.lds.details import DocumentDetails, PersonalDetails, read_dg11, read_dg12
from preclear.documents.lds.faces import Portrait, read_portrait, read_portraits
from preclear.documents.lds.options import SecurityOptions, read_dg14, read_dg15
from preclear.documents.lds.shown import read_shown

__all__ = [
    "Contents",
    "DocumentDetails",
    "GroupContent",
    "PersonalDetails",
    "Portrait",
    "SecurityOptions",
    "read_contents",
    "read_dg11",
    "read_dg12",
    "read_dg14",
    "read_dg15",
    "read_portrait",
    "read_portraits",
    "read_shown",
]
