"""The installation of the kill test: its programs' keys, and what its database holds after a kill."""

import json
from pathlib import Path

import httpx

from processes import PATIENCE, Processes, wait_until

HERE = Path(__file__).parent


class Installation(Processes):
    """``preclear serve web`` and ``preclear serve worker`` on one folder, with a key for each account."""

    def __init__(self, home: Path):
        super().__init__(home)
        self.keys = json.loads(self.run(str(HERE / "stage.py")).splitlines()[-1])

    def ask(self, who: str, method: str, path: str, body=None) -> httpx.Response:
        return httpx.request(
            method,
            f"{self.url}/api/v1/{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.keys[who]}"},
            timeout=PATIENCE,
        )

    def states(self) -> dict[str, str]:
        return dict(self.rows("SELECT reference, state FROM preclear_case"))

    def work_until(self, done) -> None:
        self.start("worker")
        wait_until(done, "the worker does not finish")

    def half_made(self) -> list[str]:
        """Everything in the database that only a half-written step could have left; empty when all is whole."""
        return [
            *self._found("without its application", "SELECT reference FROM preclear_case WHERE length(raw) = 0"),
            *self._found(
                "whose steps and entries in the audit log differ",
                "SELECT c.reference FROM preclear_case c WHERE c.version <> (SELECT count(*) FROM preclear_audit a"
                ' WHERE a.about = c.reference AND CAST(a.entry AS TEXT) NOT LIKE \'%"verb":"record.viewed"%\''
                ' AND CAST(a.entry AS TEXT) NOT LIKE \'%"verb":"dossier.frozen"%\')',
            ),
            *self._found(
                "decided without its decision",
                "SELECT reference FROM preclear_case c WHERE state IN ('GRANTED', 'REFUSED') AND NOT EXISTS"
                " (SELECT 1 FROM preclear_decision d WHERE d.case_id = c.reference)",
            ),
            *self._found(
                "with a decision that is not in force",
                "SELECT c.reference FROM preclear_case c JOIN preclear_decision d ON d.case_id = c.reference"
                " WHERE c.state NOT IN ('GRANTED', 'REFUSED')",
            ),
            *self._found(
                "granted without exactly one clearance",
                "SELECT reference FROM preclear_case c WHERE state = 'GRANTED' AND 1 <>"
                " (SELECT count(*) FROM preclear_clearance k WHERE k.case_id = c.reference AND k.credential <> '')",
            ),
            *self._found(
                "with a clearance that was never granted",
                "SELECT c.reference FROM preclear_clearance k JOIN preclear_case c ON c.reference = k.case_id"
                " WHERE c.state <> 'GRANTED'",
            ),
            *self._found(
                "whose clearance the gateway will never hear of",
                "SELECT number FROM preclear_clearance k WHERE NOT EXISTS"
                " (SELECT 1 FROM preclear_feed f WHERE f.record LIKE '%' || k.number || '%')",
            ),
            *self._found(
                "that nobody will go on with",
                "SELECT reference FROM preclear_case c WHERE state IN ('SUBMITTED', 'ADMISSIBLE') AND NOT EXISTS"
                " (SELECT 1 FROM preclear_job j WHERE j.argument = c.reference)",
            ),
        ]

    def _found(self, what: str, sql: str) -> list[str]:
        return [f"{reference} {what}" for (reference,) in self.rows(sql)]
