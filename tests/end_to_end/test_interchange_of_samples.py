"""The samples as other programs take them: valid, and with the instants of the published table."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from tests.output import programme_schema
from tests.output.schedule_schemas import XSD, json_problems, xml_problems

SAMPLES = pytest.mark.parametrize(("sample", "count"), [("autumn", 17), ("wsis", 163)])


def table(site):
    with (site / "programme.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def instants(begin, duration):
    hours, minutes = map(int, duration.split(":"))
    start = datetime.fromisoformat(begin)
    end = start + timedelta(hours=hours, minutes=minutes)
    return tuple(f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for moment in (start, end))


@SAMPLES
def test_the_schedules_are_valid(sample, count, request):
    site = request.getfixturevalue(sample) / "site"
    for name in XSD:
        assert xml_problems((site / "schedule.xml").read_bytes(), name) == []
    assert json_problems((site / "schedule.json").read_bytes()) == []


@SAMPLES
def test_the_programme_fits_its_schema(sample, count, request):
    content = (request.getfixturevalue(sample) / "site" / "programme.json").read_bytes()
    assert sum(len(session["occurrences"]) for session in json.loads(content)["sessions"]) == count
    assert programme_schema.problems(content) == []


@SAMPLES
def test_the_schedules_say_the_instants_of_the_table(sample, count, request):
    site = request.getfixturevalue(sample) / "site"
    _, *rows = table(site)
    expected = sorted((row[1].removeprefix("'"), row[3], row[4]) for row in rows)
    assert len(expected) == count
    root = ET.parse(site / "schedule.xml").getroot()
    told = [(e.findtext("title"), *instants(e.findtext("date"), e.findtext("duration"))) for e in root.iter("event")]
    assert sorted(told) == expected
    document = json.loads((site / "schedule.json").read_bytes())
    rooms = [room for day in document["schedule"]["conference"]["days"] for room in day["rooms"].values()]
    told = [(event["title"], *instants(event["date"], event["duration"])) for room in rooms for event in room]
    assert sorted(told) == expected


@SAMPLES
def test_the_workbook_holds_the_table(sample, count, request):
    site = request.getfixturevalue(sample) / "site"
    sheet = openpyxl.load_workbook(site / "programme.xlsx").active
    assert [[value or "" for value in row] for row in sheet.iter_rows(values_only=True)] == table(site)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet.max_row == count + 1
