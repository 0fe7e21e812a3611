import httpx
import pytest

from preclear.errors import InvalidInput, NotFound, Unavailable
from preclear.oversight import FileWitness, Log, LogKey, UrlWitness, read_checkpoints, witness
from preclear.testing.audit import log_of

KEY = LogKey.make("preclear.example/log")
NOTES = [Log(log_of(size)).checkpoint(KEY) for size in (1, 2, 5)]


def test_a_file_keeps_every_checkpoint_in_order(tmp_path):
    for note in NOTES:
        witness(str(tmp_path / "kept")).keep(note)
    assert read_checkpoints(tmp_path / "kept") == NOTES


def test_a_checkpoint_with_several_signatures_stays_one(tmp_path):
    signed_twice = NOTES[0] + NOTES[1].split("\n\n")[1]
    (tmp_path / "kept").write_text(signed_twice + "\n" + NOTES[2], encoding="utf-8")
    assert [signed_twice, NOTES[2]] == read_checkpoints(tmp_path / "kept")


def test_a_folder_cannot_keep_a_checkpoint(tmp_path):
    with pytest.raises(Unavailable):
        FileWitness(path=tmp_path).keep(NOTES[0])


def test_an_address_is_sent_the_note_as_it_is():
    received = []

    def partner(request):
        received.append((request.method, str(request.url), request.content.decode()))
        return httpx.Response(204)

    UrlWitness(url="https://partner.example/log", transport=httpx.MockTransport(partner)).keep(NOTES[0])
    assert [("POST", "https://partner.example/log", NOTES[0])] == received


def refuse(request):
    return httpx.Response(302, headers={"Location": "https://elsewhere.example"})


def never_answer(request):
    raise httpx.ReadTimeout("too late")


@pytest.mark.parametrize("partner", [refuse, never_answer])
def test_a_partner_who_does_not_take_it_is_unavailable(partner):
    with pytest.raises(Unavailable):
        UrlWitness(url="https://partner.example/log", transport=httpx.MockTransport(partner)).keep(NOTES[0])


def test_an_address_that_is_none_is_unavailable():
    with pytest.raises(Unavailable):
        witness("https://[").keep(NOTES[0])


def test_places_are_told_apart_by_their_beginning():
    assert UrlWitness(url="https://partner.example") == witness("https://partner.example")
    assert isinstance(witness("kept.txt"), FileWitness)


def test_what_cannot_be_read_is_said(tmp_path):
    with pytest.raises(NotFound):
        read_checkpoints(tmp_path / "none")
    with pytest.raises(InvalidInput):
        read_checkpoints(tmp_path)
    (tmp_path / "kept").write_bytes(b"\xff")
    with pytest.raises(InvalidInput):
        read_checkpoints(tmp_path / "kept")
