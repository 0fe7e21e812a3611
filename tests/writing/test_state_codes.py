import pytest

from preclear.writing.states import STATES, alpha3_of, is_known, name_of, signs_for


def test_every_code_has_at_most_three_letters_and_a_name():
    assert [] == [s for s in STATES.values() if not (s.code.isalpha() and 1 <= len(s.code) <= 3 and s.name)]


def test_two_letter_codes_belong_to_one_iso_code_each():
    iso = [state.alpha2 for state in STATES.values() if len(state.alpha2) == 2]
    assert {"GB", "UN", "DE"} == {code for code in iso if iso.count(code) > 1}


@pytest.mark.parametrize("code", ["D", "DEU", "GBN", "XPO", "XOM", "XXA", "EUE", "UTO", "RKS", "UNK"])
def test_codes_of_the_standard_are_known(code):
    assert (True, True) == (is_known(code), name_of(code) != code)


@pytest.mark.parametrize("code", ["", "QQQ", "DE", "uto"])
def test_other_codes_are_not_known(code):
    assert (False, code) == (is_known(code), name_of(code))


@pytest.mark.parametrize(
    ("signer", "state", "may"),
    [
        ("DE", "D", True),
        ("de", "DEU", True),
        ("DEU", "D", True),
        ("GB", "GBO", True),
        ("NL", "CUW", True),
        ("UT", "UTO", True),
        ("KS", "RKS", True),
        ("XK", "RKS", True),
        ("NL", "D", False),
        ("ZZ", "D", None),
        ("DE", "QQQ", None),
        ("", "D", None),
        ("GBR", "GBO", True),
        ("UK", "GBR", True),
        ("d", "DEU", True),
        ("UNO", "UNA", True),
        ("EUE", "EUE", True),
        ("XOM", "XOM", True),
        ("TW", "TWN", True),
        ("TW", "CHN", False),
        ("PS", "PSE", True),
        ("CN", "MAC", True),
        ("", "UTO", None),
    ],
)
def test_a_signer_signs_for_its_own_codes(signer, state, may):
    assert may is signs_for(signer, state)


def test_germany_has_a_code_of_three_letters_too():
    assert ("DEU", "PAK") == (alpha3_of("D"), alpha3_of("PAK"))
