"""The answer desk: one question in, one signed reply out, the same bytes whenever it is asked again."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from preclear.carriage.answers import Freshness, answer, freshness
from preclear.carriage.query import format_answers
from preclear.errors import Conflict, Unavailable
from preclear.gateway.options import GatewayOptions
from preclear.gateway.receipts import ReceiptSigner
from preclear.gateway.replies import Kept, Replies, asked
from preclear.gateway.sealing import Seal
from preclear.gateway.store import Standing, StoreReader
from preclear.model.carriage import CarrierQuery, PassengerAnswer, Receipt
from preclear.model.codes import CarrierAnswer

TOGETHER = 0.001
"""How long, in seconds, a reply waits for others with which it is kept."""

Log = Callable[[str, dict[str, object]], None]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The body of a reply, whether it had been given before, and the answers in it (none when given before)."""

    body: bytes
    replayed: bool = False
    answers: tuple[PassengerAnswer, ...] = ()


class AnswerDesk:
    """Answers questions from the read store. Belongs to one event loop.

    What can go wrong (no store, a damaged one, an old heartbeat, no room for the reply) ends in UNAVAILABLE for each
    passenger with a signed receipt, never in silence.
    """

    def __init__(self, options: GatewayOptions, clock: Callable[[], datetime], log: Log) -> None:
        self._options = options
        self._clock = clock
        self._log = log
        self.signer = ReceiptSigner.of(options.receipt_key)
        self._store = StoreReader(options.store, Seal.of(options.store_key))
        self._replies = Replies(options.replies, options.keep_for)
        self._waiting: list[tuple[Kept, asyncio.Future[bool]]] = []

    async def reply(self, carrier: str, question: CarrierQuery, body: bytes) -> Reply:
        """Answer ``question``, whose bytes were ``body``. ``Conflict`` when its id was used for another question."""
        key, request = asked(carrier, question.request_id), hashlib.sha256(body).digest()
        try:
            if earlier := self._earlier(key, request):
                return earlier
            reply, at = self._answer(carrier, question, request)
            kept = Kept(asked=key, carrier=carrier, request=request, at=at, reply=reply.body)
            if await self._keep(kept):
                return reply
            return self._earlier(key, request) or reply
        except Unavailable as error:
            self._log("cannot keep replies", {"why": error.what})
            return self._unavailable(carrier, question, request, self._clock(), None)

    def standing(self) -> tuple[Standing, str]:
        """How far the store has come and how fresh it is, for the health page."""
        standing = self._store.standing()
        return standing, self._fresh(standing, self._clock()).value

    def settle(self) -> None:
        """Move kept replies to their place on the disk; for another thread than the loop's."""
        try:
            self._replies.settle()
        except Unavailable as error:
            self._log("cannot settle replies", {"why": error.what})

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()
        self._replies.close()

    def _earlier(self, key: bytes, request: bytes) -> Reply | None:
        found = self._replies.find(key)
        if found is None:
            return None
        if found[0] != request:
            raise Conflict("this request_id was used for another question", mend="Use a new request_id")
        return Reply(body=found[1], replayed=True)

    def _answer(self, carrier: str, question: CarrierQuery, request: bytes) -> tuple[Reply, datetime]:
        at = self._clock()
        try:
            standing = self._store.standing()
            answers = self._answers(question, standing, at)
        except Unavailable as error:
            self._log("cannot read the store", {"why": error.what})
            return self._unavailable(carrier, question, request, at, None), at
        except Exception as error:  # noqa: BLE001 -- a bug in here must not leave a carrier without an answer or proof
            self._log("bug", {"kind": type(error).__name__})
            return self._unavailable(carrier, question, request, at, None), at
        return self._signed(carrier, question, request, answers, at, standing), at

    def _answers(self, question: CarrierQuery, standing: Standing, at: datetime) -> tuple[PassengerAnswer, ...]:
        scope, fresh = standing.scope, self._fresh(standing, at)
        if scope is None:
            raise Unavailable("no scope has been set")
        return tuple(
            answer(
                passenger,
                question.flight,
                self._store.entries([document.number for document in passenger.documents if document.number]),
                scope,
                at,
                fresh,
            )
            for passenger in question.passengers
        )

    def _fresh(self, standing: Standing, at: datetime) -> Freshness:
        return freshness(
            standing.heard_at,
            at,
            stale_after=self._options.stale_after,
            trust_ok_for=self._options.trust_ok_for,
        )

    def _unavailable(
        self, carrier: str, question: CarrierQuery, request: bytes, at: datetime, standing: Standing | None
    ) -> Reply:
        answers = tuple(
            PassengerAnswer(reference=passenger.reference, answer=CarrierAnswer.UNAVAILABLE)
            for passenger in question.passengers
        )
        return self._signed(carrier, question, request, answers, at, standing)

    def _signed(
        self,
        carrier: str,
        question: CarrierQuery,
        request: bytes,
        answers: tuple[PassengerAnswer, ...],
        at: datetime,
        standing: Standing | None,
    ) -> Reply:
        written = format_answers(answers)
        receipt = Receipt(
            issuer=self._options.issuer,
            carrier=carrier,
            request_id=question.request_id,
            request_sha256=request.hex(),
            answers_sha256=hashlib.sha256(written).hexdigest(),
            at=at,
            position=standing.position if standing else None,
            heard_at=standing.heard_at if standing else None,
        )
        body = b'{"request_id":%b,"answers":%b,"receipt":"%b"}' % (
            json.dumps(question.request_id).encode(),
            written,
            self.signer.sign(receipt).encode(),
        )
        return Reply(body=body, answers=answers)

    async def _keep(self, kept: Kept) -> bool:
        """Keep the reply together with all others of this moment: one transaction for all."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[bool] = loop.create_future()
        if not self._waiting:
            loop.call_later(TOGETHER, self._keep_all)
        self._waiting.append((kept, done))
        return await done

    def _keep_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            results = self._replies.keep([kept for kept, _ in waiting])
        except Unavailable as error:
            for _, done in waiting:
                if not done.done():
                    done.set_exception(error)
            return
        for (_, done), result in zip(waiting, results, strict=True):
            if not done.done():
                done.set_result(result)
