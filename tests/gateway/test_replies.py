from datetime import UTC, datetime, timedelta

import pytest

from preclear.errors import InvalidInput, Unavailable
from preclear.gateway.carriers import CarrierKeys
from preclear.gateway.replies import Kept, Replies, asked

AT = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def replies(tmp_path):
    replies = Replies(tmp_path / "replies.db", timedelta(days=730))
    yield replies
    replies.close()


def kept(name="r-1", reply=b"{}", at=AT):
    return Kept(asked=asked("ZZ", name), carrier="ZZ", request=b"hash", at=at, reply=reply)


def test_a_kept_reply_is_found(replies):
    assert ([True], (b"hash", b"{}"), None) == (
        replies.keep([kept()]),
        replies.find(asked("ZZ", "r-1")),
        replies.find(asked("YY", "r-1")),
    )


def test_the_first_reply_stands(replies):
    done = replies.keep([kept(reply=b"1"), kept(reply=b"2")]) + replies.keep([kept(reply=b"3")])
    assert ([True, False, False], (b"hash", b"1")) == (done, replies.find(asked("ZZ", "r-1")))


def test_two_processes_share_the_file(replies, tmp_path):
    other = Replies(tmp_path / "replies.db", timedelta(days=730))
    replies.keep([kept()])
    assert ([False], (b"hash", b"{}")) == (other.keep([kept(reply=b"2")]), other.find(asked("ZZ", "r-1")))
    other.close()


def test_replies_are_dropped_after_their_time(replies):
    replies.keep([kept("old", at=AT - timedelta(days=800)), kept("young", at=AT - timedelta(days=700))])
    replies.keep([kept("now", at=AT + timedelta(days=2))])
    assert [None, (b"hash", b"{}")] == [replies.find(asked("ZZ", name)) for name in ("old", "young")]


def test_a_file_taken_away_begins_anew(replies, tmp_path):
    replies.keep([kept()])
    for path in tmp_path.glob("replies.db*"):
        path.unlink()
    assert (None, [True]) == (replies.find(asked("ZZ", "r-1")), replies.keep([kept()]))


def test_settling_keeps_everything(replies):
    replies.keep([kept()])
    replies.settle()
    assert (b"hash", b"{}") == replies.find(asked("ZZ", "r-1"))


def test_a_spoiled_file_is_unavailable(replies, tmp_path):
    (tmp_path / "replies.db").write_bytes(b"spoiled" * 999)
    for use in (lambda: replies.keep([kept()]), lambda: replies.find(b"x"), replies.settle):
        with pytest.raises(Unavailable):
            use()


def test_a_key_is_known_only_by_its_hash(tmp_path):
    keys = CarrierKeys(tmp_path / "carriers.json")
    key = keys.add("pk")
    content = (tmp_path / "carriers.json").read_text()
    assert ("PK", None, False) == (keys.carrier_of(key), keys.carrier_of(key + "x"), key in content)


def test_a_spoiled_file_of_keys_keeps_the_last_good_state(tmp_path):
    path = tmp_path / "carriers.json"
    keys = CarrierKeys(path)
    key = keys.add("PK")
    before = keys.carrier_of(key)
    path.write_text("[")
    assert ("PK", "PK") == (before, keys.carrier_of(key))
    with pytest.raises(Unavailable):
        keys.check()


@pytest.mark.parametrize("carrier", ["", "P", "PAKI", "P-", "ÅÅ"])
def test_a_key_is_for_an_airline(tmp_path, carrier):
    with pytest.raises(InvalidInput):
        CarrierKeys(tmp_path / "carriers.json").add(carrier)
