"""Compare two sides set-wise: SQL of DuckDB over relations, one row a subject; pure.

Relations, for each side ``s`` in ``a``, ``b``:

``<s>_family``         family_id, entries (rows of the registry that the side has of it), the fields
                       compared (null: not said); one row a family that the side holds
``<s>_person``         person_id, family_id, entries, the fields; one row a person it holds
``<s>_family_status``  family_id, and a column an indicator: need, no_need, not_applicable, unknown
``<s>_person_status``  person_id, the same

and once:

``place``     family_id, village_code, presence, as resolved
``alive``     person_id, family_id, presence, name, as resolved
``verdict``   family_id, meets (true, false): of the last accepted visit that says it
``listed``    family_id: those that any list holds
``waiting_family``, ``waiting_person``   id: in a pair that waits
"""

from collections.abc import Mapping, Sequence

from entas.linkage.reconciliation.cells import Decided, Held, Said, Unit
from entas.linkage.reconciliation.fields import FAMILY_WAYS, PERSON_WAYS, Way, agree_sql

_DEATH_HINT = r"\b(ALM|ALMH|ALMARHUM|ALMARHUMAH)\b"
_KEPT = frozenset({Way.CODE, Way.AREA})
"""What the rows keep of both lists where they differ: codes, not names and numbers of persons."""


def held_sql() -> str:
    """Which side has the subject: ``a`` and ``b`` are the rows of an outer join."""
    return (
        f"CASE WHEN a.entries IS NULL AND b.entries IS NULL THEN {Held.NEITHER:d} "
        f"WHEN b.entries IS NULL THEN {Held.ONLY_A:d} "
        f"WHEN a.entries IS NULL THEN {Held.ONLY_B:d} ELSE {Held.BOTH:d} END"
    )


def said_sql(field: str, way: Way) -> str:
    """The verdict on a field (``Said``), or null for a subject that is not in both."""
    one, other = f"a.{field}", f"b.{field}"
    return (
        f"CASE WHEN a.entries IS NULL OR b.entries IS NULL THEN NULL "
        f"WHEN {one} IS NULL AND {other} IS NULL THEN {Said.NEITHER:d} "
        f"WHEN {other} IS NULL THEN {Said.ONLY_A:d} WHEN {one} IS NULL THEN {Said.ONLY_B:d} "
        f"WHEN {agree_sql(field, way, one, other)} THEN {Said.AGREE:d} ELSE {Said.DISAGREE:d} END"
    )


def decided_sql(indicator: str) -> str:
    """The verdict on an indicator (``Decided``), or null for a subject that is not in both."""
    one, other = _need_sql(f"sa.{indicator}"), _need_sql(f"sb.{indicator}")
    return (
        f"CASE WHEN a.entries IS NULL OR b.entries IS NULL THEN NULL "
        f"WHEN {one} IS NULL AND {other} IS NULL THEN {Decided.NEITHER:d} "
        f"WHEN {other} IS NULL THEN {Decided.ONLY_A:d} "
        f"WHEN {one} IS NULL THEN {Decided.ONLY_B:d} "
        f"WHEN {one} AND {other} THEN {Decided.BOTH_NEED:d} "
        f"WHEN {one} THEN {Decided.A_NEEDS:d} WHEN {other} THEN {Decided.B_NEEDS:d} "
        f"ELSE {Decided.BOTH_NO_NEED:d} END"
    )


def _need_sql(status: str) -> str:
    return (
        f"(CASE {status} WHEN 'need' THEN true WHEN 'no_need' THEN false "
        "WHEN 'not_applicable' THEN false END)"
    )


def families_sql(indicators: Sequence[str]) -> str:
    """A query: a row a family that a side holds or that was verified poor, by village.

    Columns: family_id, village_code, held, ``f_`` and ``i_`` verdicts, flags, and for fields that
    differ ``a_<field>`` and ``b_<field>``.
    """
    flags = {
        "unlisted": "v.meets AND l.family_id IS NULL",
        "poor_missing_a": "v.meets AND a.entries IS NULL",
        "poor_missing_b": "v.meets AND b.entries IS NULL",
        "not_meeting_a": "NOT v.meets AND a.entries IS NOT NULL",
        "not_meeting_b": "NOT v.meets AND b.entries IS NOT NULL",
        "merged_a": "a.entries > 1",
        "merged_b": "b.entries > 1",
        "waiting": "w.id IS NOT NULL",
    }
    subjects = (
        "SELECT family_id FROM a_family UNION SELECT family_id FROM b_family "
        "UNION SELECT family_id FROM verdict WHERE meets"
    )
    return f"""
        SELECT subject.family_id, place.village_code, {held_sql()}::UTINYINT AS held,
            {_verdicts(FAMILY_WAYS, indicators)}, {_flags(flags)}
        FROM ({subjects}) subject JOIN place USING (family_id)
        LEFT JOIN a_family a USING (family_id) LEFT JOIN b_family b USING (family_id)
        LEFT JOIN a_family_status sa USING (family_id)
        LEFT JOIN b_family_status sb USING (family_id)
        LEFT JOIN verdict v USING (family_id) LEFT JOIN listed l USING (family_id)
        LEFT JOIN waiting_family w ON w.id = subject.family_id
        ORDER BY village_code, family_id
    """


def persons_sql(indicators: Sequence[str]) -> str:
    """A query: a row a person that a side holds, in the village of the family it is shown under.

    Columns as ``families_sql``, with person_id. The family is that of the registry, else A's or
    B's; persons in no family are left out: nobody could visit them.
    """
    dead = "(alive.presence = 'dead' OR place.presence = 'dead')"
    hint = f"regexp_matches(upper(alive.name), '{_DEATH_HINT}')"
    flags = {
        "dead_a": f"{dead} AND a.entries IS NOT NULL",
        "dead_b": f"{dead} AND b.entries IS NOT NULL",
        "hint_a": f"{dead} IS NOT true AND {hint} AND a.entries IS NOT NULL",
        "hint_b": f"{dead} IS NOT true AND {hint} AND b.entries IS NOT NULL",
        "merged_a": "a.entries > 1",
        "merged_b": "b.entries > 1",
        "waiting": "w.id IS NOT NULL",
    }
    return f"""
        SELECT subject.person_id, place.family_id, place.village_code,
            {held_sql()}::UTINYINT AS held, {_verdicts(PERSON_WAYS, indicators)}, {_flags(flags)}
        FROM (SELECT person_id FROM a_person UNION SELECT person_id FROM b_person) subject
        LEFT JOIN alive USING (person_id)
        LEFT JOIN a_person a USING (person_id) LEFT JOIN b_person b USING (person_id)
        JOIN place ON place.family_id = coalesce(alive.family_id, a.family_id, b.family_id)
        LEFT JOIN a_person_status sa USING (person_id)
        LEFT JOIN b_person_status sb USING (person_id)
        LEFT JOIN waiting_person w ON w.id = subject.person_id
        ORDER BY village_code, place.family_id, subject.person_id
    """


def _verdicts(ways: Mapping[str, Way], indicators: Sequence[str]) -> str:
    columns = [f"({said_sql(field, way)})::UTINYINT AS f_{field}" for field, way in ways.items()]
    columns += [f"({decided_sql(key)})::UTINYINT AS i_{key}" for key in indicators]
    for field, way in ways.items():
        if way in _KEPT:
            differs = f"coalesce(NOT ({agree_sql(field, way, f'a.{field}', f'b.{field}')}), true)"
            both = f"a.entries IS NOT NULL AND b.entries IS NOT NULL AND {differs}"
            columns += [
                f"CASE WHEN {both} THEN CAST({side}.{field} AS VARCHAR) END AS {side}_{field}"
                for side in ("a", "b")
            ]
    return ", ".join(columns)


def _flags(flags: Mapping[str, str]) -> str:
    return ", ".join(
        f"CASE WHEN {condition} THEN 1::UTINYINT END AS {name}" for name, condition in flags.items()
    )


def counts_sql(rows: str, unit: Unit, columns: Sequence[str]) -> str:
    """A query: unit, village_code, column, code, subjects (how many), of a relation of rows."""
    listed = ", ".join(columns)
    return f"""
        SELECT '{unit}' AS unit, village_code, "column", code, count(*)::INTEGER AS subjects
        FROM (UNPIVOT (SELECT village_code, {listed} FROM {rows})
            ON {listed} INTO NAME "column" VALUE code)
        GROUP BY ALL ORDER BY ALL
    """
