import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from entas.audit.models import Event
from entas.columns import records as module
from entas.columns.ranges import fetch
from entas.columns.records import (
    append,
    connection_string,
    hand_over,
    records,
    reserve_ids,
    table,
)
from entas.registry.models import Family, FamilyKey, FamilyObservation
from tests.factories.rows import DAY, family_rows

pytestmark = pytest.mark.django_db(transaction=True)


def make_observation(family: Family, **values: object) -> FamilyObservation:
    given = {
        "village_code": "3310012005",
        "origin": "list",
        "accepted": True,
        "observed_on": DAY,
        "source": "p3ke-2022",
        "batch_id": 1,
        "sheet": "Keluarga",
        "row_number": 2,
    } | values
    return FamilyObservation.objects.create(family=family, **given)


def test_what_django_committed_is_seen_and_the_reverse() -> None:
    Family.objects.create(first_batch_id=7)

    with records(write=True) as con:
        assert con.execute(f"SELECT first_batch_id FROM {table(Family)}").fetchall() == [(7,)]
        first = reserve_ids(Family, 1, con=con)
        append(con, Family, f"SELECT {first} AS id, 8 AS first_batch_id")

    assert sorted(Family.objects.values_list("first_batch_id", flat=True)) == [7, 8]


def test_an_error_rolls_everything_back() -> None:
    def fail() -> None:
        with records(write=True) as con:
            first = reserve_ids(Family, 1, con=con)
            append(con, Family, f"SELECT {first} AS id, 8 AS first_batch_id")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert Family.objects.count() == 0
    with records(write=True) as con:  # and the next one starts afresh
        assert con.execute(f"SELECT count(*) FROM {table(Family)}").fetchone() == (0,)


def test_reading_does_not_allow_writing() -> None:
    with records() as con, pytest.raises(Exception, match=r"(?i)read-only"):
        con.execute(f"INSERT INTO {table(Family)} (id, first_batch_id) VALUES (1, 1)")


def test_it_is_refused_inside_a_transaction_of_djangos() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="Django transaction"), records():
        pass


def test_ids_are_consecutive_and_never_given_twice() -> None:
    own = Family.objects.create(first_batch_id=1).pk
    outside = reserve_ids(Family, 3)
    with records(write=True) as con:
        inside = reserve_ids(Family, 2, con=con)
        again = reserve_ids(Family, 1, con=con)
        append(con, Family, f"SELECT {again} AS id, 9 AS first_batch_id")
    later = Family.objects.create(first_batch_id=2).pk

    assert outside == own + 1
    assert inside == outside + 3
    assert again == inside + 2
    assert later == again + 1


def test_values_arrive_as_django_stores_them() -> None:
    family = Family.objects.create(first_batch_id=1)
    made = make_observation(family, floor_area_m2=21.5, accepted=False)
    with records(write=True) as con:
        first = reserve_ids(FamilyObservation, 1, con=con)
        con.execute(f"CREATE TEMP TABLE copied AS FROM {table(FamilyObservation)}")
        con.execute(f"UPDATE copied SET id = {first}")
        casts = "CAST(accepted AS BOOLEAN) AS accepted, CAST(observed_on AS DATE) AS observed_on"
        append(
            con,
            FamilyObservation,
            f"SELECT * EXCLUDE (accepted, observed_on), {casts} FROM copied",
        )

    copy = FamilyObservation.objects.get(pk=first)
    assert (copy.accepted, copy.observed_on, copy.floor_area_m2) == (False, DAY, 21.5)
    assert FamilyObservation.objects.filter(accepted=False, observed_on__lte=DAY).count() == 2
    assert made.observed_on == copy.observed_on


def test_times_are_not_written_in_bulk() -> None:
    with records(write=True) as con, pytest.raises(TypeError, match="through Django"):
        append(con, Event, "SELECT now() AS at")


def test_a_frame_becomes_a_table_with_its_types() -> None:
    frame = family_rows({"family_key": "K1"}, {"family_key": None})
    with records() as con:
        hand_over(con, frame, "handed")
        assert con.execute("SELECT family_key, observed_on FROM handed").fetchall() == [
            ("K1", DAY),
            (None, DAY),
        ]


@pytest.mark.parametrize("most", [200, 0])  # through the index, or by a whole scan
def test_rows_of_some_subjects_are_fetched_with_the_models_types(monkeypatch, most: int) -> None:
    monkeypatch.setattr("entas.columns.ranges._MOST_RANGES", most)
    monkeypatch.setattr("entas.columns.ranges._GAP", 1)
    families = [Family.objects.create(first_batch_id=1) for _ in range(6)]
    for family in families:
        make_observation(family, floor_area_m2=-7.1234567, percentile=3, roof="it's")
    wanted = [families[0].pk, families[4].pk]

    with records() as con:
        con.execute(f"CREATE TEMP TABLE ids AS SELECT unnest({wanted}) AS id")
        fetch(con, FamilyObservation, into="picked", column="family_id", ids="ids")
        found = con.execute(
            "SELECT family_id, floor_area_m2, percentile, roof, observed_on, accepted, wall "
            "FROM picked ORDER BY 1"
        ).fetchall()
        con.execute("CREATE TEMP TABLE nobody (id BIGINT)")
        fetch(con, FamilyKey, into="empty", column="family_id", ids="nobody")
        assert con.execute("FROM empty").fetchall() == []

    assert found == [(pk, -7.1234567, 3, "it's", DAY, True, None) for pk in wanted]


def test_another_process_cannot_write_meanwhile() -> None:
    if connection.vendor == "sqlite":
        attempt = (
            f"import sqlite3; con = sqlite3.connect({str(connection.settings_dict['NAME'])!r}, "
            "timeout=0.1, isolation_level=None); con.execute('BEGIN IMMEDIATE')"
        )
        refusal = "database is locked"
    else:
        attempt = (
            f"import psycopg; con = psycopg.connect({connection_string()!r}, autocommit=True); "
            f"assert con.execute('SELECT pg_try_advisory_lock({module._LOCK})').fetchone()[0]"
        )
        refusal = "AssertionError"
    with records(write=True):
        tried = subprocess.run(
            [sys.executable, "-c", attempt], capture_output=True, text=True, check=False
        )
    assert refusal in tried.stderr
    assert subprocess.run([sys.executable, "-c", attempt], check=False).returncode == 0


def test_memory_and_threads_follow_the_environment(monkeypatch) -> None:
    monkeypatch.setenv("ENTAS_MEMORY", "256MB")
    monkeypatch.setenv("ENTAS_THREADS", "1")
    with records() as con:
        found = con.execute(
            "SELECT current_setting('memory_limit'), current_setting('threads')"
        ).fetchone()
    assert found == ("244.1 MiB", 1)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="schemas are PostgreSQL's")
def test_tables_in_another_schema_are_found(monkeypatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS elsewhere")
    options = {"options": "-c search_path=elsewhere"}
    elsewhere = SimpleNamespace(
        vendor="postgresql", settings_dict=connection.settings_dict | {"OPTIONS": options}
    )
    monkeypatch.setattr(module, "connection", elsewhere)

    assert table(Family) == "records.elsewhere.registry_family"


def test_django_options_that_libpq_does_not_know_are_left_out(monkeypatch) -> None:
    settings = {
        "HOST": "127.0.0.1",
        "PORT": "5432",
        "NAME": "entas",
        "USER": "o'neil",
        "PASSWORD": "a\\b",
        "OPTIONS": {"pool": {"min_size": 1}, "sslmode": "require", "isolation_level": 3},
    }
    monkeypatch.setattr(module, "connection", SimpleNamespace(settings_dict=settings))
    assert connection_string() == (
        r"host='127.0.0.1' port='5432' dbname='entas' user='o\'neil' password='a\\b' "
        "sslmode='require'"
    )
