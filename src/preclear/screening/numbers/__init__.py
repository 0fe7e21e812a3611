"""Document numbers that are lost, stolen or revoked: 140 million on one machine, kept without the numbers.

>>> key = NumberKey(secret=bytes(32))
>>> numbers = collect([NumberRow("X1234567", "UTO", "P", "stolen", "2025-03-04")], key)
>>> numbers.look_up("X1234567", "UTO").status
'stolen'
>>> numbers.look_up("XI234567", "UTO").why[0]
'The document number XI234567 is X1234567 if I (character 2) is read as 1.'
>>> numbers.look_up("X1234567", "XOM") is None
True

``pack`` and ``unpack`` keep a list inside another file; a ``NumberStore`` is a folder of its own, made by ``build`` and
changed by ``apply``.
"""

from preclear.screening.numbers.identity import EXACT, USUAL, WIDE, Difference
from preclear.screening.numbers.key import NumberKey
from preclear.screening.numbers.numbers import NumberAnswer, Numbers, collect, pack, unpack
from preclear.screening.numbers.rows import NumberRow
from preclear.screening.numbers.store import (
    Applied,
    Manifest,
    NumberStore,
    apply,
    build,
    is_store,
    key_beside,
    read_manifest,
    reference,
    referred,
)

__all__ = [
    "EXACT",
    "USUAL",
    "WIDE",
    "Applied",
    "Difference",
    "Manifest",
    "NumberAnswer",
    "NumberKey",
    "NumberRow",
    "NumberStore",
    "Numbers",
    "apply",
    "build",
    "collect",
    "is_store",
    "key_beside",
    "pack",
    "read_manifest",
    "reference",
    "referred",
    "unpack",
]
