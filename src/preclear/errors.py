"""The errors of preclear, all of them.

PreclearError            something went wrong that the caller can understand
├── InvalidInput         bytes, a form or an argument that cannot be used
├── NotTrusted           a signature or key that nobody we trust stands behind
├── NotFound             no such record
├── Conflict             the record changed meanwhile, or is in another state
├── NotPermitted         this person may not do this
└── Unavailable          something outside did not answer in time

A finding about a traveller is never an exception, and an exception is never a finding.
Errors know nothing of HTTP: the table of status codes is in ``preclear.web``.
"""


class PreclearError(Exception):
    """Base of all errors that preclear raises on purpose.

    ``code`` is stable and documented; the text is for people and may change.
    """

    code = "error"

    def __init__(self, what: str, *, mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.what}. {self.mend}" if self.mend else self.what


class InvalidInput(PreclearError):
    """Input that cannot be used: what is wrong, where, after which rule, and how to mend it.

    ``where`` is a path into the input: ``trip.arrive``, ``line 2, position 14``, ``byte 211``.
    ``rule`` names the standard and section, or the schema, that is broken.
    """

    code = "invalid_input"

    def __init__(self, what: str, *, where: str = "", rule: str = "", mend: str = "") -> None:
        super().__init__(what, mend=mend)
        self.where = where
        self.rule = rule

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        rule = f" [{self.rule}]" if self.rule else ""
        mend = f". {self.mend}" if self.mend else ""
        return f"{place}{self.what}{rule}{mend}"


class NotTrusted(PreclearError):
    """A signature does not hold, or nobody whom we trust stands behind it."""

    code = "not_trusted"


class NotFound(PreclearError):
    """There is no such record."""

    code = "not_found"


class Conflict(PreclearError):
    """Somebody else changed the record meanwhile, or its state does not allow this."""

    code = "conflict"


class NotPermitted(PreclearError):
    """This person may not do this; ``what`` says which rule forbids it."""

    code = "not_permitted"


class Unavailable(PreclearError):
    """Something outside did not answer, or not in time. Never adverse to a traveller."""

    code = "unavailable"
