"""A traveller applies: one question at a time, nothing is lost, and what was sent is what was answered."""

import json
from dataclasses import replace

import pytest
from applicant_form import PNG, ZONE, begin, fill_in, save
from django.core.files.uploadedfile import SimpleUploadedFile

from preclear.documents import mrz
from preclear.model.codes import ApplicationState, CheckStatus
from preclear.model.verification import PageReading, Step
from preclear.web.office import install


@pytest.fixture
def reference(anna, post):
    return begin(anna, post)


def test_the_start_page_is_for_everybody(house, client, db):
    page = client.get("/apply/start").content.decode()

    assert "Get cleared before you fly" in page
    assert "What we do not use" in page


def test_a_stranger_signs_in_first(house, client, db):
    assert client.get("/apply/new").headers["Location"].startswith("/accounts/login/")


def test_the_privacy_notice_stands_before_the_first_question(anna):
    page = anna.get("/apply/new").content.decode()

    assert "A refusal needs two people and written reasons" in page
    assert "version 1.0.0" in page


def test_what_the_passport_says_is_filled_in_and_can_be_corrected(anna, post, reference):
    save(anna, post, reference, "document.mrz", answer="\n".join(ZONE).lower())

    assert 'value="SPECIMEN"' in anna.get(f"/apply/{reference}/questions/applicant.surname").content.decode()
    save(anna, post, reference, "applicant.surname", answer="Specimen")
    assert "Read from your passport" in anna.get(f"/apply/{reference}/check").content.decode()
    assert 'value="Specimen"' in anna.get(f"/apply/{reference}/questions/applicant.surname").content.decode()


def test_a_wrong_character_in_the_zone_is_said_at_the_field(anna, post, reference):
    wrong = [ZONE[0], ZONE[1][:2] + "9" + ZONE[1][3:]]
    answer = save(anna, post, reference, "document.mrz", answer="\n".join(wrong))

    assert 422 == answer.status_code
    assert "the check digits do not fit. Look again at 0 and O" in answer.content.decode()
    assert wrong[1] in answer.content.decode().replace("&lt;", "<")


def test_an_error_stands_in_the_summary_and_at_the_field(anna, post, reference):
    answer = save(
        anna, post, reference, "trip.arrive", **{"answer.day": "31", "answer.month": "2", "answer.year": "2026"}
    )
    page = answer.content.decode()

    assert 422 == answer.status_code
    assert 2 == page.count("Enter a real day, for example 7 12 2026")
    assert 'href="#answer"' in page
    assert 'value="31"' in page


def test_leaving_before_arriving_is_said_at_once(anna, post, reference):
    save(anna, post, reference, "trip.arrive", **{"answer.day": "27", "answer.month": "6", "answer.year": "2026"})
    day = {"answer.day": "20", "answer.month": "6", "answer.year": "2026"}

    assert "must be before the day you leave" in save(anna, post, reference, "trip.leave", **day).content.decode()


def test_figures_of_urdu_are_figures(anna, post, reference):
    day = {"answer.day": "۷", "answer.month": "۱۲", "answer.year": "۲۰۲۶"}

    assert 302 == save(anna, post, reference, "trip.arrive", **day).status_code


def test_errors_are_said_in_urdu(anna, post, reference):
    anna.cookies["django_language"] = "ur"
    answer = save(anna, post, reference, "contact.email", answer="nonsense")

    assert "ای میل پتا لکھیں" in answer.content.decode()


def test_going_back_finds_what_was_being_typed(anna, post, reference):
    place = f"/apply/{reference}/questions/applicant.surname"

    assert 204 == post(anna, f"{place}/keep", page=place, answer="Half a na").status_code
    assert 'value="Half a na"' in anna.get(place).content.decode()


def test_two_tabs_keep_both_answers(anna, post, reference):
    save(anna, post, reference, "applicant.surname", answer="One")
    save(anna, post, reference, "applicant.given_names", answer="Two")
    page = anna.get(f"/apply/{reference}/check").content.decode()

    assert ("One" in page, "Two" in page) == (True, True)


def test_an_answer_after_the_session_ended_comes_back_after_signing_in(anna, post, reference, people):
    place = f"/apply/{reference}/questions/applicant.surname"
    anna.get(place)
    token = anna.cookies["csrftoken"].value
    anna.cookies.pop("sessionid")
    late = anna.post(place, {"csrfmiddlewaretoken": token, "for_account": "traveller.anna", "answer": "Typed too late"})
    anna.force_login(people["traveller.anna"], backend="django.contrib.auth.backends.ModelBackend")

    assert late.headers["Location"].startswith("/accounts/login/")
    assert "Typed too late" in anna.get(place).content.decode()


def test_a_paper_is_what_its_first_bytes_say(anna, post, reference):
    fake = SimpleUploadedFile("passport.png", b"GIF89a", content_type="image/png")
    answer = save(anna, post, reference, "files.passport_page", file=fake)

    assert "Send a JPEG, PNG or PDF" in answer.content.decode()


def test_papers_are_added_and_taken_away(anna, post, reference):
    place = f"/apply/{reference}/questions/files.passport_page"
    save(anna, post, reference, "files.passport_page", file=SimpleUploadedFile("page one.png", PNG), more="more")
    save(anna, post, reference, "files.passport_page", file=SimpleUploadedFile("two.png", PNG))
    post(anna, f"{place}/files", page=place, remove="f1")
    page = anna.get(place).content.decode()

    assert ("page one.png" in page, "two.png" in page) == (False, True)


def test_files_of_the_chip_are_known_by_their_names(anna, post, reference, house):
    chip = [SimpleUploadedFile(name, b"\x77\x00") for name in ("EF.SOD.bin", "dg1.bin")]
    save(anna, post, reference, "document.chip", file=chip)
    with house.store.transaction() as records:
        document = records.drafts.get(f"draft.{reference}").document["document"]

    assert {"SOD": "f1", "DG1": "f2"} == document["chip"]
    other = save(anna, post, reference, "document.chip", file=SimpleUploadedFile("holiday.bin", b"1"))
    assert "called SOD.bin" in other.content.decode()


def test_a_paper_that_was_taken_away_is_not_sent(anna, post, reference, house):
    fill_in(anna, post, reference)
    place = f"/apply/{reference}/questions/files.passport_page"
    post(anna, f"{place}/files", page=place, remove="f1")
    post(anna, f"/apply/{reference}/check", declared="yes")
    with house.store.transaction() as records:
        assert () == records.files.of(reference)


def test_sending_without_declaring_says_so(anna, post, reference):
    fill_in(anna, post, reference)
    answer = post(anna, f"/apply/{reference}/check")

    assert 422 == answer.status_code
    assert "Say that your answers are true" in answer.content.decode()


def test_what_must_be_answered_is_named_before_sending(anna, post, reference):
    answer = post(anna, f"/apply/{reference}/check", declared="yes")

    assert 422 == answer.status_code
    assert "When will you arrive?" in answer.content.decode()


def test_a_sent_application_holds_the_answers_and_the_notice_that_was_shown(anna, post, reference, house):
    fill_in(anna, post, reference)
    answer = post(anna, f"/apply/{reference}/check", declared="yes")

    assert f"/apply/{reference}/?sent=yes" == answer.headers["Location"]
    assert ApplicationState.SUBMITTED == house.case(reference).state
    with house.store.transaction() as records:
        raw = json.loads(records.cases.raw(reference))
        assert () == records.drafts.of_account("traveller.anna")
    assert ("UTO-XAR-2026", "1.0.0", "en", 64) == (
        raw["answers"]["notice"]["agreement"],
        raw["answers"]["notice"]["version"],
        raw["answers"]["notice"]["language"],
        len(raw["answers"]["notice"]["sha256"]),
    )
    assert ["f1"] == [file["id"] for file in raw["files"]]
    assert f"{reference}" in anna.get(f"/apply/{reference}/?sent=yes").content.decode()


def test_answers_about_protection_are_not_in_the_application(anna, post, reference, house):
    fill_in(anna, post, reference)
    save(anna, post, reference, "protection.under_duress", answer="yes")
    post(anna, f"/apply/{reference}/check", declared="yes")
    with house.store.transaction() as records:
        raw = records.cases.raw(reference).decode()
        behind = records.protections.of(reference)

    assert "duress" not in raw
    assert '"under_duress": true' in behind[0].notes
    assert "duress" not in anna.get(f"/apply/{reference}/").content.decode()


def test_sending_twice_sends_once(anna, post, reference, house):
    fill_in(anna, post, reference)
    anna.get(f"/apply/{reference}/check")
    token = anna.cookies["csrftoken"].value
    answers = [
        anna.post(f"/apply/{reference}/check", {"csrfmiddlewaretoken": token, "declared": "yes"}) for _ in range(2)
    ]

    assert [302, 302] == [answer.status_code for answer in answers]
    assert 1 == house.case(reference).version


def test_the_back_button_after_sending_leads_to_the_application(anna, post, reference):
    fill_in(anna, post, reference)
    post(anna, f"/apply/{reference}/check", declared="yes")
    back = anna.get(f"/apply/{reference}/questions/applicant.surname")

    assert f"/apply/{reference}/" == back.headers["Location"]


def test_only_people_with_this_purpose_are_asked(anna, post, reference):
    save(anna, post, reference, "trip.purpose", answer="study")

    assert 404 == anna.get(f"/apply/{reference}/questions/offer.title").status_code
    assert 200 == anna.get(f"/apply/{reference}/questions/study.programme").status_code


def test_a_parent_acts_for_a_child(anna, post, reference, house):
    fill_in(anna, post, reference)
    born = {"answer.day": "1", "answer.month": "3", "answer.year": "2015"}
    save(anna, post, reference, "applicant.birth_date", **born)
    save(anna, post, reference, "guardian.name", answer="Noor Specimen")
    save(anna, post, reference, "guardian.relation", answer="mother")
    assert "the parent or guardian agrees" in anna.get(f"/apply/{reference}/check").content.decode()
    post(anna, f"/apply/{reference}/check", declared="yes")

    assert "declared on 2026-05-17" == house.case(reference).application.guardian.consent


def test_a_form_of_somebody_else_is_closed(reference, client_of, post):
    other = client_of("carrier.zz")

    assert 403 == other.get(f"/apply/{reference}/questions/applicant.surname").status_code


def test_a_draft_is_thrown_away_only_when_asked_twice(anna, post, reference):
    assert "Throw this form away?" in anna.get(f"/apply/{reference}/discard").content.decode()
    assert 302 == post(anna, f"/apply/{reference}/discard").status_code
    assert 404 == anna.get(f"/apply/{reference}/").status_code


def test_an_application_goes_on_where_it_was_left(anna, post, reference):
    assert f"/apply/{reference}/questions/files.passport_page" == anna.get(f"/apply/{reference}/").headers["Location"]
    save(anna, post, reference, "files.passport_page")
    assert f"/apply/{reference}/questions/document.mrz" == anna.get(f"/apply/{reference}/").headers["Location"]
    assert f"Go on with {reference}" in anna.get("/apply/").content.decode()


class FakePages:
    """Reads the same page on every picture."""

    def __init__(self, status):
        self.status = status

    def read(self, data):
        return PageReading(mrz=mrz.parse(ZONE), checks=(Step(id="readers.agree", status=self.status),), confidence=0.9)

    def preview(self, data, longest):
        return data


def _reads(house, status):
    house.office = replace(house.office, means=replace(house.office.means, pages=FakePages(status)))
    install(lambda: house.office)


def test_a_picture_of_the_page_answers_the_questions_of_the_passport(anna, post, reference, house):
    _reads(house, CheckStatus.PASSED)
    answer = save(anna, post, reference, "files.passport_page", file=SimpleUploadedFile("page.png", PNG))
    assert f"/apply/{reference}/questions/document.chip" == answer.headers["Location"]
    page = anna.get(f"/apply/{reference}/questions/applicant.surname").content.decode()
    assert 'value="SPECIMEN"' in page
    assert "Read from your passport" in page


def test_a_picture_that_was_read_in_two_ways_is_laid_before_the_traveller(anna, post, reference, house):
    _reads(house, CheckStatus.UNDETERMINED)
    answer = save(anna, post, reference, "files.passport_page", file=SimpleUploadedFile("page.png", PNG))
    assert f"/apply/{reference}/questions/document.mrz" == answer.headers["Location"]
    page = anna.get(answer.headers["Location"]).content.decode()
    assert "Compare each character with your passport" in page
    assert "P&lt;UTOSPECIMEN&lt;&lt;ZARA" in page
