import base64
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import Conflict, InvalidInput, NotFound, NotTrusted
from preclear.oversight import Checkpoint, LogKey, LogPublicKey, open_checkpoint

KEY = LogKey.make("preclear.example/log")
STATE = Checkpoint(origin=KEY.name, size=4027, root=bytes(32))
NOTE = STATE.sign(KEY)
# The key and note that the signed-note specification of Go prints (golang.org/x/mod/sumdb/note).
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_a_checkpoint_has_three_lines_and_a_signature():
    root = base64.b64encode(bytes(32)).decode()
    assert ["preclear.example/log", "4027", root, ""] == NOTE.split("\n")[:4]
    assert NOTE.split("\n")[4].startswith("\u2014 preclear.example/log ")
    assert open_checkpoint(NOTE, KEY.public) == STATE


def test_the_key_of_a_published_example_is_read():
    assert LogPublicKey.parse(GO_KEY).format() == GO_KEY
    text = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = base64.b64decode(
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    assert LogPublicKey.parse(GO_KEY).id == signature[:4]
    assert LogPublicKey.parse(GO_KEY).holds(text, signature[4:])


def test_the_signature_of_a_witness_beside_ours_is_passed_over():
    witness = LogKey.make("witness.example")
    assert open_checkpoint(NOTE + STATE.sign(witness).split("\n\n")[1], KEY.public) == STATE


@pytest.mark.parametrize("change", [("4027", "4028"), ("AAAA", "BAAA"), ("preclear.example/log\n4", "other/log\n4")])
def test_a_changed_checkpoint_is_not_trusted(change):
    with pytest.raises(NotTrusted):
        open_checkpoint(NOTE.replace(*change, 1), KEY.public)


def test_a_checkpoint_of_another_key_is_not_trusted():
    with pytest.raises(NotTrusted):
        open_checkpoint(NOTE, LogKey.make(KEY.name).public)


@given(st.one_of(st.text(max_size=200), st.integers(0, len(NOTE)).map(lambda cut: NOTE[:cut])))
@settings(max_examples=60)
def test_any_text_gives_a_checkpoint_or_an_error_of_ours(text):
    with contextlib.suppress(InvalidInput, NotTrusted):
        assert open_checkpoint(text, KEY.public) == STATE


def test_a_private_key_is_kept_from_others_and_reads_back(tmp_path):
    KEY.save(tmp_path / "log.key")
    assert (tmp_path / "log.key").stat().st_mode & 0o777 == 0o600
    assert KEY.public == LogKey.load(tmp_path / "log.key").public
    with pytest.raises(Conflict):
        KEY.save(tmp_path / "log.key")


@pytest.mark.parametrize("text", ["", "a+b", "a+b+!!", GO_KEY.replace("c74f", "c75f"), "a b+00+AAAA", GO_KEY[:-4]])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(InvalidInput):
        LogPublicKey.parse(text)


def test_a_key_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        LogPublicKey.load(tmp_path / "none")
    (tmp_path / "public").write_text(KEY.public.format())
    with pytest.raises(InvalidInput):
        LogKey.load(tmp_path / "public")
