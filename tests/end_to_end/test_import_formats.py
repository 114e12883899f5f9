"""An export of every format becomes a folder that plans, with each record accounted for; twice changes nothing."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from data.intake import FORMATS, forms
from data.intake.mapping import read_mapping
from data.intake.recognising import recognise
from data.intake.sources import Source
from tests.data.intake.accounts import workbook
from tests.data.intake.form_files import STALL, VIEW, WORKSHOP, google, microsoft
from tests.end_to_end.command import contents

FILES = Path(__file__).parents[1] / "data" / "intake" / "files"
SAMPLES = Path(__file__).parents[2] / "data" / "samples"
WHEN = ("--zone", "Zurich", "--first-day", "2020-06-22", "--last-day", "2020-06-26")
EASYCHAIR = ("author", "committee", "submission", "submission_topic")


def flattened() -> Source:
    """Sessionize's flattened workbook: a row for each speaker of a session, one of them twice, one session declined."""
    head = ("Session Id", "Title", "Session format", "Room", "Scheduled At", "Scheduled Duration", "Status")
    people = ("Speaker Id", "FirstName", "LastName", "Email")
    wells = (101, "Wells", "Workshop", "Hall", datetime.fromisoformat("2020-06-23 09:00"), 45, "Accepted")
    taps = ("103", "@Taps; <b>all</b>", "Talk", "Attic", "31/07/2020", "20 min", "Accepted")
    bo = ("S2", "Bo", "Ek", "bo@wells.example")
    rows = [
        (*wells, "S1", "Chen", "Li", "chen@wells.example"),
        (*wells, *bo),
        (*wells, *bo),
        ("102", "Pumps", "Talk", "", "", "", "Declined", "S3", "", "Coe", ""),
        (*taps, *bo),
        ("", "", "", "", "", "", "Accepted", "", "", "", ""),
    ]
    return workbook("flattened.xlsx", Sessions=[(*head, *people), *rows])


def conference() -> Source:
    """EasyChair's workbook with the tables of its files."""
    tables = {}
    for name in EASYCHAIR:
        with (FILES / "easychair" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name.title()] = list(csv.reader(file))
    return workbook("conference.xlsx", **tables)


EXPORTS = {
    "pretalx": [
        *(f"pretalx_{name}.json" for name in ("event", "rooms", "speakers", "submissions_1", "submissions_2")),
        *(f"pretalx_{name}.json" for name in ("tracks", "types", "slots", "questions")),
    ],
    "pretalx widget": ["pretalx_widget.json"],
    "Sessionize": ["sessionize_all.json"],
    "Sessionize flattened": [flattened],
    "frab xml": ["frab_schedule.xml"],
    "frab json": ["frab_schedule.json"],
    "EasyChair": [f"easychair/{name}.csv" for name in EASYCHAIR],
    "EasyChair workbook": [conference],
    "Indico list": ["indico/contributions.csv"],
    "Indico import": ["indico/import.csv"],
    "Indico timetable": ["indico/timetable.json"],
    "Indico event": ["indico/event.json"],
    "another folder": [SAMPLES / "autumn-2020"],
}


def said(*arguments, codes=(0,)):
    """What the command says when it is run within this process, which has it loaded; it ends with one of the codes."""
    run = CliRunner().invoke(main, [str(each) for each in arguments])
    assert run.exit_code in codes, run.output
    return run.stdout


def laid_out(files, place):
    """The paths of files, of which some are made first."""
    paths = []
    for each in files:
        if callable(each):
            source = each()
            paths.append(place / source.name)
            paths[-1].write_bytes(source.content)
        else:
            paths.append(FILES / each)
    return paths


def planned_and_accounted(paths, folder, mapping, *options):
    """Import into a folder that then plans; return how often what became of the records of each table."""
    command = ("import", *paths, "--into", folder, *options)
    told = json.loads(said(*command, "--json"))["records"]
    recognised = recognise(paths, mapped=mapping is not None)
    intakes = recognised.read("Europe/Zurich", read_mapping(mapping) if mapping else None)
    records = {(origin.file, origin.row) for intake in intakes for origin in intake.records}
    assert {(row["file"], row["row"]) for row in told} == records
    with (folder / "imports" / "report.csv").open(newline="", encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    assert [(row["file"], int(row["row"] or 0), row["became"]) for row in listed] == [
        (row["file"], row["row"], row["became"]) for row in told
    ]
    assert all(row["reason"] for row in listed if row["became"] in ("refused", "merged"))
    assert "reads well" in said("check", folder)
    said("plan", folder, "--deterministic", "--from-scratch", "--quiet", "--time-limit", "1", codes=(0, 5))
    before = contents(folder)
    assert "Nothing to write" in said(*command)
    assert contents(folder) == before
    return Counter((row["became"], row["table"]) for row in told)


@pytest.mark.parametrize("files", EXPORTS.values(), ids=EXPORTS.keys())
def test_an_export_becomes_a_folder_that_plans_with_all_records_accounted_for(files, tmp_path):
    paths = laid_out(files, tmp_path)
    options = () if paths[0].is_dir() else WHEN
    became = planned_and_accounted(paths, tmp_path / "forum", None, *options)
    assert became["taken", "requests"] + became["taken", "sessions"] > 1


def test_every_row_of_a_sample_is_taken_into_a_folder_of_its_own(tmp_path):
    told = json.loads(said("import", SAMPLES / "autumn-2020", "--into", tmp_path / "forum", "--json"))
    assert {row["became"] for row in told["records"]} == {"taken"}


# ---- answers of forms ----------------------------------------------------------------------------------------------


def village(place):
    """A copy of the small sample that has no request yet."""
    return Path(shutil.copytree(SAMPLES / "village", place / "village"))


def test_the_answers_of_a_google_form_come_into_the_village(tmp_path):
    folder = village(tmp_path)
    mapping = folder / "inbox" / "form.toml"
    became = planned_and_accounted([folder / "inbox" / "week-1.csv"], folder, mapping, "--map", mapping)
    assert {table for what, table in became if what == "routed"} == {"recommendations", "themes", "exhibition"}
    assert became["taken", "requests"] == 7


def asked_and_taken(source, place):
    """Import answers by the mapping that is proposed for them."""
    folder, answers, mapping = village(place), place / source.name, place / "map.toml"
    answers.write_bytes(source.content)
    assert "Nothing is imported." in said("import", answers, "--into", folder, "--map", mapping)
    return planned_and_accounted([answers], folder, mapping, "--map", mapping)


def test_the_answers_of_a_google_form_are_taken_by_the_mapping_that_is_proposed(tmp_path):
    became = asked_and_taken(google(WORKSHOP, STALL, VIEW, WORKSHOP, {"Timestamp": "7/17/2020 9:00:00"}), tmp_path)
    assert (became["taken", "requests"], became["routed", "exhibition"], became["routed", "themes"]) == (1, 1, 1)


def test_the_answers_of_a_microsoft_form_are_taken_by_the_mapping_that_is_proposed(tmp_path):
    questions = ["Titre de l'atelier", "Langues", "Objectifs de développement durable", "Intervenants"]
    answers = [
        ["Ponts", "français;anglais;", "ODD 4;ODD 5;", "Awa Sall (Institut, Sénégal)\nBob Li - Things - Chine"],
        ["+Autre", "arabe;", "", ""],
        ["", "", "", ""],
    ]
    became = asked_and_taken(microsoft(*answers, questions=questions), tmp_path)
    assert (became["taken", "requests"], became["taken", "people"], became["refused", ""]) == (2, 2, 1)


# ---- which format a file is of -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted(path for path in FILES.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_a_file_is_known_by_its_own_format(path):
    source = Source.of(path)
    name = next(each.NAME for each in FORMATS if each.recognises(source))
    assert path.relative_to(FILES).as_posix().startswith(name.casefold().split()[0])
    assert forms.recognises(source) is False
