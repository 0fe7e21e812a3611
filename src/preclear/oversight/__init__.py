"""The audit log: every act is one entry of a Merkle tree, and no entry can be changed unnoticed.

>>> from preclear.oversight import LogKey
>>> LogKey.make("preclear.example/log").public.format().startswith("preclear.example/log+")
True
"""

from preclear.oversight.checkpoint import Checkpoint, open_checkpoint
from preclear.oversight.entry import AuditEntry, commit, new_salt, opens
from preclear.oversight.keys import LogKey, LogPublicKey
from preclear.oversight.log import Log, inclusion, root_of
from preclear.oversight.merkle import Node, extends, includes, leaf_hash
from preclear.oversight.recheck import Fault, Report, verify
from preclear.oversight.storage import LogReader, LogStorage
from preclear.oversight.tiles import TileFolder, export
from preclear.oversight.witness import FileWitness, UrlWitness, Witness, read_checkpoints, witness

__all__ = [
    "AuditEntry",
    "Checkpoint",
    "Fault",
    "FileWitness",
    "Log",
    "LogKey",
    "LogPublicKey",
    "LogReader",
    "LogStorage",
    "Node",
    "Report",
    "TileFolder",
    "UrlWitness",
    "Witness",
    "commit",
    "export",
    "extends",
    "includes",
    "inclusion",
    "leaf_hash",
    "new_salt",
    "open_checkpoint",
    "opens",
    "read_checkpoints",
    "root_of",
    "verify",
    "witness",
]
