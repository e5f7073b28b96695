"""What each column is, and what its cells mean: the two steps in which a person corrects."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from entas.access.scope import Scope
from entas.pipeline.working import see_to
from entas.sources.desk import actions, queries
from entas.sources.layouts.layout import ValueKind
from entas.sources.mapping import BASES as LAYOUTS
from entas.sources.mapping import Mapped, Mapping, Target, targets
from entas.sources.mapping.forms import meaning
from entas.sources.mapping.guess import Guess
from entas.sources.models import Upload
from entas.sources.profiles import titles
from entas.web.mapping.desk import at_the_desk
from entas.web.mapping.words import BASES, CONFIDENCE, KINDS, code, word
from entas.web.scoped import scoped

_PLACES = (
    "village",
    "subdistrict",
    "district",
    "area_code",
    "address",
    "hamlet",
    "rt",
    "rw",
    "rt_rw",
)
_NOTHING = "-"  # chosen for a cell that says nothing


@require_http_methods(["GET", "HEAD", "POST"])
@scoped
def columns(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    """Each column with examples, what it probably is, and a choice of all it may be."""
    upload = at_the_desk(scope, upload_id)
    draft = upload.draft
    if request.method == "POST" and "again" in request.POST:
        return _look_again(upload, request.POST)
    if request.method == "POST":
        chosen = _chosen_fields(upload, request.POST)
        actions.choose(upload=upload, mapping=chosen)
        if not chosen.missing() and not _twice(chosen):
            return redirect("mapping-values" if _coded(upload) else "mapping-import", upload.pk)
    elif request.GET.get("as") in draft["guesses"]:
        base, _, kind = request.GET["as"].partition(":")
        actions.choose(upload=upload, mapping=_guessed(upload, base, kind))
    found = queries.mapping_of(upload)
    context = {
        "upload": upload,
        "columns": list(_rows(upload, found)),
        "groups": _groups(found),
        "shapes": _shapes(draft),
        "shape": f"{found.base}:{found.kind}",
        "missing": [word(name) for name in found.missing()] if request.method == "POST" else [],
        "twice": [word(name) for name in _twice(found)] if request.method == "POST" else [],
        "required": [word(name) for name in _required(found)],
        "fits": _fits(draft),
        "step": 2,
        "section": "lists",
    }
    status = 400 if context["missing"] or context["twice"] else 200
    return render(request, "web/mapping/columns.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@scoped
def cells(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    """What the different cells of each coded column mean."""
    upload = at_the_desk(scope, upload_id)
    if request.method == "POST":
        actions.choose(upload=upload, mapping=_chosen_values(upload, request.POST))
        return redirect("mapping-import", upload.pk)
    context = {
        "upload": upload,
        "coded": [_choices(upload, index, target) for index, target in _coded(upload)],
        "step": 3,
        "section": "lists",
    }
    return render(request, "web/mapping/cells.html", context)


def _look_again(upload: Upload, posted: "MultiValueDict[str, str]") -> HttpResponse:
    """Take another sheet or row for the table, and guess anew."""
    row = str(posted.get("header_row", ""))
    actions.look_again(
        upload=upload,
        sheet=str(posted.get("sheet", "")),
        header_row=int(row) if row.isascii() and row.isdigit() and len(row) < 7 else 0,
    )
    upload.refresh_from_db()
    see_to(upload)
    return redirect("mapping-progress", upload.pk)


def _chosen_fields(upload: Upload, posted: "MultiValueDict[str, str]") -> Mapping:
    found = queries.mapping_of(upload)
    known = targets(found.base, found.kind)
    fields = [str(posted.get(f"c{index}", "")) for index in range(len(found.columns))]
    return Mapping(
        found.base,
        found.kind,
        tuple(
            Mapped(one.header, field if field in known else "",
                   one.values if field == one.field else {})
            for one, field in zip(found.columns, fields, strict=True)
        ),
    )  # fmt: skip


def _guessed(upload: Upload, base: str, kind: str) -> Mapping:
    guesses = upload.draft["guesses"][f"{base}:{kind}"]
    return Mapping(
        base,
        kind,
        tuple(
            Mapped(column["header"], field)
            for column, (field, _) in zip(upload.draft["columns"], guesses, strict=True)
        ),
    )


def _twice(found: Mapping) -> list[str]:
    fields = [one.field for one in found.columns if one.field]
    return sorted({field for field in fields if fields.count(field) > 1})


def _required(found: Mapping) -> list[str]:
    names = [name for name, one in targets(found.base, found.kind).items() if one.required]
    return [*names, *(["village"] if "village" not in names else [])]


def _rows(upload: Upload, found: Mapping) -> Iterator[dict[str, Any]]:
    guesses = upload.draft["guesses"][f"{found.base}:{found.kind}"]
    for index, (column, one, (field, confidence)) in enumerate(
        zip(upload.draft["columns"], found.columns, guesses, strict=True)
    ):
        guess = Guess(index, one.header, field, confidence)
        level = guess.level if one.field == field else "chosen"
        yield {
            "index": index,
            "header": one.header,
            "examples": column["examples"],
            "field": one.field,
            "level": level,
            "level_name": CONFIDENCE[level],
            "percent": round(confidence * 100) if level not in {"chosen", "none"} else None,
        }


def _groups(found: Mapping) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices in three groups: who, where, and what else."""
    known = targets(found.base, found.kind)
    place = [name for name in _PLACES if name in known]
    who = [
        name
        for name, one in known.items()
        if name not in place
        and one.kind in {ValueKind.NAME, ValueKind.NIK, ValueKind.KK_NUMBER, ValueKind.KEY}
    ] + [name for name in ("sex", "birth_date", "birth_place") if name in known]
    rest = [name for name in known if name not in {*place, *who}]
    return [
        (title, [(name, word(name)) for name in names])
        for title, names in (("who", who), ("where", place), ("what", rest))
        if names
    ]


def _shapes(draft: dict[str, Any]) -> list[tuple[str, str]]:
    """The bases a list may be read as, with what one row is."""
    return [
        (
            f"{base}:{sheet.kind.value}",
            f"{_source_name(base)} – {KINDS[sheet.kind.value]}",
        )
        for base, layout in LAYOUTS.items()
        for sheet in layout.sheets
        if f"{base}:{sheet.kind.value}" in draft["guesses"]
    ]


def _source_name(source: str) -> str:
    return str(BASES.get(source, source))


def _fits(draft: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    saved = titles({one["source"] for one in draft["fits"]})
    return [
        (one["source"], saved.get(one["source"]) or _source_name(one["source"]), one)
        for one in draft["fits"]
    ]


def _coded(upload: Upload) -> list[tuple[int, Target]]:
    """Index and target of the columns whose cells are translated one by one."""
    found = queries.mapping_of(upload)
    known = targets(found.base, found.kind)
    return [
        (index, known[one.field])
        for index, one in enumerate(found.columns)
        if one.field and known[one.field].codes and upload.draft["columns"][index]["forms"]
    ]


def _choices(upload: Upload, index: int, target: Target) -> dict[str, Any]:
    one = queries.mapping_of(upload).columns[index]
    forms = []
    for at, (text, count) in enumerate(upload.draft["columns"][index]["forms"]):
        says = meaning(text, target.column)
        own = one.values.get(text)
        chosen = (own or _NOTHING) if own is not None else says or ""
        forms.append({"at": at, "text": text, "count": count, "chosen": chosen,
                      "known": says is not None})  # fmt: skip
    return {
        "index": index,
        "header": one.header,
        "field": word(target.field),
        "forms": forms,
        "unknown": sum(not form["chosen"] for form in forms),
        "codes": [(value, code(target.field, value)) for value in target.codes],
    }


def _chosen_values(upload: Upload, posted: "MultiValueDict[str, str]") -> Mapping:
    """What was chosen for each form, where it is another thing than the base says already."""
    found = queries.mapping_of(upload)
    values: dict[int, dict[str, str]] = {}
    for index, target in _coded(upload):
        own = values.setdefault(index, {})
        for at, (text, _count) in enumerate(upload.draft["columns"][index]["forms"]):
            said = str(posted.get(f"v{index}-{at}", ""))
            if said == _NOTHING:
                own[text] = ""
            elif said in target.codes and said != meaning(text, target.column):
                own[text] = said
    return Mapping(
        found.base,
        found.kind,
        tuple(
            Mapped(one.header, one.field, values.get(index, {}))
            for index, one in enumerate(found.columns)
        ),
    )
