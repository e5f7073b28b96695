from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from entas.web import formats


@pytest.mark.parametrize(
    ("language", "shown"), [("id", ("12.596", "72,1\xa0%")), ("en", ("12,596", "72.1\xa0%"))]
)
def test_numbers_follow_the_language(language: str, shown: tuple[str, str]) -> None:
    with translation.override(language):
        assert (formats.count(12_596), formats.percent(100 * 10_948 / 15_190)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (100 * 5 / 11, "45,5\xa0%"),
        (200 / 3, "66,7\xa0%"),
        (100, "100\xa0%"),
        (99.99, "99,9\xa0%"),
        (0.01, "0,1\xa0%"),
        (0, "0\xa0%"),
        (None, "–"),
    ],
)
def test_percentages_round_but_never_to_all_or_nothing(value: float | None, shown: str) -> None:
    with translation.override("id"):
        assert formats.percent(value) == shown


def test_days_are_local_and_short() -> None:
    with translation.override("id"):
        assert formats.day(date(2023, 8, 13)) == "13 Agu 2023"
        assert formats.moment(datetime(2023, 8, 13, 17, 30, tzinfo=UTC)) == (
            "14 Agu 2023 00.30\xa0WIB"
        )


def test_differences_carry_their_sign() -> None:
    with translation.override("id"):
        assert [formats.signed(n) for n in (1200, -3, 0)] == ["+1.200", "−3", "0"]
        assert formats.rupiah(20_000_000) == "Rp20.000.000"
