"""Errors of a database in the words of the house."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError

from preclear.errors import Conflict, InvalidInput, NotPermitted, PreclearError, Unavailable
from preclear.storage.dialects import SQLite
from preclear.storage.promises import DECISION, SAID, promises

_RAISES = {one.says: one.raises for one in promises(SQLite())}
_AGAIN = "Open it again and repeat what you did"


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn what Django raises into ``Conflict``, ``NotPermitted``, ``InvalidInput`` or ``Unavailable``."""
    try:
        yield
    except DatabaseError as error:
        raise _ours(error) from error
    except UnicodeEncodeError as error:
        raise InvalidInput("text with half of a character (a lone surrogate)", rule="Unicode") from error
    except InterfaceError as error:
        raise Unavailable("the database does not answer") from error


def _ours(error: DatabaseError) -> PreclearError:
    text = str(error)
    if SAID in text:
        says = SAID + text.split(SAID, 1)[1].splitlines()[0]
        return _RAISES.get(says, NotPermitted)(says.removeprefix(SAID))
    if isinstance(error, IntegrityError):
        return _refused(text)
    if isinstance(error, DataError):
        return InvalidInput("the database cannot keep this", rule="storage")
    if isinstance(error, OperationalError) and "deadlock" in text:
        return Conflict("somebody else changed the same records", mend=_AGAIN)
    if "permission denied" in text:
        return NotPermitted("the database role may not do this", mend="See `preclear database grants`")
    return Unavailable(f"the database does not answer: {text.splitlines()[0] if text else type(error).__name__}")


def _refused(text: str) -> PreclearError:
    """A constraint said no; a taken key is the usual case."""
    low = text.lower()
    if "refusal_has_two_people" in low or "machine_can_only_grant" in low:
        return NotPermitted("a refusal needs two different people, and the machine can only grant")
    if "unique" in low:
        return Conflict("there is one already", mend=_AGAIN)
    if "foreign key" in low:
        return Conflict("it refers to a record that is not there", mend=_AGAIN)
    return Conflict(f"the database refused it ({DECISION if DECISION in low else 'constraint'})", mend=_AGAIN)
