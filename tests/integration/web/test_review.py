"""The review desk: who may open it, what it shows and records, and how a decision goes on."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from entas.access.models import Role, User
from entas.audit.models import Event
from entas.linkage.models import Decision, Pair, PairState
from entas.registry.models import PersonProfile
from tests.factories.areas import GROBOGAN, GROBOGAN_VILLAGE, KLATEN, KLATEN_VILLAGE
from tests.factories.pairs import Queue, make_pairs
from tests.factories.users import Cast, make_user

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def officer(cast: Cast) -> User:
    return make_user("dinsos-klaten", (Role.SOCIAL_OFFICE, KLATEN))


@pytest.fixture
def colleague(cast: Cast) -> User:
    return make_user("dinsos-klaten-2", (Role.SOCIAL_OFFICE, KLATEN))


@pytest.fixture
def queue(cast: Cast) -> Queue:
    return make_pairs(12)


def opened(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return response.content.decode()


def shown(page: str) -> int:
    """The pair that a page, or part of one, shows."""
    found = re.search(r'data-pair="(\d+)"', page)
    assert found, page[:400]
    return int(found.group(1))


def decide(client: Client, pair: int, verdict: str, **data: object):
    address = f"/review/{pair}/decide/?in={KLATEN}"
    headers = HTMX if "shown" in data else {}
    return client.post(address, {"verdict": verdict, **data}, headers=headers)


def test_the_overview_counts_and_names_nobody(at, officer: User, queue: Queue) -> None:
    page = at(officer).get(f"/areas/{KLATEN}/review/")
    assert page.context["waiting"] == 12
    assert {key: n for key, _, n in page.context["reasons"]} == {"below": 11, "borrowed": 1}
    names = PersonProfile.objects.values_list("name", flat=True)
    assert not [name for name in names if name and name in page.content.decode()]
    assert not Event.objects.filter(action="pair.revealed").exists()


def test_filters_narrow_the_queue(at, officer: User, queue: Queue) -> None:
    address = f"/areas/{KLATEN}/review/"
    assert at(officer).get(address + "?reason=borrowed").context["waiting"] == 1
    assert at(officer).get(address + "?kind=family").context["waiting"] == 0
    assert at(officer).get(address + "?kind=nonsense&order=x").context["waiting"] == 12
    village = f"/areas/{KLATEN_VILLAGE}/review/"
    assert at(officer).get(village).context["waiting"] == 12
    assert at(officer).get(f"/areas/{GROBOGAN}/review/").status_code == 404


def test_the_most_doubtful_pair_comes_first(at, officer: User, queue: Queue) -> None:
    first = min(queue.pairs, key=lambda pair: (abs(pair.probability - 0.5), pair.pk))
    assert shown(opened(at(officer), f"/areas/{KLATEN}/review/next/")) == first.pk
    likely = max(queue.pairs, key=lambda pair: (pair.probability, -pair.pk))
    assert shown(opened(at(officer), f"/areas/{KLATEN}/review/next/?order=likely")) == likely.pk


@pytest.mark.parametrize("order", ["doubtful", "likely", "village"])
def test_arrows_walk_all_pairs_there_and_back(at, officer: User, queue: Queue, order: str) -> None:
    client, walked = at(officer), []
    page = opened(client, f"/areas/{KLATEN}/review/next/?order={order}")
    for _ in queue.pairs:
        walked.append(shown(page))
        page = opened(client, f"/areas/{KLATEN}/review/next/?order={order}&after={walked[-1]}")
    assert sorted(walked) == sorted(pair.pk for pair in queue.pairs)
    assert shown(page) == walked[0], "after the last comes the first again"
    back = f"/areas/{KLATEN}/review/next/?order={order}&before={walked[5]}"
    assert shown(opened(client, back)) == walked[4]


def test_a_pair_shows_names_and_numbers_and_marks_what_differs(
    at, officer: User, queue: Queue
) -> None:
    pair = queue.pairs[9]  # its NIK is borrowed
    page = opened(at(officer), f"/review/{pair.pk}/")
    both = PersonProfile.objects.filter(pk__in=(pair.first_id, pair.second_id))
    for profile in both:
        for said in (profile.nik, profile.name):
            assert said
            assert said in re.sub("</?mark>", "", page)
    assert "<mark>Wagiyem</mark>" in page
    assert "P3KE 2022" in page
    assert "P3KE 2023" in page


def test_the_disclosure_is_recorded_once_for_each_officer(
    at, officer: User, colleague: User, queue: Queue
) -> None:
    pair = queue.pairs[0]
    for _ in range(3):
        opened(at(officer), f"/review/{pair.pk}/")
    opened(at(colleague), f"/review/{pair.pk}/")
    events = Event.objects.filter(action="pair.revealed", subject=f"pair:{pair.pk}")
    assert [event.actor for event in events] == [officer.username, colleague.username]
    assert events[0].details["purpose"] == "decide duplicates"
    assert len(events[0].details["families"]) == 2


def test_the_page_of_a_family_tells_who_saw_it_at_the_desk(
    at, cast: Cast, officer: User, queue: Queue
) -> None:
    pair = queue.pairs[0]
    opened(at(officer), f"/review/{pair.pk}/")
    family = PersonProfile.objects.get(pk=pair.second_id).family_id
    page = opened(at(cast.auditor), f"/families/{family}/")
    assert officer.username in page
    assert "decide duplicates" in page


def test_without_javascript_a_decision_leads_to_the_next_pair(
    at, officer: User, queue: Queue
) -> None:
    client = at(officer)
    first = shown(opened(client, f"/areas/{KLATEN}/review/next/"))
    answer = decide(client, first, "different")
    assert answer.status_code == 302
    assert shown(opened(client, answer["Location"])) != first
    assert Pair.objects.get(pk=first).state == PairState.APART


def test_with_htmx_the_answer_brings_the_pair_after_the_one_that_is_shown(
    at, officer: User, queue: Queue
) -> None:
    client = at(officer)
    first = shown(opened(client, f"/areas/{KLATEN}/review/next/"))
    following = f"/areas/{KLATEN}/review/next/?after={first}"
    second = shown(client.get(following, headers=HTMX).content.decode())
    part = decide(client, first, "same", shown=second).content.decode()
    assert shown(part) not in {first, second}
    assert "<html" not in part
    assert 'hx-swap-oob="true"' in part


def test_the_last_pairs_are_decided_until_none_is_left(at, officer: User, queue: Queue) -> None:
    client, decided = at(officer), set()
    page = opened(client, f"/areas/{KLATEN}/review/next/")
    while "data-pair" in page:
        decided.add(shown(page))
        answer = decide(client, shown(page), "different")
        page = opened(client, answer["Location"])
    assert len(decided) == 12
    assert "Semua pasangan di sini sudah diputuskan" in page


def test_a_pair_of_which_somebody_was_unsure_goes_to_another(
    at, officer: User, colleague: User, queue: Queue
) -> None:
    pair = queue.pairs[0]
    decide(at(officer), pair.pk, "unsure", reason="nama sama, ibu beda")
    assert Pair.objects.get(pk=pair.pk).state == PairState.SECOND_OPINION
    second = f"/areas/{KLATEN}/review/?queue=second"
    assert at(officer).get(second).context["waiting"] == 0
    assert at(colleague).get(second).context["waiting"] == 1
    assert "data-verdict" not in opened(at(officer), f"/review/{pair.pk}/").replace(
        "data-verdict-hint", ""
    )
    decide(at(officer), pair.pk, "same")
    assert Pair.objects.get(pk=pair.pk).state == PairState.SECOND_OPINION
    page = opened(at(colleague), f"/areas/{KLATEN}/review/next/?queue=second")
    assert shown(page) == pair.pk
    assert "nama sama, ibu beda" in page
    decide(at(colleague), pair.pk, "different")
    assert Pair.objects.get(pk=pair.pk).state == PairState.APART


def test_the_last_decision_and_any_earlier_one_can_be_undone(
    at, officer: User, queue: Queue
) -> None:
    client = at(officer)
    early, late = queue.pairs[0].pk, queue.pairs[1].pk
    decide(client, early, "same")
    decide(client, late, "different")
    last = Decision.objects.latest("pk")
    assert f'value="{last.pk}"' in opened(client, f"/review/{queue.pairs[2].pk}/")
    query = f"in={KLATEN}"
    answer = client.post("/review/undo/", {"decision": last.pk, "query": query}, follow=True)
    assert shown(answer.content.decode()) == late
    assert Pair.objects.get(pk=late).state == PairState.WAITING
    first = Decision.objects.earliest("pk")
    data = {"decision": first.pk, "query": query, "back": "history"}
    page = client.post("/review/undo/", data, follow=True).content.decode()
    assert "Keputusan dibatalkan" in page
    assert Pair.objects.get(pk=early).state == PairState.WAITING


def test_the_history_tells_who_decided_what_without_names(
    at, officer: User, colleague: User, queue: Queue
) -> None:
    decide(at(officer), queue.pairs[0].pk, "same")
    decide(at(colleague), queue.pairs[1].pk, "different")
    page = at(officer).get(f"/areas/{KLATEN}/review/history/")
    assert [line.decision.by for line in page.context["lines"]] == [
        colleague.username,
        officer.username,
    ]
    assert not re.search(r"\d{16}", page.content.decode())
    mine = at(officer).get(f"/areas/{KLATEN}/review/history/?by=me")
    assert mine.context["page"].total == 1


def test_a_contradiction_is_told_and_shown_with_what_makes_them_one(
    at, officer: User, queue: Queue
) -> None:
    """A is B, B is C, and yet A is not C."""
    one, other = queue.pairs[:2]
    between, across = (
        Pair.objects.create(
            run=one.run, kind="person", first_id=first, second_id=other.first_id,
            village_code=KLATEN_VILLAGE, other_village_code=KLATEN_VILLAGE, probability=0.5,
            household=0.1, levels=one.levels, review=False, state=PairState.WAITING,
        )
        for first in (one.second_id, one.first_id)
    )  # fmt: skip
    decide(at(officer), one.pk, "same")
    decide(at(officer), between.pk, "same")
    answer = decide(at(officer), across.pk, "different", shown=0)
    assert "bertentangan" in answer.content.decode()
    page = at(officer).get(f"/areas/{KLATEN}/review/history/")
    (conflict,) = page.context["conflicts"]
    assert [line.decision.verdict for line in conflict] == ["different", "same", "same"]
    at(officer).post("/review/undo/", {"decision": conflict[1].decision.decision_id})
    assert at(officer).get(f"/areas/{KLATEN}/review/history/").context["conflicts"] == []


def test_a_family_shows_what_it_was_merged_from(at, officer: User, queue: Queue) -> None:
    pair = queue.pairs[0]
    decide(at(officer), pair.pk, "same")
    stands = PersonProfile.objects.get(pk=pair.first_id)
    assert stands.family_id
    page = at(officer).get(f"/families/{stands.family_id}/merged/")
    (group,) = page.context["groups"]
    assert (group.stands, group.others) == (pair.first_id, [pair.second_id])
    assert [line.decision.verdict for line in group.decided] == ["same"]
    other = PersonProfile.objects.exclude(family_id=stands.family_id).latest("pk")
    empty = at(officer).get(f"/families/{other.family_id}/merged/", headers=HTMX)
    assert "<html" not in empty.content.decode()


def test_a_kabupaten_sets_its_threshold(at, officer: User, queue: Queue) -> None:
    address = f"/areas/{KLATEN}/review/threshold/"
    assert at(officer).get(address).context["curve"].total == 12
    answer = at(officer).post(address, {"merges_at": "0.98"}, follow=True)
    assert "pasangan mulai 98,0" in answer.content.decode()
    assert at(officer).get(address).context["merges_at"] == 0.98
    assert at(officer).post(address, {"merges_at": "nan"}).status_code == 422
    assert at(officer).post(address, {"merges_at": "x"}).status_code == 422
    village = f"/areas/{KLATEN_VILLAGE}/review/threshold/"
    assert at(officer).get(village).status_code == 404


def test_nobody_decides_without_the_permission_or_outside_the_area(
    at, cast: Cast, officer: User, queue: Queue
) -> None:
    stranger = make_user("dinsos-grobogan", (Role.SOCIAL_OFFICE, GROBOGAN))
    pair = queue.pairs[0]
    addresses = (f"/areas/{KLATEN}/review/", f"/areas/{KLATEN}/review/next/",
                 f"/review/{pair.pk}/", f"/areas/{KLATEN}/review/history/",
                 f"/areas/{KLATEN}/review/threshold/")  # fmt: skip
    for user in (cast.planner, cast.operator, cast.auditor, stranger):
        assert {at(user).get(address).status_code for address in addresses} == {404}, user
        assert decide(at(user), pair.pk, "same").status_code == 404
    made = decide(at(officer), pair.pk, "same")
    assert made.status_code == 302
    undo = {"decision": Decision.objects.get().pk}
    assert at(stranger).post("/review/undo/", undo).status_code == 404
    assert at(cast.planner).post("/review/undo/", undo).status_code in {403, 404}
    assert not Event.objects.filter(action="pair.revealed", actor=stranger.username).exists()


def test_a_pair_that_reaches_into_another_kabupaten_wants_both(
    at, officer: User, queue: Queue
) -> None:
    pair = queue.pairs[0]
    Pair.objects.filter(pk=pair.pk).update(other_village_code=GROBOGAN_VILLAGE)
    assert at(officer).get(f"/review/{pair.pk}/").status_code == 404
    assert at(officer).get(f"/areas/{KLATEN}/review/").context["waiting"] == 11


@pytest.mark.parametrize("verdict", ["", "nonsense"])
def test_nonsense_is_no_verdict(at, officer: User, queue: Queue, verdict: str) -> None:
    assert decide(at(officer), queue.pairs[0].pk, verdict).status_code == 404
    assert not Decision.objects.exists()


def test_the_desk_tells_how_long_it_took_and_holds_no_inline_style(
    at, officer: User, queue: Queue
) -> None:
    response = at(officer).get(f"/review/{queue.pairs[0].pk}/")
    assert re.fullmatch(r"app;dur=\d+\.\d, cpu;dur=\d+\.\d", response.headers["Server-Timing"])
    assert ' style="' not in response.content.decode()
    assert "Server-Timing" not in at(officer).get(f"/areas/{KLATEN}/").headers


def test_progress_counts_what_people_decided(at, officer: User, queue: Queue) -> None:
    decide(at(officer), queue.pairs[0].pk, "same")
    progress = at(officer).get(f"/review/{queue.pairs[1].pk}/").context["progress"]
    assert (progress["waiting"], progress["decided"], progress["today"]) == (11, 1, 1)
    assert datetime.now(UTC) > Decision.objects.get().at
