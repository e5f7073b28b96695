"""The oracle of reconciliation: what two sources say, compared in plain Python, one at a time."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from entas.linkage.reconciliation.fields import FAMILY_WAYS, MAY_BE, PERSON_WAYS, SPELLINGS, Way
from entas.needs.rules.definitions import Unit
from entas.needs.rules.departure import FAMILY_LEFT, PERSON_LEFT
from entas.needs.rules.evaluate import decide_all
from entas.needs.rules.load import definitions
from entas.needs.rules.subjects import known_family, known_person


@dataclass
class Records:
    """What is on record: subjects by id (to whom stands for them), and rows as dictionaries."""

    families: dict[int, int] = field(default_factory=dict)
    persons: dict[int, int] = field(default_factory=dict)
    family_profiles: dict[int, dict[str, Any]] = field(default_factory=dict)
    person_profiles: dict[int, dict[str, Any]] = field(default_factory=dict)
    family_said: list[dict[str, Any]] = field(default_factory=list)
    person_said: list[dict[str, Any]] = field(default_factory=list)
    visits: list[dict[str, Any]] = field(default_factory=list)
    listings: list[dict[str, Any]] = field(default_factory=list)
    waiting_families: set[int] = field(default_factory=set)
    waiting_persons: set[int] = field(default_factory=set)


@dataclass
class Side:
    families: dict[int, dict[str, Any]]
    persons: dict[int, dict[str, Any]]
    family_entries: dict[int, int]
    person_entries: dict[int, int]
    family_status: dict[int, dict[str, str]]
    person_status: dict[int, dict[str, str]]


def spelled(name: str) -> str:
    made = name.upper()
    for pattern, stands in SPELLINGS:
        made = re.sub(pattern, stands, made)
    kept = ""
    for letter in made.strip():
        if not kept.endswith(letter):
            kept += letter
    return kept


def bare(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def agree(name: str, way: Way, one: Any, other: Any) -> bool:
    if way is Way.AREA:
        return abs(one - other) < 1
    if one == other:
        return True
    if way is Way.NAME:
        return spelled(one) != "" and spelled(one) == spelled(other)
    if way is Way.TEXT:
        return bare(one) == bare(other)
    if way is Way.CODE:
        merged = MAY_BE.get(name, {})
        return other in merged.get(one, ()) or one in merged.get(other, ())
    return False


def said(name: str, way: Way, one: Any, other: Any) -> int:
    if one is None and other is None:
        return 5
    if other is None:
        return 3
    if one is None:
        return 4
    return 1 if agree(name, way, one, other) else 2


def decided(one: str | None, other: str | None) -> int:
    needs = {"need": True, "no_need": False, "not_applicable": False}
    a, b = needs.get(one or ""), needs.get(other or "")
    if a is None and b is None:
        return 7
    if b is None:
        return 5
    if a is None:
        return 6
    return {(True, True): 1, (False, False): 2, (True, False): 3, (False, True): 4}[a, b]


def side_of(records: Records, source: str, on: date) -> Side:
    """What the source says last of each subject, and what the rules make of that alone."""
    counted = [
        [
            row
            for row in rows
            if row["source"] == source and row["accepted"] and row["observed_on"] <= on
        ]
        for rows in (records.family_said, records.person_said)
    ]
    families, family_entries = last(counted[0], "family_id", records.families)
    persons, person_entries = last(counted[1], "person_id", records.persons)
    for row in persons.values():
        row["family_id"] = records.families.get(row["family_id"])
    for row in persons.values():
        if row["family_id"] is not None and row["family_id"] not in families:
            families[row["family_id"]] = {}
            family_entries[row["family_id"]] = 1
    members: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for row in persons.values():
        members[row["family_id"]].append(row)
    add_listed(records, source, on, "family", families, family_entries)
    add_listed(records, source, on, "person", persons, person_entries)
    versions = {key: definition.on(on) for key, definition in definitions().items()}
    of_unit = {
        unit: {key: version for key, version in versions.items() if definitions()[key].unit is unit}
        for unit in Unit
    }
    family_status = {
        family_id: plain(decide_all(of_unit[Unit.FAMILY],
                                    known_family(row, members[family_id], on=on)))
        for family_id, row in families.items()
        if row.get("presence") not in FAMILY_LEFT
    }  # fmt: skip
    person_status = {
        person_id: plain(decide_all(of_unit[Unit.PERSON], known_person(row, on=on)))
        for person_id, row in persons.items()
        if row.get("presence") not in PERSON_LEFT
    }
    return Side(families, persons, family_entries, person_entries, family_status, person_status)


def add_listed(
    records: Records,
    source: str,
    on: date,
    kind: str,
    rows: dict[int, dict[str, Any]],
    entries: dict[int, int],
) -> None:
    """What linked rows of a list without keys say of those whom no row with a key speaks of."""
    stands = records.families if kind == "family" else records.persons
    given = ["village_code", "hamlet", "rt", "rw", "kk_number"]
    given += ["name", "nik", "birth_date"] if kind == "person" else []
    spoken: dict[int, dict[str, Any]] = {}
    numbers: dict[int, set[int]] = defaultdict(set)
    for row in sorted(records.listings, key=lambda row: (row["as_of"], row["id"])):
        counts = row["layout"] == source and row["as_of"] <= on and row["state"] == "linked"
        if counts and row[f"{kind}_id"] is not None:
            subject = stands[row[f"{kind}_id"]]
            numbers[subject].add(row["id"])
            spoken[subject] = {name: row.get(name) for name in given} | row["values"]
            if kind == "person":
                spoken[subject]["family_id"] = records.families[row["family_id"]]
    for subject, said_last in spoken.items():
        if subject not in rows:
            rows[subject] = said_last
            entries[subject] = 1 if kind == "family" else len(numbers[subject])


def plain(decisions: Mapping[str, Any]) -> dict[str, str]:
    return {key: decision.status.value for key, decision in decisions.items()}


def last(
    rows: Iterable[dict[str, Any]], subject: str, stands: Mapping[int, int]
) -> tuple[dict[int, dict[str, Any]], dict[int, int]]:
    kept: dict[int, dict[str, Any]] = {}
    entries: dict[int, set[int]] = defaultdict(set)
    for row in sorted(rows, key=lambda row: (row["observed_on"], row["id"])):
        kept[stands[row[subject]]] = dict(row)
        entries[stands[row[subject]]].add(row[subject])
    return kept, {subject_id: len(ids) for subject_id, ids in entries.items()}


def held(in_a: bool, in_b: bool) -> int:
    return {(True, True): 1, (True, False): 2, (False, True): 3, (False, False): 0}[in_a, in_b]


def verdict_columns(
    ways: Mapping[str, Way],
    a: Mapping[str, Any] | None,
    b: Mapping[str, Any] | None,
    status_a: Mapping[str, str],
    status_b: Mapping[str, str],
    unit: Unit,
) -> dict[str, int | None]:
    keys = [key for key, definition in definitions().items() if definition.unit is unit]
    if a is None or b is None:
        return dict.fromkeys((*(f"f_{name}" for name in ways), *(f"i_{key}" for key in keys)))
    found: dict[str, int | None] = {
        f"f_{name}": said(name, way, a.get(name), b.get(name)) for name, way in ways.items()
    }
    return found | {f"i_{key}": decided(status_a.get(key), status_b.get(key)) for key in keys}


def flag(holds: Any) -> int | None:
    return 1 if holds else None


def reconciled(
    records: Records, source_a: str, source_b: str, on: date
) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """Rows of families and of persons, by id."""
    a, b = side_of(records, source_a, on), side_of(records, source_b, on)
    return families_of(records, a, b, on), persons_of(records, a, b)


def families_of(records: Records, a: Side, b: Side, on: date) -> dict[int, dict[str, Any]]:
    meets: dict[int, bool] = {}
    for visit in sorted(records.visits, key=lambda v: (v["accepted_on"] or date.min, v["id"])):
        if visit["accepted_on"] and visit["accepted_on"] <= on and visit["meets_criteria"]:
            meets[records.families[visit["family_id"]]] = visit["meets_criteria"] == "yes"
    on_lists = set()
    for row in (*records.family_said, *records.person_said):
        counts = row["origin"] == "list" and row["accepted"] and row["observed_on"] <= on
        if counts and row["family_id"] is not None:
            on_lists.add(records.families[row["family_id"]])
    found = {}
    for family_id in {*a.families, *b.families, *(key for key, poor in meets.items() if poor)}:
        one, other = a.families.get(family_id), b.families.get(family_id)
        poor = meets.get(family_id)
        found[family_id] = {
            "village_code": records.family_profiles[family_id]["village_code"],
            "held": held(one is not None, other is not None),
            **verdict_columns(FAMILY_WAYS, one, other, a.family_status.get(family_id, {}),
                              b.family_status.get(family_id, {}), Unit.FAMILY),
            "unlisted": flag(poor and family_id not in on_lists),
            "poor_missing_a": flag(poor and one is None),
            "poor_missing_b": flag(poor and other is None),
            "not_meeting_a": flag(poor is False and one is not None),
            "not_meeting_b": flag(poor is False and other is not None),
            "merged_a": flag(a.family_entries.get(family_id, 0) > 1),
            "merged_b": flag(b.family_entries.get(family_id, 0) > 1),
            "waiting": flag(family_id in records.waiting_families),
        }  # fmt: skip
    return found


def persons_of(records: Records, a: Side, b: Side) -> dict[int, dict[str, Any]]:
    found = {}
    for person_id in {*a.persons, *b.persons}:
        one, other = a.persons.get(person_id), b.persons.get(person_id)
        profile = records.person_profiles.get(person_id, {})
        named: tuple[int | None, ...] = (
            records.families.get(profile.get("family_id")),  # type: ignore[arg-type]
            one["family_id"] if one else None,
            other["family_id"] if other else None,
        )
        family_id = next((family for family in named if family is not None), None)
        if family_id is None:
            continue
        family = records.family_profiles[family_id]
        dead = profile.get("presence") == "dead" or family["presence"] == "dead"
        hint = not dead and re.search(
            r"\b(ALM|ALMH|ALMARHUM|ALMARHUMAH)\b", (profile.get("name") or "").upper()
        )
        found[person_id] = {
            "family_id": family_id,
            "village_code": family["village_code"],
            "held": held(one is not None, other is not None),
            **verdict_columns(PERSON_WAYS, one, other, a.person_status.get(person_id, {}),
                              b.person_status.get(person_id, {}), Unit.PERSON),
            "dead_a": flag(dead and one is not None),
            "dead_b": flag(dead and other is not None),
            "hint_a": flag(hint and one is not None),
            "hint_b": flag(hint and other is not None),
            "merged_a": flag(a.person_entries.get(person_id, 0) > 1),
            "merged_b": flag(b.person_entries.get(person_id, 0) > 1),
            "waiting": flag(person_id in records.waiting_persons),
        }  # fmt: skip
    return found
