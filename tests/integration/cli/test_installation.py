"""init, users, areas, audit and doctor on a real installation."""

import json

import pytest

from entas.access.models import Grant, User
from entas.areas.models import Area, Boundary
from entas.audit.models import Event
from entas.cli import doctor
from entas.cli.doctor import Finding, State
from entas.tagging.models import Programme

PASSWORD = "prambanan-sore-itu"


@pytest.fixture(autouse=True)
def _password(monkeypatch):
    monkeypatch.setenv("ENTAS_PASSWORD", PASSWORD)


def test_init_prepares_everything_and_may_be_run_again(db, run):
    status, out, err = run("init")
    assert status == 0, err
    assert "35 kabupaten and kota, 576 kecamatan, 7810 desa, 753 kelurahan" in out
    assert Area.objects.count() == 9_175
    assert Programme.objects.exists()
    assert User.objects.get().check_password(PASSWORD)
    assert Grant.objects.get().role == "province_admin"
    events = Event.objects.count()
    assert run("init")[0] == 0
    assert User.objects.count() == 1
    assert Event.objects.count() == events


def test_init_makes_a_password_where_none_is_given(db, run, monkeypatch):
    monkeypatch.delenv("ENTAS_PASSWORD")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    _, out, _ = run("init", "--admin", "kepala")
    (line,) = [line for line in out.splitlines() if line.startswith("Password, shown this once:")]
    assert User.objects.get(username="kepala").check_password(line.split(": ")[1])


def test_users_are_added_granted_listed_and_revoked(areas, run):
    assert run("users", "add", "sari", "--role", "planner", "--area", "3310")[0] == 0
    assert run("users", "grant", "sari", "--role", "auditor", "--area", "3315")[0] == 0
    _, out, _ = run("users", "list")
    assert "sari" in out
    assert "planner" in out
    assert "3315" in out
    assert run("users", "revoke", "sari", "--role", "auditor", "--area", "3315")[0] == 0
    assert Grant.objects.count() == 1


def test_a_password_given_is_never_printed(areas, run):
    _, out, err = run("users", "add", "sari", "--role", "planner", "--area", "3310")
    assert PASSWORD not in out + err


def test_a_new_password_replaces_the_old(areas, run, monkeypatch):
    run("users", "add", "sari", "--role", "planner", "--area", "3310")
    monkeypatch.setenv("ENTAS_PASSWORD", "kedungjati-pagi-itu")
    assert run("users", "password", "sari")[0] == 0
    assert User.objects.get().check_password("kedungjati-pagi-itu")


def test_a_role_that_does_not_exist_is_wrong_usage(areas, run):
    assert run("users", "add", "sari", "--role", "king", "--area", "3310")[0] == 2


def test_a_refused_user_is_status_1(areas, run):
    status, _, err = run("users", "add", "sari", "--role", "planner", "--area", "3399")
    assert status == 1
    assert "3399" in err


def test_boundaries_are_loaded_and_what_is_not_used_is_said(areas, run, tmp_path):
    square = [[[110.5, -7.7], [110.5, -7.6], [110.6, -7.6], [110.5, -7.7]]]
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": square},
        }
        for code in ("33.10", "51.01", "")
    ]
    path = tmp_path / "kabupaten.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    status, out, err = run("areas", "load", str(path), "--source", "BPS")
    assert status == 0
    assert "1 areas have an outline" in out
    assert "5101" in err
    assert "1 entries had no code" in err
    assert Boundary.objects.get().source == "BPS"


def test_a_crosswalk_is_told_by_its_name(areas, run, tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("code,bps_code\n33.10,3310\n")
    status, out, _ = run("areas", "load", str(path))
    assert status == 0
    assert "1 areas have a BPS code" in out


def test_audit_verify_tells_sound_from_broken(areas, run):
    run("users", "add", "sari", "--role", "planner", "--area", "3310")
    status, out, _ = run("audit", "verify")
    assert status == 0
    assert "Sound: 2 events" in out
    _, out, _ = run("audit", "list", "--area", "33")
    assert "user.granted" in out
    Event.objects.filter(action="user.created").update(actor="other")
    status, _, err = run("audit", "verify")
    assert status == 1
    assert "Broken at event" in err


@pytest.mark.django_db(transaction=True)
def test_doctor_finds_a_new_installation_sound(run):
    run("init")
    findings = {name: doctor.run(check) for name, check in doctor.CHECKS.items()}
    failed = {name: finding for name, finding in findings.items() if finding.state == State.FAIL}
    assert failed == {}
    assert findings["Snapshots"].advice.startswith("Run `entas freeze")


@pytest.mark.django_db(transaction=True)
def test_doctor_says_what_to_do_and_fails(run):
    status, out, _ = run("doctor")
    assert status == 1
    assert "fail  Areas" in out
    assert "Run `entas init`" in out


def test_doctor_notices_a_rewritten_trail(areas, run):
    run("users", "add", "sari", "--role", "planner", "--area", "3310")
    Event.objects.update(actor="other")
    assert doctor.audit().state == State.FAIL


def test_doctor_does_not_fall_over_a_refusal(db):
    def check() -> Finding:
        raise PermissionError("no entry")

    assert doctor.run(check) == Finding(State.FAIL, "no entry")
