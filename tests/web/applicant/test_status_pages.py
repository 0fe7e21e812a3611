"""What travellers read of their application in every state, and what they do with it."""

from dataclasses import replace

import pytest
from applicant_form import PNG
from django.core.files.uploadedfile import SimpleUploadedFile
from seeded import AMNA, ANNA, CLARA, FARAH

from preclear.model.case import Actor
from preclear.model.codes import ApplicationState, Role
from preclear.services import applicant, decide, take
from preclear.services.change_clearance import change_clearance
from preclear.web.i18n import load
from preclear.web.i18n.words import NEWS

REFERENCE = "PC-2222-0002"
S = ApplicationState
ENDS_OF_APPEALS = {S.UPHELD: "uphold", S.OVERTURNED: "overturn", S.REMITTED: "remit"}
BY_PEOPLE = (S.REFUSED, S.UPHELD, S.OVERTURNED, S.REMITTED, S.APPEAL)
"""States that only a decision of people leads to. Those that wait for somebody stand last."""


def put_into(house, reference, state):
    with house.store.transaction() as records:
        case = records.cases.get(reference)
        records.cases.replace(replace(case, state=state, version=case.version + 1), seen=case.version)


def bring_into(house, reference, state):
    if state is S.GRANTED:
        house.granted(reference)
    elif state not in BY_PEOPLE:
        house.referred(reference)
        put_into(house, reference, state)
    else:
        house.refused(reference)
        if state is not S.REFUSED:
            applicant.appeal(house.office, reference, "I sent the right permit.", ANNA)
        if state in ENDS_OF_APPEALS:
            case = take.take_appeal(house.office, FARAH)
            decide.decide_appeal(
                house.office, case.reference, ENDS_OF_APPEALS[state], "Looked at again.", FARAH, seen=case.version
            )


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_state_has_its_words(anna, house, language):
    anna.cookies["django_language"] = language
    words = load(language)
    others = sorted(set(ApplicationState) - {*BY_PEOPLE, S.DRAFT})
    for number, state in enumerate((*BY_PEOPLE, *others)):
        reference = f"PC-2222-1{number:03}"
        bring_into(house, reference, state)
        page = anna.get(f"/apply/{reference}/")

        assert (state, 200) == (state, page.status_code)
        assert str(words.markup(NEWS[state].heading)) in page.content.decode()
        assert str(words.markup(NEWS[state].text)) in page.content.decode()


def test_matches_consultations_and_proposals_leave_no_trace(anna, house):
    """The same steps, in the same words, with or without a possible match and a proposed refusal."""
    house.matched("PC-2222-0003")
    house.referred("PC-2222-0009")
    pages = [
        anna.get(f"/apply/{reference}/").content.decode().split('<ol class="timeline">')[1].split("</ol>")[0]
        for reference in ("PC-2222-0003", "PC-2222-0009")
    ]

    assert pages[0] == pages[1]
    assert "match" not in pages[0].lower()


def test_a_proposed_refusal_reads_like_any_review(anna, house):
    house.judged()
    before = anna.get(f"/apply/{REFERENCE}/").content.decode().split("<main")[1]
    case = house.case(REFERENCE)
    drafted = decide.draft_reasons(house.office, REFERENCE)
    reasons = replace(drafted, ground="R02", facts=(*drafted.facts, "The register answered on 17 May 2026."))
    from preclear.model.codes import Outcome

    decide.propose(house.office, REFERENCE, Outcome.REFUSE, AMNA, seen=case.version, reasons=reasons)

    assert before == anna.get(f"/apply/{REFERENCE}/").content.decode().split("<main")[1]
    take.take_proposal(house.office, CLARA)
    assert before == anna.get(f"/apply/{REFERENCE}/").content.decode().split("<main")[1]


def test_an_interview_says_when_and_where_and_its_record_can_be_read(anna, house):
    case = house.in_review()
    at = house.hands.at.replace(day=20, hour=14)
    booked = decide.book_interview(house.office, REFERENCE, at, "Room 2", AMNA, seen=case.version)
    page = anna.get(f"/apply/{REFERENCE}/").content.decode()
    assert ("Wed 20 May 2026, 14:00" in page, "Room 2" in page) == (True, True)
    decide.record_interview(house.office, REFERENCE, "Q: Who pays?\nA: My aunt.", AMNA, seen=booked.version)

    assert "A: My aunt." in anna.get(f"/apply/{REFERENCE}/").content.decode()


def test_another_persons_application_is_closed_on_every_page(house, people, client_of, anna):
    house.refused()
    people["traveller.anna"].username = "traveller.anna"
    other = client_of("carrier.zz")
    stranger = type(people["traveller.anna"]).objects.create_user("traveller.otto", roles=["applicant"])
    other.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    for page in ("", "file", "reasons", "papers", "withdraw", "appeal", "help", "mend", "answer/p1", "papers/f1"):
        assert (page, 403) == (page, other.get(f"/apply/{REFERENCE}/{page}").status_code)


def test_a_contradiction_shows_both_sides_and_does_not_count_yet(anna, house):
    case = house.in_review()
    decide.put(
        house.office, REFERENCE, house.contradiction(REFERENCE).key, "Another name. Why?", AMNA, seen=case.version
    )
    page = anna.get(f"/apply/{REFERENCE}/").content.decode()

    assert "This does not count against you now." in page
    assert "Another name. Why?" in page
    assert "Our clock is stopped" in page
    assert "What would settle it" in page
    assert "I do not know" in page


def test_i_do_not_know_is_an_answer(anna, house, post):
    case = house.in_review()
    decide.put(
        house.office, REFERENCE, house.contradiction(REFERENCE).key, "Another name. Why?", AMNA, seen=case.version
    )
    place = f"/apply/{REFERENCE}/answer/p1"
    sent = post(anna, place, page=f"/apply/{REFERENCE}/", which="unknown", file=SimpleUploadedFile("a.png", PNG))

    assert 302 == sent.status_code
    assert "I do not know." == house.case(REFERENCE).put[0].answer
    with house.store.transaction() as records:
        assert ["a.png"] == [file.name for file in records.files.of(REFERENCE)]


def test_an_empty_answer_says_what_to_write(anna, house, post):
    case = house.in_review()
    decide.ask(house.office, REFERENCE, "Who pays for your room?", AMNA, seen=case.version)
    answer = post(anna, f"/apply/{REFERENCE}/answer/q1", page=f"/apply/{REFERENCE}/", answer=" ")

    assert 422 == answer.status_code
    assert "“I do not know” is an answer too" in answer.content.decode()


def test_an_answer_to_a_question_goes_to_the_officer(anna, house, post):
    case = house.in_review()
    decide.ask(house.office, REFERENCE, "Who pays for your room?", AMNA, seen=case.version)
    post(anna, f"/apply/{REFERENCE}/answer/q1", page=f"/apply/{REFERENCE}/", answer="My employer.")

    assert ("My employer.", ApplicationState.IN_REVIEW) == (
        house.case(REFERENCE).questions[0].answer,
        house.case(REFERENCE).state,
    )
    assert "My employer." in anna.get(f"/apply/{REFERENCE}/").content.decode()


def test_an_answer_after_the_session_ended_comes_back_unsent(anna, house, people):
    case = house.in_review()
    decide.ask(house.office, REFERENCE, "Who pays?", AMNA, seen=case.version)
    anna.get(f"/apply/{REFERENCE}/")
    place, token = f"/apply/{REFERENCE}/answer/q1", anna.cookies["csrftoken"].value
    anna.cookies.pop("sessionid")
    late = {"csrfmiddlewaretoken": token, "for_account": "traveller.anna", "page": place, "answer": "My aunt pays."}
    anna.post(place, late)
    anna.force_login(people["traveller.anna"], backend="django.contrib.auth.backends.ModelBackend")

    assert "My aunt pays." in anna.get(place).content.decode()
    assert "" == house.case(REFERENCE).questions[0].answer


def test_answering_twice_overwrites_nothing(anna, house, post):
    case = house.in_review()
    decide.ask(house.office, REFERENCE, "Who pays?", AMNA, seen=case.version)
    place = f"/apply/{REFERENCE}/answer/q1"
    post(anna, place, page=f"/apply/{REFERENCE}/", answer="First.")
    second = post(anna, place, page=f"/apply/{REFERENCE}/", answer="Second.")

    assert (409, "First.") == (second.status_code, house.case(REFERENCE).questions[0].answer)


def test_what_is_missing_is_added(anna, house, post):
    agreement = house.office.agreement
    form = tuple(
        replace(one, required=one.required or one.path == "trip.host.name", only_for=())
        if one.path == "trip.host.name"
        else one
        for one in agreement.form
    )
    house.office = replace(house.office, agreement=replace(agreement, form=form))
    house.apply("PC-2222-0005")
    assert ApplicationState.INCOMPLETE == house.case("PC-2222-0005").state
    from preclear.web.office import install

    install(lambda: house.office)
    page = anna.get("/apply/PC-2222-0005/").content.decode()
    assert "One answer is missing." in page
    assert 422 == post(anna, "/apply/PC-2222-0005/mend").status_code
    sent = post(anna, "/apply/PC-2222-0005/mend", **{"trip.host.name": "Example Orchards"})

    assert 302 == sent.status_code
    assert "Example Orchards" == house.case("PC-2222-0005").application.trip.host.name
    assert ApplicationState.SUBMITTED == house.case("PC-2222-0005").state


def test_a_paper_can_be_added_until_the_decision(anna, house, post):
    house.referred()
    sent = post(anna, f"/apply/{REFERENCE}/papers", file=SimpleUploadedFile("letter.png", PNG))
    page = anna.get(f"/apply/{REFERENCE}/file").content.decode()

    assert 302 == sent.status_code
    assert "letter.png" in page
    assert "You added a paper." in page


def test_a_paper_is_saved_and_never_shown_inside_our_pages(anna, house, post):
    house.referred()
    post(anna, f"/apply/{REFERENCE}/papers", file=SimpleUploadedFile("letter.png", PNG))
    paper = anna.get(f"/apply/{REFERENCE}/papers/f1")

    assert (PNG, "sandbox", 'attachment; filename="letter.png"') == (
        paper.content,
        paper.headers["Content-Security-Policy"],
        paper.headers["Content-Disposition"],
    )


def test_withdrawing_asks_once_more(anna, house, post):
    house.referred()
    assert "It is not a refusal" in anna.get(f"/apply/{REFERENCE}/withdraw").content.decode()
    post(anna, f"/apply/{REFERENCE}/withdraw")

    assert ApplicationState.WITHDRAWN == house.case(REFERENCE).state


def test_what_is_too_late_is_said_in_plain_words(anna, house, post):
    reference = house.granted().reference
    answer = post(anna, f"/apply/{reference}/withdraw", page=f"/apply/{reference}/withdraw")

    assert 409 == answer.status_code
    assert "the application is in another state now" in answer.content.decode()


def test_asking_for_help_is_seen_by_nobody_who_decides(anna, house, post, client_of):
    house.in_review()
    before = anna.get(f"/apply/{REFERENCE}/").content.decode().split("<main")[1]
    answer = post(anna, f"/apply/{REFERENCE}/help", notes="They keep my passport")

    assert "Somebody who helps will read this soon" in answer.content.decode()
    with house.store.transaction() as records:
        assert "They keep my passport" == records.protections.of(REFERENCE)[-1].notes
    assert before == anna.get(f"/apply/{REFERENCE}/").content.decode().split("<main")[1]
    assert "help" not in anna.get(f"/apply/{REFERENCE}/file").content.decode().split("<main")[1].split("</main>")[0]
    assert "They keep my passport" not in client_of("officer.amna").get(f"/desk/cases/{REFERENCE}/").content.decode()


def test_written_reasons_say_ground_facts_papers_rule_and_how_to_appeal(anna, house):
    decided = house.refused().decision.reasons
    page = anna.get(f"/apply/{REFERENCE}/").content.decode()

    assert "A statement that the application rests on does not hold (article 7(2))." in page
    assert "The register answered on 17 May 2026." in page
    assert all(one.split("\u201c")[0] in page for one in decided.considered)
    assert "You can appeal until 17 Jun 2026. It is free." in page
    assert "Two people decided, not a computer." in page


def test_the_reasons_on_paper_are_in_both_languages(anna, house):
    house.refused()
    page = anna.get(f"/apply/{REFERENCE}/reasons").content.decode()

    assert "Written reasons for a refusal" in page
    assert "انکار کی تحریری وجوہات" in page
    assert "وہ بیان جس پر درخواست کا انحصار ہے" in page


def test_an_appeal_and_its_result_are_read_here(anna, house, post):
    house.refused()
    empty = post(anna, f"/apply/{REFERENCE}/appeal", grounds="")
    assert "Say what is wrong in a sentence or more" in empty.content.decode()
    post(anna, f"/apply/{REFERENCE}/appeal", grounds="I sent the right permit.", file=SimpleUploadedFile("p.png", PNG))
    assert "We have your appeal" in anna.get(f"/apply/{REFERENCE}/").content.decode()
    case = take.take_appeal(house.office, FARAH)
    decide.decide_appeal(
        house.office, REFERENCE, "uphold", "The permit is still another one.", FARAH, seen=case.version
    )
    page = anna.get(f"/apply/{REFERENCE}/").content.decode()

    assert "The permit is still another one." in page
    assert "I sent the right permit." in page
    assert 409 == post(anna, f"/apply/{REFERENCE}/appeal", grounds="Again.").status_code


def test_an_appeal_that_is_too_late_is_not_offered(anna, house):
    house.refused()
    house.hands.on(days=31)

    assert "The time to appeal is over." in anna.get(f"/apply/{REFERENCE}/").content.decode()


def test_a_grant_shows_the_credential_with_its_real_code(anna, house):
    case = house.granted()
    with house.store.transaction() as records:
        clearance = records.clearances.of(case.reference)[0]
        credential = records.clearances.credential(clearance.number)
    from preclear.clearance import svg

    page = anna.get(f"/apply/{case.reference}/").content.decode()

    assert svg(credential.qr) in page
    assert clearance.number in page
    assert "This is not a promise that you may enter." in page


def test_a_credential_that_was_downloaded_verifies_and_after_revocation_does_not(anna, house, client):
    from preclear.clearance import VerificationKeys, verify

    case = house.granted()
    with house.store.transaction() as records:
        number = records.clearances.of(case.reference)[0].number
    token = anna.get(f"/apply/{case.reference}/clearance/{number}.cwt").content
    keys = VerificationKeys.parse(client.get("/keys/clearance.pem").content)
    house.hands.on(days=20)
    at = house.hands.at
    listed = client.get("/status/1")

    assert "passed" == verify(token, keys, at=at, status=listed.content).result
    officer = Actor(id="officer.amna", roles=frozenset({Role.CASE_OFFICER, Role.REVIEWER}), certified=True)
    change_clearance(house.office, number, "revoke", "The permit was withdrawn.", officer)
    assert "failed" == verify(token, keys, at=at, status=client.get("/status/1").content).result
    page = anna.get(f"/apply/{case.reference}/").content.decode()
    assert "Your clearance does not hold any more" in page
    assert "Your clearance does not hold any more" in anna.get("/apply/").content.decode()
    assert "The permit was withdrawn." in page
    assert "<svg" not in page.split("<main")[1].split("</main>")[0]


def test_what_an_appeal_granted_can_be_appealed_again_once_it_was_lost(house, anna):
    house.refused(REFERENCE)
    applicant.appeal(house.office, REFERENCE, "The register was wrong.", ANNA)
    case = take.take_appeal(house.office, FARAH)
    decide.decide_appeal(house.office, REFERENCE, "overturn", "It was wrong.", FARAH, seen=case.version)
    address = f"/apply/{REFERENCE}/appeal"
    before = address in anna.get(f"/apply/{REFERENCE}/").content.decode()
    with house.store.transaction() as records:
        number = records.clearances.of(REFERENCE)[0].number
    change_clearance(house.office, number, "revoke", "The permit was withdrawn.", CLARA)
    assert (False, True) == (before, address in anna.get(f"/apply/{REFERENCE}/").content.decode())


@pytest.mark.parametrize(
    ("kind", "media"), [("json", "application/json"), ("svg", "image/svg+xml"), ("png", "image/png")]
)
def test_the_credential_comes_in_the_forms_in_which_it_is_carried(anna, house, kind, media):
    case = house.granted()
    with house.store.transaction() as records:
        number = records.clearances.of(case.reference)[0].number

    assert media == anna.get(f"/apply/{case.reference}/clearance/{number}.{kind}").headers["Content-Type"]
    assert 404 == anna.get(f"/apply/{case.reference}/clearance/{number}.exe").status_code


def test_status_list_and_key_are_public_and_may_be_kept(house, client, db):
    listed, key = client.get("/status/1"), client.get("/keys/clearance.pem")

    assert ("application/statuslist+cwt", "public, max-age=60") == (
        listed.headers["Content-Type"],
        listed.headers["Cache-Control"],
    )
    assert key.content.startswith(b"-----BEGIN")
    assert "public" in key.headers["Cache-Control"]
    assert b"PRIVATE" not in key.content
