import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.carriage import Agreement, compare
from preclear.carriage.names import tokens


@pytest.mark.parametrize(
    ("sent", "held"),
    [
        (("MUELLER", "JUERGEN"), ("Müller", "Jürgen")),
        (("O'BRIEN", "SEAN"), ("OBRIEN", "SEÁN")),
        (("ABDULRAHMAN", "AHMAD"), ("ABDUL RAHMAN", "AHMAD")),
        (("MOHAMMED", "ALI"), ("MUHAMMAD", "ALI")),
        (("KHAN", "ALI"), ("KHAN", "MUHAMMAD ALI")),
        (("MRS", "ANNA"), ("MRS", "ANNA")),
        (("VERYLONGSURNAMEOFMANYLETTERS", "ALEXAN"), ("VERYLONGSURNAMEOFMANYLETTERS", "ALEXANDRINA MARIA")),
        (("HAKIM ABDUL RAHMAN SIDDIQUI", "A M"), ("HAKIM ABDUL RAHMAN SIDDIQUI", "ABDULLAH MUSTAFA")),
    ],
)
def test_the_same_holder_written_otherwise(sent, held):
    assert Agreement.AGREES == compare(*sent, *held)


@pytest.mark.parametrize(
    ("sent", "held"),
    [
        (("KHAN", "HASSAN"), ("KHAN", "HUSSAIN")),
        (("KHAN", "J"), ("KHAN", "JAVED")),
        (("SMITH", "ALI"), ("KHAN", "ALI")),
        (("", ""), ("KHAN", "ALI")),
        (("علی", ""), ("KHAN", "ALI")),
        (("KHAN KHAN", ""), ("KHAN", "ALI")),
    ],
)
def test_names_that_do_not_meet(sent, held):
    assert Agreement.DIFFERS == compare(*sent, *held)


def test_the_surname_alone_is_incomplete():
    assert Agreement.INCOMPLETE == compare("KHAN", "", "KHAN", "ALI")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_every_text_is_compared_and_a_name_agrees_with_itself(surname, given_names):
    expected = Agreement.AGREES if tokens(surname) or tokens(given_names) else Agreement.DIFFERS
    found = compare(surname, given_names, surname, given_names)
    assert found in {expected, Agreement.AGREES}
