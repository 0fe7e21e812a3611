from dataclasses import replace
from datetime import date

import pytest

from preclear.documents import mrz
from preclear.documents.images.agreeing import agree, combine, fields_of, understand
from preclear.documents.images.aligning import Cell
from preclear.documents.mrz import LAYOUTS
from preclear.model.codes import CheckStatus

NAMES = "P<UTOSPECIMEN<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
DATA = "S000000176UTO9002030F3301018<<<<<<<<<<<<<<08"
TODAY = date(2026, 11, 24)


def seen(reader="one", names=NAMES, data=DATA, sure=0.99, others=None, weak=None):
    """A reader's view; ``others`` and ``weak`` give second thoughts and confidence by line and position from 0."""
    others, weak = others or {}, weak or {}
    cells = tuple(
        tuple(
            Cell(
                character=character,
                confidence=0.0 if character == "?" else weak.get((row, at), sure),
                others=others.get((row, at), ""),
            )
            for at, character in enumerate(text)
        )
        for row, text in enumerate((names, data))
    )
    return understand(reader, "1", cells, TODAY)


def status(*views):
    return combine(views, TODAY).steps[0].status


def repairs(*views):
    return [(each.line, each.position, each.before, each.after) for each in combine(views, TODAY).repairs]


def test_two_readers_with_one_text_agree():
    views = seen("one"), seen("two")
    assert (True, CheckStatus.PASSED) == (agree(views), status(*views))
    assert (NAMES, DATA) == combine(views, TODAY).zone.lines


def test_one_reader_never_agrees_with_itself():
    views = seen("one"), seen("one")
    assert (False, CheckStatus.UNDETERMINED) == (agree(views), status(*views))


def test_readers_that_differ_in_a_name_go_to_a_person():
    views = seen("one"), seen("two", names=NAMES.replace("ANNA", "ANMA"), sure=0.9)
    assert (False, CheckStatus.UNDETERMINED) == (agree(views), status(*views))
    assert "names" in combine(views, TODAY).steps[0].reason


def test_where_readers_differ_the_surer_reading_of_the_whole_field_is_shown():
    other = seen("two", names=NAMES.replace("ANNA<MARIA", "AMMA<MARLA"), weak={(0, 16): 0.5})
    assert (NAMES, DATA) == combine((other, seen("one", sure=0.9)), TODAY).zone.lines


def test_a_name_that_both_read_alike_but_without_confidence_goes_to_a_person():
    weak = {(0, 6): 0.55}
    assert CheckStatus.UNDETERMINED is status(seen("one", weak=weak), seen("two", weak=weak))


def test_six_views_of_one_name_stand_in_for_confidence():
    weak = {(0, 6): 0.55}
    views = [seen(reader, weak=weak) for reader in ("one", "two") * 3]
    assert CheckStatus.PASSED is status(*views)


def test_a_figure_in_a_name_is_read_as_the_readers_next_letter_and_never_listed_as_repair():
    figure = seen("two", names=NAMES.replace("SPECIMEN", "5PECIMEN"), others={(0, 5): "S"})
    assert (NAMES, DATA) == combine((figure, seen("one")), TODAY).zone.lines
    assert [] == repairs(figure, seen("one"))


def test_a_letter_where_only_figures_stand_is_repaired_and_listed():
    views = seen("one", data=DATA.replace("900203", "9OO203")), seen("two", data=DATA.replace("900203", "9OO203"))
    assert (NAMES, DATA) == combine(views, TODAY).zone.lines
    assert [(2, 15, "O", "0"), (2, 16, "O", "0")] == repairs(*views)


def test_what_one_reader_saw_rightly_is_no_repair():
    views = seen("one", data=DATA.replace("900203", "9OO203")), seen("two")
    assert (CheckStatus.PASSED, []) == (status(*views), repairs(*views))


def test_wrong_check_digits_do_not_hide_that_the_readers_agree():
    wrong = DATA.replace("9002030", "9002034")
    views = seen("one", data=wrong), seen("two", data=wrong)
    combined = combine(views, TODAY)
    assert (False, CheckStatus.PASSED, False) == (agree(views), combined.steps[0].status, combined.zone.valid)


@pytest.mark.parametrize("optional", ["O1", "01"])
def test_an_o_or_a_0_that_no_check_digit_covers_goes_to_a_person_however_many_readers_saw_it(optional):
    names, data = NAMES.replace("P<", "V<", 1), DATA[:28] + f"{optional:<<16}"
    views = seen("one", names=names, data=data), seen("two", names=names, data=data)
    step = combine(views, TODAY).steps[0]
    assert (CheckStatus.UNDETERMINED, True) == (step.status, "tells O from 0 in optional data" in step.reason)
    plain = [seen(reader, names=names, data=data[:28] + "X1".ljust(16, "<")) for reader in ("one", "two")]
    assert CheckStatus.PASSED is status(*plain)


def test_two_0_of_optional_data_that_would_be_two_o_for_the_same_check_digit_go_to_a_person():
    zone = mrz.format(replace(mrz.parse((NAMES, DATA)).fields, optional_data="000DQ12"))
    views = seen("one", names=zone[0], data=zone[1]), seen("two", names=zone[0], data=zone[1])
    assert (True, CheckStatus.UNDETERMINED) == (views[0].digits_pass, status(*views))
    assert zone[1][-1] == mrz.format(replace(mrz.parse(zone).fields, optional_data="OO0DQ12"))[1][-1]


def test_a_0_of_optional_data_is_not_sure_where_its_check_digits_fail():
    wrong = DATA[:28] + "A0B" + DATA[31:]
    assert CheckStatus.UNDETERMINED is status(seen("one", data=wrong), seen("two", data=wrong))


def test_a_wrong_digit_of_a_number_with_0_is_the_documents_and_the_readers_agree_on_it():
    wrong = DATA.replace("S000000176", "S000000173")
    views = seen("one", data=wrong), seen("two", data=wrong)
    assert (CheckStatus.PASSED, False) == (status(*views), combine(views, TODAY).zone.valid)


def test_a_cell_that_a_reader_did_not_see_is_no_agreement():
    views = seen("one", names=NAMES.replace("MARIA", "MAR?A")), seen("two")
    assert CheckStatus.UNDETERMINED is status(*views)
    assert (NAMES, DATA) == combine(views, TODAY).zone.lines


def test_confidence_is_lower_where_somebody_saw_another_character():
    agreed = combine((seen("one"), seen("two")), TODAY).confidence
    contested = combine((seen("one"), seen("two", names=NAMES.replace("ANNA", "ANMA"), sure=0.9)), TODAY).confidence
    assert (0.99, 0.519) == (agreed, contested)


def test_every_character_of_a_format_is_in_exactly_one_field():
    for layout in LAYOUTS.values():
        places = [at for part in fields_of(layout).values() for at in part]
        assert list(range(layout.size)) == sorted(places)


def test_cells_of_no_format_are_not_understood():
    assert understand("one", "1", ((Cell(character="A", confidence=1.0),) * 7,) * 2, TODAY) is None
