"""The full bench goes on where it was broken off, and tells its measurements as they are."""

from __future__ import annotations

import json
import re
import signal
import sys
from xml.etree import ElementTree

import pytest

from tests.bench import full, report
from tests.bench.drawing import plots
from tests.bench.measuring import Timed, timed
from tests.bench.rows import ROWS, FailedError, Forums, Row, began, first_complete
from tests.bench.state import Measurement, State


def made(row, seed=1, found=None, *, at="2026-11-30T12:00:00+00:00", program="abc"):
    return Measurement(row, seed, found if found is not None else {"x": seed}, at, 10.0, (0.5, 1.5), program)


def searched(**more):
    """What is known of a search of a minute, made up."""
    return {
        "strategy": "neighbourhoods",
        "engine": "local",
        "cost": 900,
        "bound": 810,
        "gap": 0.2,
        "first_answer_seconds": 10.0,
        "lost": 0,
        "stages": {"greedy": 10.0, "solving": 60.0, "checking": 30.0, "merging": 0.0},
        "neighbourhoods": [
            {"kind": "week", "tried": 40, "improved": 10, "gain": 60, "seconds": 30.0},
            {"kind": "random", "tried": 10, "improved": 0, "gain": 0, "seconds": 0.0},
        ],
        "answers": [
            {"seconds": 10.0, "cost": 1000, "bound": None, "placed": 160},
            {"seconds": 50.0, "cost": 900, "bound": 810, "placed": 160},
        ],
        "limit": 60,
        "seconds": 65.0,
        "cpu": 100.0,
        "memory": 500.0,
        "first": 12.0,
        "first_cpu": 11.0,
        "began": 2.0,
        "sessions": 160,
        "placed": 160,
        "hard": 0,
        "verified_cost": 900,
        "planted": 1200,
        "full": None,
        **more,
    }


def rows(*names, seeds=(1, 2), seconds=10, measure=None):
    return [Row(name, f"row {name}", seeds, seconds, measure or (lambda forums, seed: {"x": seed})) for name in names]


@pytest.fixture
def state(tmp_path):
    return State(tmp_path / "bench" / "full.jsonl")


@pytest.fixture
def forums(tmp_path):
    return Forums(tmp_path / "forums")


def line_of(state, what):
    return next(line for line in report.lines(state) if line.figure.what == what)


# What was measured is kept.


def test_a_measurement_is_on_the_disk_at_once_and_read_again(state):
    state.add(made("one", 1))
    state.add(made("one", 2))
    again = State(state.file)
    assert again.measurements == state.measurements
    assert [each.seed for each in again.of("one")] == [1, 2]
    assert again.seconds == 20


def test_a_line_that_was_not_written_to_its_end_is_lost_alone(state):
    state.add(made("one", 1))
    whole = state.file.read_bytes()
    state.add(made("one", 2))
    state.file.write_bytes(state.file.read_bytes()[:-5])
    again = State(state.file)
    assert not again.has("one", 2)
    assert state.file.read_bytes() == whole
    again.add(made("one", 2))
    assert State(state.file).has("one", 2)


def test_what_was_measured_again_counts_and_what_failed_is_not_there(state):
    state.add(made("one", 1, {"error": "no room"}))
    assert not state.has("one", 1)
    assert state.errors("one") == ["seed 1: no room"]
    state.add(made("one", 1, {"x": 5}))
    assert State(state.file).of("one") == [made("one", 1, {"x": 5})]
    assert State(state.file).errors("one") == []


def test_a_bench_that_was_broken_off_goes_on_there_and_says_so(state, forums, capsys):
    measured = []

    def measure(forums, seed):
        if len(measured) == 2:
            measured.append("broken off")
            raise KeyboardInterrupt
        measured.append(seed)
        return {"x": seed}

    asked = rows("one", "two", measure=measure)
    with pytest.raises(KeyboardInterrupt):
        full.work(state, forums, asked, version="abc")
    again = State(state.file)
    assert sorted(again.measurements) == [("one", 1), ("one", 2)]
    capsys.readouterr()
    full.work(again, forums, asked, version="def")
    assert measured == [1, 2, "broken off", 1, 2]
    said = capsys.readouterr().out
    assert "going on: 2 of 4 measurements are there already" in said
    assert "note: some were made with abc; the program is now def" in said
    assert "2 measurements, 0 min at most" in said
    full.work(State(state.file), forums, asked, version="def")
    assert len(measured) == 5


def test_rows_are_forgotten_on_the_disk_too_and_others_are_kept(state):
    for row in ("one", "two"):
        state.add(made(row))
    state.forget({"one"})
    assert list(State(state.file).measurements) == list(state.measurements) == [("two", 1)]
    state.forget({"one", "two"})
    state.add(made("one"))
    assert list(State(state.file).measurements) == [("one", 1)]


def test_what_fails_takes_nothing_else_along_and_is_tried_again(state, forums, capsys):
    def measure(forums, seed):
        if seed == 1:
            raise FailedError("forum plan ended with 3")
        return {"x": seed}

    full.work(state, forums, rows("one", measure=measure), version="abc")
    assert state.errors("one") == ["seed 1: forum plan ended with 3"]
    assert state.has("one", 2)
    assert "failed: forum plan ended with 3" in capsys.readouterr().out
    full.work(State(state.file), forums, rows("one"), version="abc")
    assert State(state.file).errors("one") == []


def test_what_the_two_hours_do_not_hold_is_left_out(state, forums, capsys):
    state.add(Measurement("long", 1, {}, "2026-11-30T12:00:00+00:00", full.MOST_SECONDS - 15, (0, 0), "abc"))
    full.work(state, forums, rows("one", seeds=(1,)), version="abc")
    full.work(state, forums, rows("two", seconds=60, seeds=(1,)), version="abc")
    assert state.has("one", 1)
    assert not state.has("two", 1)
    assert "two, seed 1: left out, for the two hours are over" in capsys.readouterr().out
    full.work(state, forums, rows("two", seconds=60, seeds=(1,)), version="abc", named=True)
    assert state.has("two", 1)


def test_the_rows_fit_into_the_two_hours_with_time_to_make_the_forums():
    assert sum(row.seconds * len(row.seeds) for row in ROWS if not row.asked) < full.MOST_SECONDS - 15 * 60
    assert [row.name for row in ROWS if row.asked] == ["hour-10"]
    assert len({row.name for row in ROWS}) == len(ROWS)


# What a run said is read.


def ended(*progress, cpu_at=None):
    return Timed(0, 10.0, 9.0, 100.0, "", tuple(progress), tuple(cpu_at or (at / 2 for at, _ in progress)))


def test_the_first_complete_timetable_and_what_came_before_the_search():
    run = ended(
        (1.0, "strategy: neighbourhoods, for 160 sessions"),
        (3.5, "placed 61  best cost 9  bound 5  gap 80.0 %  1.3 s"),
        (4.0, "placed 160  best cost 8  bound 5  gap 60.0 %  1.8 s"),
    )
    assert first_complete(run, 160) == (4.0, 2.0)
    assert first_complete(run, 161) == (None, None)
    assert began(run) == pytest.approx(2.2)
    assert began(ended((1.0, "strategy: whole"))) is None


def test_a_process_is_watched_with_all_that_it_begins():
    program = (
        "import subprocess, sys; print('placed 3', file=sys.stderr, flush=True);"
        "subprocess.run([sys.executable, '-c', 'x = sum(i * i for i in range(10**6))']); print('said')"
    )
    run = timed((sys.executable, "-c", program))
    assert (run.exit_code, run.stdout, run.stderr) == (0, "said\n", "placed 3")
    assert run.cpu > 0
    assert run.memory > 0
    assert len(run.cpu_at) == len(run.progress) == 1


def test_a_process_is_interrupted_at_a_line_and_killed_when_it_lasts_too_long():
    waits = "import sys, time; print('placed 3', file=sys.stderr, flush=True); time.sleep(600)"
    assert timed((sys.executable, "-c", waits), until="placed 3").exit_code in (-signal.SIGINT, 130, 1)
    assert timed((sys.executable, "-c", waits), within=0.5).exit_code == -signal.SIGKILL


def test_a_process_is_interrupted_once_so_that_it_can_end_in_peace():
    program = """
import signal, sys, time
told = []
signal.signal(signal.SIGINT, lambda *_: told.append(1))
print("placed 3", file=sys.stderr, flush=True)
while not told: time.sleep(0.01)
print("placed 3", file=sys.stderr, flush=True)
time.sleep(0.2)
print(len(told))
"""
    assert timed((sys.executable, "-c", program), until="placed 3").stdout == "1\n"


def test_something_is_done_while_a_process_runs():
    done = []
    timed((sys.executable, "-c", "import time; time.sleep(1)"), at={0.0: lambda: done.append("now")})
    assert done == ["now"]


# Figures.


def test_the_median_of_seeds_is_missing_where_one_of_them_is():
    assert report.median([3.0, 1.0, 2.0]) == 2.0
    assert report.median([3.0, None, 2.0]) is None
    assert report.median([]) is None


def test_neighbourhoods_a_minute_count_from_the_first_answer():
    assert report.a_minute(searched()) == 60
    assert report.a_minute(searched(first_answer_seconds=None)) is None


@pytest.mark.parametrize(
    ("answers", "idle"),
    [([(5, 9)], 3), ([(5, 9), (64, 8), (120, 7), (180, 6)], 0), ([(5, 9), (64, 8), (180, 6)], 1), ([], None)],
)
def test_minutes_without_anything_better(answers, idle):
    """From the first answer at 5 s to the limit of 190 s there are three whole minutes."""
    told = [{"seconds": at, "cost": cost} for at, cost in answers]
    assert report.idle_minutes({"answers": told, "limit": 190}) == idle


def test_a_line_is_the_median_of_the_seeds_with_the_load_of_each(state):
    for seed, cost in ((1, 1080), (2, 900), (3, 960)):
        state.add(made("search-10", seed, searched(cost=cost)))
    line = line_of(state, "scale 10: cost after 5 min against planted")
    assert (line.figure.value, line.figure.verdict, line.seeds) == (80, "ok", 3)
    assert line.load == ((0.5, 1.5),) * 3
    assert line.figure.note.startswith("cost 1080, planted 1200, 100 CPU s; cost 900, planted 1200")
    assert line_of(state, "scale 10: gap").figure.value == pytest.approx(20)
    assert line_of(state, "scale 10: time in the solver").figure.value == 60
    assert line_of(state, "scale 10: time in the solver").figure.verdict == "ok"


def test_a_row_that_was_not_measured_is_skipped_and_one_that_failed_is_missed(state):
    state.add(made("search-10", 1, {"error": "ended with 3"}))
    failed = line_of(state, "scale 10: gap of the whole cost (trial: 22 %)").figure
    assert (failed.value, failed.verdict, failed.note) == (None, "MISSED", "seed 1: ended with 3")
    missing = line_of(state, "scale 1, 85 % full: cost against planted").figure
    assert (missing.value, missing.verdict, missing.note) == (None, "skipped", "not measured")


def test_a_gap_of_which_nothing_is_known_misses_its_target(state):
    state.add(made("search-10", 1, searched(gap=None, bound=None)))
    assert line_of(state, "scale 10: gap of the whole cost (trial: 22 %)").figure.verdict == "MISSED"


def test_growth_is_compared_with_n_log_n(state):
    state.add(made("first-1", 1, {"first": 2.0, "first_cpu": 2.0, "began": 1.0, "sessions": 160}))
    state.add(made("search-100", 1, searched(first=400.0, began=20.0, sessions=16000)))
    allowed = 100 * 1.9073  # 16000 ln 16000 / 160 ln 160
    line = line_of(state, "first answer, scale 1 to 100: growth over n log n")
    assert line.figure.value == pytest.approx(200 / allowed, abs=0.001)
    assert line_of(state, "the same without start-up and reading").figure.value == pytest.approx(
        380 / allowed, abs=0.001
    )


def test_a_cluster_of_two_is_compared_with_one(state):
    state.add(made("cluster-1", 1, searched()))
    twice = [{"kind": "week", "tried": 85, "improved": 1, "gain": 1, "seconds": 1.0}]
    state.add(made("cluster-2", 1, searched(neighbourhoods=twice)))
    figure = line_of(state, "cluster of 2 processes against 1: neighbourhoods a minute").figure
    assert (figure.value, figure.verdict) == (pytest.approx(1.7), "ok")


def test_the_hour_and_the_ten_minutes_are_compared_by_seed(state):
    state.add(made("search-10", 1, searched(cost=1030)))
    assert line_of(state, "scale 10: dearer than after an hour by").figure.verdict == "skipped"
    state.add(made("hour-10", 1, searched(cost=1000)))
    state.add(made("search-10", 2, searched(cost=2000)))
    assert line_of(state, "scale 10: dearer than after an hour by").figure.value == pytest.approx(3)
    state.add(made("search-1", 1, searched(cost=1000)))
    state.add(made("long-1", 1, searched(cost=980)))
    assert line_of(state, "scale 1: better after ten minutes by").figure.value == pytest.approx(2)


def test_every_answer_counts_in_what_the_checks_found(state):
    state.add(made("search-1", 1, searched()))
    state.add(made("full-10-95", 1, searched(hard=2, verified_cost=901, full=95.1)))
    assert line_of(state, "hard findings in all answers").figure.value == 2
    assert line_of(state, "answers that cost other than was believed").figure.value == 1
    assert "really 95.1 % full" in line_of(state, "scale 10, 95 % full: cost against planted").figure.note


# Pages.


@pytest.fixture
def drawn(monkeypatch):
    """Plots that are drawn in no time."""
    found = {f"bench-{name}.svg": b"<svg/>" for name in ("cost", "neighbourhoods", "profile", "size")}
    monkeypatch.setattr(full, "plots", lambda state: found)
    return found


@pytest.fixture
def measured(state):
    for seed in (1, 2, 3):
        state.add(made("first-1", seed, {"first": 2.0, "first_cpu": 2.0, "began": 1.0, "sessions": 160}))
    for number, scale in enumerate((1, 10, 100)):
        more = {"sessions": 160 * scale, "first": 2.0 + number, "memory": 100.0 * scale}
        state.add(made(f"search-{scale}", 1, searched(**more)))
    state.add(made("cluster-1", 1, searched()))
    state.add(made("cluster-2", 1, searched()))
    return state


def test_tables(measured):
    header, rule, first, *_ = report.table(measured).splitlines()
    assert header == "| what | measured | target | | seeds | load | of which |"
    assert rule == "| --- | --- | --- | --- | --- | --- | --- |"
    assert first == (
        "| scale 1: first answer, with start-up and reading | 2.00 s | 3 s | ok | 3 |"
        " 0.5 to 1.5, 0.5 to 1.5, 0.5 to 1.5 | 2.00 s, 1.00 s of it start-up and reading |"
    )
    assert report.profile_table(measured).splitlines()[:4] == [
        "| stage | scale 1 | scale 10 | scale 100 |",
        "| --- | --- | --- | --- |",
        "| start-up and reading | 2.0 s, 2 % | 2.0 s, 2 % | 2.0 s, 2 % |",
        "| greedy | 10.0 s, 10 % | 10.0 s, 10 % | 10.0 s, 10 % |",
    ]
    assert report.kinds_table(measured).splitlines()[2:] == [
        "| week | 40 | 10 | 60 | 2.00 |",
        "| random | 10 | 0 | 0 | |",
    ]


def test_a_table_keeps_its_columns_whatever_is_said():
    assert report.markdown(("a", "b"), [("x | y\nz", "")]) == "| a | b |\n| --- | --- |\n| x \\| y z | |"


def test_plots_are_the_same_bytes_each_time_and_bear_no_date(measured, drawn):
    found = plots(measured)
    assert sorted(found) == sorted(drawn)
    assert found == plots(State(measured.file))
    for content in found.values():
        assert ElementTree.fromstring(content).tag.endswith("svg")
        assert b"dc:date" not in content


def test_plots_are_made_of_nothing_too(state):
    assert len(plots(state)) == 4


def test_the_page_of_the_docs_is_made_of_nothing_too(state, drawn, tmp_path):
    full.write_docs(tmp_path, state, {"cores": 2})
    assert "Measured: nothing was measured yet." in (tmp_path / "benchmark.md").read_text()


def test_the_page_of_the_docs_has_every_plot_and_the_day(measured, drawn, tmp_path):
    full.write_docs(tmp_path, measured, {"cores": 2, "load": [1.0]})
    page = (tmp_path / "benchmark.md").read_text()
    pictures = re.findall(r"\]\((pictures/[^)]+)\)", page)
    assert sorted(pictures) == sorted(f"pictures/{name}" for name in drawn)
    assert all((tmp_path / picture).exists() for picture in pictures)
    assert "Measured: 2026-11-30." in page
    assert "| cores | 2 |\n| commit | abc |" in page
    assert report.table(measured) in page


def test_table_figures_and_plots_are_written_to_the_build_folder(measured, drawn, tmp_path):
    full.write(tmp_path / "build", measured, {"cores": 2})
    content = json.loads((tmp_path / "build" / "full.json").read_text())
    assert content["machine"] == {"cores": 2}
    assert content["lines"][0]["verdict"] == "ok"
    assert len(content["measurements"]) == 8
    assert (tmp_path / "build" / "full.md").read_text() == report.table(measured) + "\n"
    assert (tmp_path / "build" / "bench-size.svg").read_bytes() == drawn["bench-size.svg"]


def test_the_list_of_rows_measures_nothing(tmp_path, capsys):
    assert full.main(["--list", "--build", str(tmp_path / "none")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(ROWS)
    assert not (tmp_path / "none").exists()
