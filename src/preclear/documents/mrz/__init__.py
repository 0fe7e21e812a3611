"""Machine readable zones of ICAO Doc 9303 parts 3 to 7: TD1, TD2, TD3, MRV-A and MRV-B.

>>> from preclear.documents import mrz
>>> zone = mrz.parse(["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"])
>>> zone.format, zone.valid, zone.fields.surname, zone.fields.birth_date
('TD3', True, 'ERIKSSON', '1974-08-12')
"""

from preclear.documents.mrz.digits import check_digit
from preclear.documents.mrz.layouts import LAYOUTS, Layout
from preclear.documents.mrz.reading import parse
from preclear.documents.mrz.repairing import repair
from preclear.documents.mrz.writing import format  # noqa: A004 -- the house's verb for writing bytes

__all__ = ["LAYOUTS", "Layout", "check_digit", "format", "parse", "repair"]
