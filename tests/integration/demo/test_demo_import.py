"""The demo's lists, imported as any lists, give the meetings' figures in proportion."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from entas.access.scope import system_scope
from entas.areas.models import Area, Level
from entas.demo import figures as published
from entas.demo import plan
from entas.demo.province import write_lists
from entas.evaluation.queries import figures, funnel
from entas.pipeline.intake import import_list
from entas.snapshots.actions import freeze
from entas.tagging.actions import load_catalogue
from tests.factories.province import area_tree

JAKARTA = timezone(timedelta(hours=7))
NOW = datetime(2023, 8, 14, 2, 0, tzinfo=UTC)
MARCH = datetime(2023, 3, 27, 23, 59, tzinfo=JAKARTA)
JUNE = datetime(2023, 6, 7, 23, 59, tzinfo=JAKARTA)
AUGUST = datetime(2023, 8, 13, 18, 0, tzinfo=JAKARTA)
SCALE, SEED = 0.005, 4


def make_areas(tree):
    kinds = {1: "provinsi", 2: "kabupaten", 3: "kecamatan", 4: "desa"}
    parent_of = {1: None, 2: 2, 3: 4, 4: 6}
    Area.objects.bulk_create(
        Area(
            code=code,
            name=name,
            level=Level(level),
            kind=kinds[level],
            parent_id=code[: parent_of[level]] if level > 1 else None,
        )
        for code, name, level in tree.iter_rows()
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_importing_the_lists_gives_the_planned_figures(tmp_path):
    tree = area_tree(published.KABUPATEN)
    make_areas(tree)
    load_catalogue(by="test", now=NOW)
    lists = write_lists(tmp_path, scale=SCALE, seed=SEED, areas=tree)
    planned = plan.make(scale=SCALE, seed=SEED)

    reports = [
        import_list(one.path, source=one.source, as_of=one.as_of, by="test", now=NOW)
        for one in lists.files
    ]

    assert all(report.changed for report in reports)
    places = list(published.KABUPATEN)
    august = freeze(cutoff=AUGUST, by="test", now=NOW)
    for one in figures(august, scope=system_scope(), of="33", by=Level.DISTRICT):
        if one.area_code in places:
            place = places.index(one.area_code)
            name = one.indicator.key
            assert (one.need, one.realised, one.remaining) == (
                planned.need(name)[place],
                planned.realised[name][place],
                planned.remaining[name][place],
            ), (one.area_code, name)
    march = freeze(cutoff=MARCH, by="test", now=NOW)
    for one in figures(march, scope=system_scope(), of="33", by=Level.DISTRICT):
        name = one.indicator.key
        if one.area_code in places and name in {"housing", "electricity", "water", "latrine"}:
            place = places.index(one.area_code)
            assert one.need == planned.need(name)[place] + planned.left[name][place], name
    june = freeze(cutoff=JUNE, by="test", now=NOW)
    (province,) = funnel(june, scope=system_scope(), of="33", by=Level.PROVINCE)
    assert (province.villages, province.listed, province.persons) == (
        lists.villages, lists.families, lists.persons,
    )  # fmt: skip
    assert province.visited == province.accepted == province.listed
