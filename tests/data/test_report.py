"""The figures of the report, exact, on a timetable that can be counted by hand."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser

import pytest

from data.programme import Comfort, Region
from data.report import (
    UNKNOWN,
    Balance,
    Coverage,
    DayLoad,
    Facilitation,
    RegionBurden,
    WeekLoad,
    report,
)
from output.report_html import report_html
from output.report_json import report_json
from output.report_text import report_text
from tests.factories import appears, forum, person, programme, session, timetable

ASKED = programme(
    forum(
        on="2020-06-25..2020-06-29",
        comfort=Comfort(regions=(Region("East", 60, ("Asia/Tokyo",)), Region("West", 40, ("America/New_York",)))),
    ),
    session("a", action_lines=("C2",), sdgs=("4", "10")),
    session("b", minutes=90, action_lines=("C2", "C10"), sdgs=("4",)),
    session("p", "policy", action_lines=("C7-e-health",)),
    session("end", "concluding"),
    session("out", sdgs=("17",)),
    session("show", "exhibition"),
    person("mia", "America/New_York", region="West", stakeholder_type="civil society"),
    person("kofi", "Africa/Accra", stakeholder_type="government"),
    person("lee", "Asia/Tokyo", region="East"),
    person("nia", "Africa/Accra", nominee=True),
    person("noa", "Africa/Accra", nominee=True),
    appears("mia", "a"),
    appears("mia", "b", "moderator"),
    appears("kofi", "b"),
    appears("kofi", "b", "welcome", minutes=(0, 5)),
    appears("lee", "p"),
    appears("lee", "out"),
)
TABLE = timetable(
    ASKED,
    {
        "a": "2020-06-25 09:00",
        "b": ("2020-06-25 09:30", "c2"),
        "p": ("2020-06-29 14:00", "c1", "nia"),
        "end": ("2020-06-29 16:00", "c1", "nia"),
    },
)


def test_sessions_weeks_and_days():
    figures = report(TABLE)
    assert (figures.forum, figures.asked, figures.held) == ("Tiny Forum", 5, 4)
    assert figures.weeks == (WeekLoad(date(2020, 6, 22), 2), WeekLoad(date(2020, 6, 29), 2))
    assert figures.days == (
        DayLoad(date(2020, 6, 25), 2, 150, 2),
        DayLoad(date(2020, 6, 26), 0, 0, 0),
        DayLoad(date(2020, 6, 27), 0, 0, 0),
        DayLoad(date(2020, 6, 28), 0, 0, 0),
        DayLoad(date(2020, 6, 29), 2, 120, 1),
    )


def test_burden_by_region_and_week():
    """At nine it is 03:00 in New York, at two 21:00 in Tokyo: audience by share, people whole, who leads twice."""
    assert report(TABLE).regions == (
        RegionBurden("East", 36 + 60 + 36, 33.0, (0, 36 + 60 + 36)),
        RegionBurden("West", 24 + 60 + 36 + 180, 75.0, (24 + 60 + 36 + 180, 0)),
    )


def test_coverage():
    figures = report(TABLE)
    assert figures.types == (Coverage("workshop", 3, 2), Coverage("policy", 1, 1), Coverage("concluding", 1, 1))
    lines = {each.name: (each.asked, each.held) for each in figures.action_lines}
    assert list(lines) == ["C1", "C2", "C3", "C4", "C5", "C6", "C7-e-health", "C8", "C9", "C10", "C11"]
    assert {name: counts for name, counts in lines.items() if counts != (0, 0)} == {
        "C2": (2, 2),
        "C7-e-health": (1, 1),
        "C10": (1, 1),
    }
    assert [each.name for each in figures.sdgs] == [str(number) for number in range(1, 18)]
    assert [each for each in figures.sdgs if each.asked] == [
        Coverage("4", 2, 2),
        Coverage("10", 1, 1),
        Coverage("17", 1, 0),
    ]


def test_panels_and_facilitators():
    figures = report(TABLE)
    assert figures.stakeholder_types == (
        Balance("civil society", 1, 2, 2),
        Balance("government", 1, 1, 1),
        Balance(UNKNOWN, 1, 1, 1),
    )
    assert figures.people_regions == (Balance("East", 1, 1, 1), Balance("West", 1, 2, 2), Balance(UNKNOWN, 1, 1, 1))
    assert figures.facilitators == (Facilitation("government", 2, 1, 1),)


def test_json_has_every_figure():
    content = json.loads(report_json(report(TABLE)))
    assert list(content) == [
        "format", "forum", "asked", "held", "weeks", "regions", "days", "types", "action_lines", "sdgs",
        "stakeholder_types", "people_regions", "facilitators",
    ]  # fmt: skip
    assert content["format"] == "forum-report/1"
    assert content["weeks"][0] == {"monday": "2020-06-22", "sessions": 2}
    assert content["regions"][1] == {"region": "West", "minutes": 300, "mean": 75.0, "by_week": [300, 0]}


def test_text_is_made_of_tables():
    lines = report_text(report(TABLE)).splitlines()
    assert lines[0] == "Tiny Forum: 4 of 5 sessions are held"
    assert lines[3:6] == [
        "  region  minutes  a session  22.06.  29.06.",
        "  East        132       33.0       0     132",
        "  West        300       75.0     300       0",
    ]
    assert lines[-3:] == [
        "Facilitators by stakeholder type",
        "              nominees  chosen  sessions",
        "  government         2       1         1",
    ]


class Page(HTMLParser):
    """What a page holds: texts of cells, tags, attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.texts, self.open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data.strip())


def test_the_page_is_complete_and_asks_nobody_for_anything():
    page = Page(report_html(report(TABLE)).decode("utf-8"))
    assert page.open == []
    assert page.tags.count("table") == 9
    assert page.tags.count("caption") == 9
    assert "script" not in page.tags
    assert {name for name, _ in page.attributes} & {"href", "src", "style", "onclick"} == set()
    assert [text for text in page.texts if text in ("East", "West")] == ["East", "West"] * 3
    assert page.tags.count("svg") == 2 + 2 * 2 + 5 + 3 + 11 + 17 + 3 + 3 + 1


def test_names_with_markup_stay_text():
    asked = programme(
        forum(name="<b>Forum</b>", comfort=Comfort(regions=(Region("<i>East", 100, ("Asia/Tokyo",)),))), session("a")
    )
    page = Page(report_html(report(timetable(asked, {"a": "2020-06-22 09:00"}))).decode("utf-8"))
    assert {"b", "i"} & set(page.tags) == set()
    assert "Report: <b>Forum</b>" in page.texts


@pytest.mark.parametrize("render", [report_html, report_json, report_text])
def test_an_empty_timetable_can_be_reported_and_the_same_one_is_reported_the_same(render):
    empty = timetable(programme(session("a")), {})
    assert render(report(empty)) == render(report(empty))
    assert render(report(TABLE)) == render(report(TABLE))
