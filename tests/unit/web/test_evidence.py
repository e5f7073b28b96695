"""Evidence in words and bits."""

import pytest

from entas.linkage.families import GRADES as FAMILIES
from entas.linkage.families import explain_families
from entas.linkage.matching import Evidence
from entas.linkage.matching.comparison import GRADES as MATCHER
from entas.web.review.evidence import picture
from entas.web.review.wording import EVIDENCE_FIELDS, GRADES, bits, grade_in_words


def test_the_prior_comes_first_and_then_what_weighs_most() -> None:
    lines = [
        Evidence("", "prior", -12.0),
        Evidence("sex", "equal", 1.0),
        Evidence("nik", "one digit differs", 9.5),
        Evidence("name", "different", -3.0),
    ]
    drawn = picture(lines, probability=0.043, household=0.2)
    assert [weight.bits for weight in drawn.weights] == ["−12,0", "+9,5", "−3,0", "+1,0"]
    assert drawn.total_bits == "−4,5"
    assert drawn.probability == "4,3\N{NO-BREAK SPACE}%"


def test_fields_nobody_could_compare_are_named_and_not_drawn() -> None:
    lines = [Evidence("", "prior", -2.0), Evidence("mother_name", "missing", 0.0)]
    drawn = picture(lines, probability=0.2, household=0.0)
    assert len(drawn.weights) == 1
    assert [str(name) for name in drawn.silent] == ["Nama ibu"]


def test_two_families_have_a_waterfall_too() -> None:
    lines = explain_families(0x0211)  # of four features, the place unknown
    drawn = picture(lines, probability=0.9, household=0.0)
    assert len(drawn.weights) == len(lines) - 1
    assert drawn.total_bits == bits(sum(line.bits for line in lines))
    assert len(drawn.silent) == 1
    assert {line.field for line in lines} <= set(EVIDENCE_FIELDS)


def test_a_pair_without_evidence_by_field_still_has_its_probability() -> None:
    drawn = picture([], probability=0.5, household=0.0)
    assert drawn.weights == []
    assert drawn.probability.startswith("50")


KNOWN = {grade for names in (*MATCHER.values(), *FAMILIES.values()) for grade in names}


@pytest.mark.parametrize("grade", sorted(KNOWN | {"members_linked"}))
def test_every_grade_of_the_matcher_has_words(grade: str) -> None:
    bare = grade if grade in GRADES else grade.partition(", ")[0]
    assert bare in GRADES, grade
    assert grade_in_words(grade).startswith(str(GRADES[bare]))
