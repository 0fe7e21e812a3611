"""The real server: started as its own process, with its workers, on a free port."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from carriers_kit import ENTRY, SCOPE, question

from preclear.errors import InvalidInput, Unavailable
from preclear.gateway.options import GatewayOptions
from preclear.gateway.proof import examine
from preclear.gateway.receipts import load_public_key
from preclear.gateway.server import serve
from preclear.model.codes import CheckStatus

pytestmark = pytest.mark.slow
PATIENCE = 20


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition):
    """What ``condition`` gives once it gives something; the test fails when it never does."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if found := condition():
                return found
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise AssertionError("it never came true")


@contextmanager
def gateway(folder, port, workers=2):
    """The process, in a group of its own, and all of it ended at the end."""
    command = [sys.executable, "-m", "preclear.gateway", str(folder), "--port", str(port), "--open-access"]
    process = subprocess.Popen(
        [*command, "--workers", str(workers)], stdout=subprocess.PIPE, start_new_session=True, text=True
    )
    try:
        until(lambda: httpx.get(f"http://127.0.0.1:{port}/carrier/v1/health").is_success)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
        process.stdout.close()


@pytest.fixture
def live(store, options):
    """A store with a living case side."""
    now = datetime.now(UTC)
    store.set_scope(SCOPE)
    store.publish([ENTRY], 7, now)
    return store, options, free_port(), now


def asker(port):
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)

    def ask(name, **changes):
        asked = question(name, tomorrow, **changes)
        return httpx.post(f"http://127.0.0.1:{port}/carrier/v1/query", json=asked, timeout=PATIENCE)

    return ask


def said(reply):
    return [each["answer"] for each in reply.json()["answers"]]


def children(process):
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def test_it_answers_through_loss_and_silence_of_the_case_side(live):
    store, options, port, now = live
    ask = asker(port)
    with gateway(options.folder, port) as process:
        answers = [said(ask("a"))]
        for path in options.folder.glob("store.db*"):
            path.unlink()
        lost = ask("b")
        store.rebuild([ENTRY], SCOPE, 8, now)
        answers += [said(lost), said(ask("c"))]
        store.beat(now - timedelta(minutes=30))
        answers += [said(ask("d")), said(ask("e", documents=[{"number": "UTX1", "issuing_state": "UTO"}]))]
        store.beat(now - timedelta(hours=30))
        answers += [said(ask("f"))]
        key = load_public_key(httpx.get(f"http://127.0.0.1:{port}/carrier/v1/key").content)
        process.terminate()
        lines = process.stdout.read().splitlines()
    assert [["OK"], ["UNAVAILABLE"], ["OK"], ["OK"], ["UNAVAILABLE"], ["UNAVAILABLE"]] == answers
    assert CheckStatus.PASSED == examine(lost.content, key, lost.request.content).result
    assert [] == [line for line in lines if "SPECIMEN" in line or not isinstance(json.loads(line), dict)]


def test_workers_answer_one_question_with_one_reply_and_many_with_many(live):
    _, options, port, _ = live
    ask = asker(port)
    with gateway(options.folder, port), ThreadPoolExecutor(16) as pool:
        same = {reply.content for reply in pool.map(lambda _: ask("same"), range(48))}
        many = [reply.json()["request_id"] for reply in pool.map(lambda n: ask(f"n{n}"), range(48))]
    assert (1, [f"n{n}" for n in range(48)]) == (len(same), many)


def test_a_killed_worker_is_replaced_and_meanwhile_the_other_answers(live):
    _, options, port, _ = live
    ask = asker(port)
    with gateway(options.folder, port) as process:
        first = ask("a")
        workers = until(lambda: len(children(process)) >= 2 and children(process))
        os.kill(workers[-1], signal.SIGKILL)
        again = until(lambda: ask("a"))
        until(lambda: set(children(process)) - set(workers))
        anew = until(lambda: ask("b"))
    assert (first.content, ["OK"]) == (again.content, said(anew))


def test_a_killed_server_leaves_no_worker_behind(live):
    _, options, port, _ = live
    with gateway(options.folder, port) as process:
        process.kill()
        process.wait(PATIENCE)

        def silent():
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) != 0

        assert until(silent)


def test_a_taken_port_is_refused(options):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Unavailable):
        serve(replace(options, port=taken.getsockname()[1]))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "gateway.example"])
def test_open_access_stays_on_this_machine(tmp_path, host):
    with pytest.raises(InvalidInput):
        serve(GatewayOptions(folder=tmp_path, host=host, open_access=True))


def test_a_gateway_that_cannot_start_says_why_in_one_line(tmp_path):
    command = [sys.executable, "-m", "preclear.gateway", str(tmp_path), "--open-access", "--host", "192.0.2.1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (2, 1) == (done.returncode, len(done.stderr.splitlines()))
