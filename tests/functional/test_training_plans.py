"""`repcast today`, `week`, `check` and `list` with training plans, as a user runs them."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import jsonschema
import mutagen.id3
import pytest
import soundfile
import vobject
import yaml
from program import TINY, Outcome, run, write

PLANS = Path(__file__).parent / "plans"
SHORT = """\
title: Short
start: 2026-11-23
weeks: 2
days:
  monday: {session: tiny.yaml, set: {Plank.for: 12s}}
  thursday: [tiny.yaml, {session: tiny.yaml, scale: {holds: 2}}]
"""
BEFORE = {"tiny.yaml", "plan.yaml"}


@pytest.fixture(name="short")
def _short(tmp_path: Path) -> Callable[..., Outcome]:
    """Return what runs repcast in a folder with a short plan and its session."""
    write(tmp_path, TINY)
    write(tmp_path, SHORT, "plan.yaml")
    return lambda *arguments: run(*arguments, folder=tmp_path)


def _length_s(path: Path) -> float:
    return float(soundfile.info(str(path)).duration)


def _planned_s(short: Callable[..., Outcome], *changes: str) -> float:
    """Return how long the plan's session lasts with some changes."""
    return float(json.loads(short("plan", "tiny.yaml", "--json", *changes).out)["duration_ms"] / 1000)


def _rows(out: str) -> list[str]:
    """Return a table's rows, without its heading."""
    return [" ".join(line.split()) for line in out.splitlines()[2:]]


def test_nine_weeks_are_the_golden_table(tmp_path: Path, refresh: bool) -> None:  # noqa: FBT001 - a fixture
    """If this failed, a user would train something else, on another day, than before."""
    shutil.copytree(PLANS, tmp_path, dirs_exist_ok=True)
    command = ("week", "nine-weeks.yaml", "--date", "2026-11-23", "--weeks", "10")
    outcome = run(*command, folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    table = "".join(f"{line.rstrip()}\n" for line in outcome.out.splitlines())
    golden = PLANS / "nine-weeks.txt"
    if refresh:
        golden.write_text(table, encoding="utf-8", newline="\n")
    assert table == golden.read_text(encoding="utf-8")


def test_today_renders_todays_session_and_says_why(short: Callable[..., Outcome], tmp_path: Path) -> None:
    """If this failed, the phone would hold another session than the plan has, or the user not know why this one."""
    outcome = short("today", "--date", "2026-11-30")
    assert outcome.code == 0
    why, written = outcome.out.splitlines()
    assert why == "week 2 of 2, Monday: tiny, Plank.for = 12s"
    assert written.startswith("2026-11-30-tiny.mp3  0:")
    assert outcome.files == BEFORE | {"2026-11-30-tiny.mp3"}
    assert _length_s(tmp_path / "2026-11-30-tiny.mp3") == _planned_s(short, "--set", "Plank.for=12s")


def test_several_sessions_of_a_day_become_several_files(short: Callable[..., Outcome], tmp_path: Path) -> None:
    """If this failed, the second session of a day would replace the first, or be left out."""
    outcome = short("today", "--date", "2026-11-26", "--scale", "holds=2", "--format", "wav")
    assert outcome.code == 0
    assert outcome.files == BEFORE | {"2026-11-26-1-tiny.wav", "2026-11-26-2-tiny.wav"}
    first, second = (_length_s(tmp_path / f"2026-11-26-{number}-tiny.wav") for number in (1, 2))
    assert (first, second) == (_planned_s(short, "--scale", "holds=2"), _planned_s(short, "--scale", "holds=4"))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-24", "week 1 of 2, Tuesday: rest; next, Thursday 2026-11-26: tiny; tiny, holds ×2"),
        ("2026-11-01", "Short has not begun; first, Monday 2026-11-23: tiny, Plank.for = 12s"),
        ("2026-12-06", "week 2 of 2, Sunday: rest; no session is left"),
        ("2026-12-07", "Short is over; it ended on Sunday 2026-12-06"),
    ],
)
def test_a_day_without_a_session_says_so(day: str, said: str, short: Callable[..., Outcome]) -> None:
    """If this failed, a day of rest would look like an error, or like a session that is missing."""
    outcome = short("today", "--date", day, "--quiet")
    assert (outcome.code, outcome.out, outcome.err, outcome.files) == (0, f"{said}\n", "", BEFORE)


@pytest.mark.skipif(os.name == "nt", reason="the zone is not the environment's there")
@pytest.mark.parametrize(("zone", "hours"), [("XXX+12", -12), ("XXX-14", 14)])  # POSIX counts westwards
def test_today_is_the_local_day(zone: str, hours: int, short: Callable[..., Outcome], tmp_path: Path) -> None:
    """If this failed, the session of another day would be rendered, for half of the world at some hours."""
    assert short("check", "plan.yaml").code == 0
    before = datetime.now(UTC) + timedelta(hours=hours)
    outcome = run("week", "--json", folder=tmp_path, env={"TZ": zone})
    after = datetime.now(UTC) + timedelta(hours=hours)
    assert before.date().isoformat() <= json.loads(outcome.out)[0]["date"] <= after.date().isoformat()


def test_the_plan_may_be_begun_on_another_day(tmp_path: Path) -> None:
    """If this failed, a built-in plan, which has no start, could not be followed."""
    plan = ("week", "runner-strength-6-weeks", "--date", "2027-01-04")
    refused = run(*plan, folder=tmp_path)
    assert (refused.code, refused.out) == (1, "")
    assert "has no start; say when it begins, as in --start 2026-11-23" in refused.err
    outcome = run(*plan, "--start", "2027-01-04", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert [row.split()[:4] for row in _rows(outcome.out)][:3] == [
        ["Mon", "2027-01-04", "1", "plyometrics"],
        ["Mon", "2027-01-04", "1", "sprint-lunges"],
        ["Tue", "2027-01-05", "1", "rest"],
    ]


def test_no_plan_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    """If this failed, `repcast today` in the wrong folder would end in a traceback."""
    outcome = run("today", folder=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "there is no plan.yaml in this folder; write one, or name a training plan\n"
        "The built-in ones: runner-strength-6-weeks\n"
    )


def test_week_renders_all_that_it_shows(short: Callable[..., Outcome], tmp_path: Path) -> None:
    """If this failed, a session of the week would be missing on the phone, and nobody would say so."""
    (tmp_path / "phone").mkdir()
    outcome = short("week", "--date", "2026-11-23", "--render", "-o", "phone")
    assert outcome.code == 0, outcome.err
    files = ["2026-11-23-tiny.mp3", "2026-11-26-1-tiny.mp3", "2026-11-26-2-tiny.mp3"]
    assert outcome.files == BEFORE | {"phone"} | {f"phone/{name}" for name in files}
    assert [line.split("  ")[0] for line in outcome.out.splitlines()[-3:]] == [f"phone/{name}" for name in files]
    lengths = [_length_s(tmp_path / "phone" / name) for name in files]
    changes = [("--set", "Plank.for=12s"), (), ("--scale", "holds=2")]
    assert lengths == [_planned_s(short, *each) for each in changes]
    assert len({*lengths}) == 3


def test_two_days_have_titles_and_covers_of_their_own(short: Callable[..., Outcome], tmp_path: Path) -> None:
    """If this failed, a phone's list would show the same name and the same picture for each day's training."""
    short("week", "--date", "2026-11-30", "--render", "--quiet")
    tags = [mutagen.id3.ID3(path) for path in sorted(tmp_path.glob("*.mp3"))]
    assert [str(tag["TIT2"]) for tag in tags] == [
        "Tiny, week 2, Monday",
        "Tiny, week 2, Thursday",
        "Tiny, week 2, Thursday",
    ]
    monday, thursday, _ = (tag.getall("APIC")[0].data for tag in tags)
    assert monday != thursday


def test_nothing_is_rendered_where_one_file_is_a_strangers(short: Callable[..., Outcome], tmp_path: Path) -> None:
    """If this failed, half a week would be written before the user hears that the rest cannot be."""
    write(tmp_path, "mine", "2026-11-26-2-tiny.mp3")
    outcome = short("week", "--date", "2026-11-23", "--render")
    assert outcome.code == 1
    assert outcome.files == BEFORE | {"2026-11-26-2-tiny.mp3"}
    assert "2026-11-26-2-tiny.mp3 exists and repcast did not write it" in outcome.err


def test_one_name_for_several_files_is_refused(short: Callable[..., Outcome]) -> None:
    """If this failed, each session would replace the one before."""
    outcome = short("today", "--date", "2026-11-26", "-o", "today.mp3")
    assert (outcome.code, outcome.files) == (2, BEFORE)
    assert "2 sessions would be written there; name a folder that exists, or leave the option out" in outcome.err


@pytest.mark.parametrize("source", ["plan.yaml", "tiny.yaml"])
def test_the_plan_and_its_sessions_are_never_written_over(
    source: str, short: Callable[..., Outcome], tmp_path: Path
) -> None:
    """If this failed, a slip after -o would cost the user the file that all is made from."""
    before = (tmp_path / source).read_bytes()
    outcome = short("today", "--date", "2026-11-23", "-o", source, "--force")
    assert (outcome.code, outcome.out, outcome.files) == (2, "", BEFORE)
    assert "the name cannot end in .yaml here" in outcome.err
    assert (tmp_path / source).read_bytes() == before


def test_a_change_on_top_that_fits_nothing_writes_nothing(short: Callable[..., Outcome]) -> None:
    """If this failed, a slip on the command line would be passed over, or leave half a day behind."""
    outcome = short("today", "--date", "2026-11-26", "--set", "Plnk.for=9s")
    assert (outcome.code, outcome.out, outcome.files) == (1, "", BEFORE)
    assert "no step named 'Plnk'; did you mean 'Plank'?" in outcome.err


def test_week_as_json_keeps_its_contract(short: Callable[..., Outcome]) -> None:
    """If this failed, a program that reads `week --json` would break."""
    outcome = short("week", "--json", "--date", "2026-11-22")
    assert (outcome.code, outcome.err) == (0, "")
    days = json.loads(outcome.out)
    assert [day["state"] for day in days] == ["before", "training", "rest", "rest", "training", "rest", "rest"]
    assert days[1] == {
        "date": "2026-11-23",
        "weekday": "Monday",
        "state": "training",
        "week": 1,
        "deload": False,
        "why": "week 1 of 2, Monday: tiny, Plank.for = 12s",
        "sessions": [
            {
                "session": "tiny.yaml",
                "title": "Tiny",
                "about_ms": days[1]["sessions"][0]["about_ms"],
                "changed": ["Plank.for = 12s"],
                "name": "2026-11-23-tiny",
            }
        ],
    }
    assert days[4]["sessions"][1]["about_ms"] - days[4]["sessions"][0]["about_ms"] == 10_000


@pytest.mark.parametrize("at", [(), ("--at", "06:45")])
def test_the_calendar_holds_all_days_that_are_left(at: tuple[str, ...], short: Callable[..., Outcome]) -> None:
    """If this failed, a day's training would be missing in the calendar, or a reader refuse it."""
    outcome = short("week", "--ics", "--date", "2026-11-24", *at)
    assert (outcome.code, outcome.err, outcome.files) == (0, "", BEFORE)
    ours = icalendar.Calendar.from_ical(outcome.out).walk("VEVENT")
    theirs = vobject.readOne(outcome.out).vevent_list
    for starts in ([event.decoded("dtstart") for event in ours], [event.dtstart.value for event in theirs]):
        days = ["2026-11-26", "2026-11-26", "2026-11-30", "2026-12-03", "2026-12-03"]
        assert [start.strftime("%Y-%m-%d") for start in starts] == days
        assert starts[0].strftime("%H:%M") == ("06:45" if at else "00:00")


def test_check_reports_every_problem_of_a_plan(tmp_path: Path) -> None:
    """If this failed, `repcast check plan.yaml` would take a plan for a session, or stop at the first problem."""
    write(tmp_path, TINY)
    write(tmp_path, SHORT, "plan.yaml")
    write(
        tmp_path, SHORT.replace("11-23", "11-31").replace("[tiny", "[tny").replace("weeks: 2", "weeks: no"), "bad.yaml"
    )
    outcome = run("check", "plan.yaml", "bad.yaml", "tiny.yaml", "runner-strength-6-weeks", folder=tmp_path)
    assert outcome.code == 1
    assert outcome.out.splitlines()[0] == "plan.yaml: ok, 2 weeks, 6 sessions"
    assert outcome.out.splitlines()[1].startswith("tiny.yaml: ok, 3 steps")
    assert outcome.out.splitlines()[2] == "runner-strength-6-weeks: ok, 6 weeks, 30 sessions"
    places = [line.partition(": ")[0] for line in outcome.err.splitlines()]
    assert places == ["bad.yaml:2:8", "bad.yaml:3:8", "bad.yaml:6:14", "3 problems"]


def test_list_shows_the_built_in_plans(tmp_path: Path) -> None:
    """If this failed, nobody would find the training plans that come along."""
    table = run("list", folder=tmp_path).out.partition("training plan")[2]
    assert table.splitlines()[-1].split()[:3] == ["runner-strength-6-weeks", "6", "30"]
    plans = [each for each in json.loads(run("list", "--json", folder=tmp_path).out) if each["kind"] == "plan"]
    assert [(plan["name"], plan["weeks"], plan["sessions"]) for plan in plans] == [("runner-strength-6-weeks", 6, 30)]


def test_the_schema_of_plans_checks_them(tmp_path: Path) -> None:
    """If this failed, an editor would mark a right plan as wrong."""
    outcome = run("schema", "--plan", folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    schema = json.loads(outcome.out)
    right = yaml.safe_load(SHORT) | {"start": "2026-11-23"}  # which YAML 1.1 takes for no text
    jsonschema.validate(right, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"title": "T", "weeks": 2, "dys": {}}, schema)


def test_a_day_of_a_given_length_tells_by_how_much_it_is_changed(short: Callable[..., Outcome], tmp_path: Path) -> None:
    """If this failed, a user would not know that today's holds are longer than those of the plan."""
    write(tmp_path, SHORT.replace("set: {Plank.for: 12s}", "fit: 40s"), "plan.yaml")
    outcome = short("today", "--date", "2026-11-23")
    assert outcome.out.startswith("week 1 of 2, Monday: tiny, fit 40s\n")
    [remark] = [line for line in outcome.err.splitlines() if line.startswith("fitted to ")]
    asked = [
        line for line in short("render", "tiny.yaml", "--fit", "40s").err.splitlines() if line.startswith("fitted")
    ]
    assert [remark] == asked
    assert remark.startswith("fitted to 40s: holds ×")
    assert _length_s(tmp_path / "2026-11-23-tiny.mp3") == pytest.approx(40, abs=1)
    assert "fitted to 40s: holds about ×" in _rows(short("week", "--date", "2026-11-23").out)[0]
