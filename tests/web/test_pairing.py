"""Two names side by side: order, lines and rarity."""

import pytest

from preclear.model.screening import AlignedPart, PossibleMatch
from preclear.testing import ordinary_application
from preclear.web.desk.pairing import facts, pairing, rarity, what_would_settle
from preclear.web.i18n import load

WORDS = load("en")


def found(*parts, **fields):
    return PossibleMatch(list="stop", entity="e", name="", score=0.9, alert=True, why=(), parts=parts, **fields)


def test_parts_stand_in_the_order_of_their_names_and_lines_may_cross():
    match = found(
        AlignedPart(asked="kamran", listed="kamran", how="same"),
        AlignedPart(asked="darveshi", listed="darwesh", how="another spelling"),
    )
    drawn = pairing("Darveshi Kamran", "Kamran Darwesh", match, WORDS)
    assert (["darveshi", "kamran"], ["kamran", "darwesh"]) == (
        [one.text for one in drawn.asked],
        [one.text for one in drawn.listed],
    )
    assert [("M0 45 C50 45 50 145 100 145", False), ("M0 145 C50 145 50 45 100 45", True)] == [
        (one.path, one.same) for one in drawn.lines
    ]


def test_an_old_dossier_without_parts_is_compared_word_by_word():
    drawn = pairing("Anna Maria Muster", "muster anna", found(), WORDS)
    assert [("Anna", "anna"), ("Maria", ""), ("Muster", "muster")] == [(one.asked, one.listed) for one, _ in drawn.rows]
    assert (3, 2) == (drawn.height, len(drawn.lines))


def test_a_fathers_name_stands_beside_the_list_and_says_so():
    drawn = pairing(
        "Anna", "Anna Muster", found(AlignedPart(asked="", listed="muster", how="the father's name")), WORDS
    )
    assert [("the father's name", True)] == [(one.rare, one.joined) for one in drawn.listed]


def test_a_name_of_many_parts_is_drawn_in_part_and_listed_whole():
    many = tuple(AlignedPart(asked=f"p{n}", listed=f"p{n}", how="same") for n in range(40))
    drawn = pairing("", "", found(*many), WORDS)
    assert (12, 12, 40) == (drawn.height, len(drawn.lines), len(drawn.rows))


@pytest.mark.parametrize(
    ("one_in", "said"),
    [
        (0, ""),
        (1, ""),
        (40, "at most one in 40 travellers"),
        (9_150, "at most one in 9,100 travellers"),
        (4_000_000, "fewer than one in a million travellers"),
    ],
)
def test_rarity_is_said_in_words(one_in, said):
    assert said == rarity(one_in, WORDS)


@pytest.mark.parametrize(
    ("one_in", "said"),
    [(1, ""), (9_150, "about one in 9,100 travellers"), (4_000_000, "about one in a million travellers, or fewer")],
)
def test_how_rare_all_of_it_is_together_is_said_as_an_estimate(one_in, said):
    assert said == pairing("", "", found(one_in=one_in), WORDS).whole


def test_facts_agree_disagree_or_are_not_known():
    application = ordinary_application()
    listed = found(birth_dates=("1971", "about 1989 to 1991"), document="UTO L898902C3")
    assert [True, True] == [fact.agrees for fact in facts(application, listed)]
    assert [False, False] == [
        fact.agrees for fact in facts(application, found(birth_dates=("1971",), document="UTO X1"))
    ]
    assert [None, None] == [fact.agrees for fact in facts(application, found())]


def test_what_would_settle_it_asks_for_what_is_missing():
    application = ordinary_application(applicant={"birth_date": "1990"})
    nothing, listed = facts(application, found()), facts(application, found(birth_dates=("1990-04-12",)))
    assert ["A birth date from the owner of the list.", "The applicant's full birth date."] == [
        what_would_settle(application, one)[0] for one in (nothing, listed)
    ]
