"""Tests that the answers of a form become rows, each accounted for, and that nothing is lost or misread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake import forms
from data.intake.mapping import FormMapping, mapping_from_toml, mapping_toml
from data.intake.proposing import propose
from data.intake.rows import Intake
from data.intake.sources import Source
from data.problems import InputProblems, Origin
from data.readers.cells import DateForm
from data.readers.columns import COLUMNS, ROUTED
from tests.data.intake.form_files import GOOGLE, STALL, VIEW, WORKSHOP, clock, csv_source, google, microsoft, workbook

FILE = "Requests (Responses).csv"

SMALL = """\
source = "small"
key = ["Timestamp", "Email"]
dates = "day-first"

[fixed]
type = "workshop"

[columns]
"Timestamp" = "answered"
"Email" = "contact email"
"Title" = "title"
"Dates" = "preferred_dates"
"Hours" = "preferred_hours"
"Zone" = "zone"
"Length" = "duration"
"Text" = "description"
"Who" = "speakers"
"Organisers" = { to = "organisers", separator = ";" }
"Topics" = "needs"
"Days [Mon]" = { to = "preferred_weekdays", item = "Mon" }
"Days [Tue]" = { to = "preferred_weekdays", item = "Tue" }

[values.Topics]
"Health, education" = "health"
"None of these" = ""

[values."Days [Mon]"]
"Good" = "yes"
"Bad" = "no"
"""
HEADINGS = (
    "Timestamp", "Email", "Title", "Dates", "Hours", "Zone", "Length", "Text", "Who", "Organisers", "Topics",
    "Days [Mon]", "Days [Tue]",
)  # fmt: skip


def small(*answers: Mapping[str, str], mapping: str = SMALL, headings: tuple[str, ...] = HEADINGS) -> Intake:
    usual = {"Timestamp": "14/07/2020 10:00:00", "Email": "a@x.example", "Title": "One"}
    rows = [{**usual, **answer} for answer in answers]
    source = csv_source([headings, *([row.get(heading, "") for heading in headings] for row in rows)], "form.csv")
    return forms.read([source], "Europe/Zurich", mapping_from_toml(mapping, "map.toml"))


def cells(intake: Intake, table: str) -> list[dict[str, str]]:
    return [dict(each.cells) for each in intake.taken if each.table == table]


def notes(intake: Intake) -> list[str]:
    assert all(note.note for note in intake.notes)
    return [str(note) for note in intake.notes]


def proposed(*sources: Source) -> FormMapping:
    return mapping_from_toml(mapping_toml(propose(sources)), "map.toml")


PROPOSED = proposed(google(WORKSHOP, STALL, VIEW))


def accounted(intake: Intake) -> None:
    """Each record has a row or is refused, keys are unique, cells are columns, references lead to keys."""
    of = {each.origin for each in intake.taken} | {each.origin for each in intake.refused}
    assert set(intake.records) <= of
    assert len({(each.table, each.key) for each in intake.taken}) == len(intake.taken)
    keys = {each.key for each in intake.taken}
    for each in intake.taken:
        known = {column.name for column in {**COLUMNS, **ROUTED}[each.table]} | {"city"}
        assert set(each.cells) <= known
        assert all(each.cells.values())
        if each.table in ("appearances", "contacts"):
            assert {each.cells[name] for name in ("session", "person", "id") if name in each.cells} <= keys


def test_one_answer_gives_a_request_people_contacts_and_a_recommendation() -> None:
    source = google(WORKSHOP, STALL, VIEW)
    intake = forms.read([source], "Europe/Zurich", proposed(source))
    accounted(intake)
    assert intake.records == (Origin(FILE, 2), Origin(FILE, 3), Origin(FILE, 4))
    assert cells(intake, "requests") == [
        {
            "title": "Bridges of trust",
            "type": "Thematic workshop",
            "organisers": "Boro Institute",
            "duration": "60",
            "action_lines": "C1;C7-e-health",
            "sdgs": "4;9",
            "preferred_dates": "2020-07-20;2020-07-22",
            "preferred_hours": "08:00-12:00;12:00-18:00",
            "preferred_weekdays": "Mon",
            "zone": "Africa/Nairobi",
            "languages": "en;fr",
            "captioning": "yes",
            "description": "Two lines\nof text 🎉",
        }
    ]
    assert cells(intake, "people") == [
        {"name": "Dr Li Wei", "organisation": "Institute of Things", "country": "China"},
        {"name": "Jo Mar", "organisation": "Mar Ltd", "country": "Kenya"},
        {"name": "Kim Lo"},
    ]
    assert [row["role"] for row in cells(intake, "appearances")] == ["speaker", "speaker", "moderator"]
    assert cells(intake, "recommendations") == [
        {
            "name": "Ada Ro",
            "organisation": "Ro Lab",
            "country": "Japan",
            "reason": "She knows.",
            "recommended_by": "Boro Institute",
        }
    ]
    assert cells(intake, "themes") == [{"view": "More on access.", "organisation": "Sol AG"}]
    assert cells(intake, "exhibition") == [{"organisation": "Makers of Lome", "size": "3 x 3 m"}]
    contacts = [{name: cell for name, cell in row.items() if name != "id"} for row in cells(intake, "contacts")]
    assert contacts == [
        {"email": "li@things.example"},
        {"email": "jo@mar.example"},
        {"email": "ana@boro.example", "note": "Sent by Ana Boro\nAnything else?: =SUM(A1)"},
        {"email": "ana@boro.example"},
        {"email": "bo@makers.example", "note": "Sent by Bo Makers"},
        {"email": "cy@sol.example", "note": "Sent by Cy Sol"},
    ]
    assert notes(intake) == []


def test_nothing_private_is_outside_contacts() -> None:
    answer = {
        **WORKSHOP,
        "Title of the session": "Mail me: ana@boro.example",
        "Please describe your session": "Write to li@things.example",
        "Organisation": "Boro <office@boro.example>",
        "Speaker 1 name": "Li Wei <li@things.example>",
    }
    intake = forms.read([google(answer)], "Europe/Zurich", PROPOSED)
    accounted(intake)
    public = [each for each in intake.taken if each.table != "contacts"]
    assert [each for each in public if "@" in f"{each.key} {dict(each.cells)}"] == []
    assert [note for note in notes(intake) if "@" in note] == []
    assert cells(intake, "people")[0]["name"] == "Li Wei"
    kept = "\n".join(row.get("note", "") for row in cells(intake, "contacts"))
    assert "Write to li@things.example" in kept
    assert "office@boro.example" in kept


def test_real_dates_of_a_workbook_and_answers_joined_by_semicolons() -> None:
    questions = ["Titre de l'atelier", "Langues", "Objectifs de développement durable", "Intervenants"]
    source = microsoft(
        ["Ponts", "français;anglais;", "ODD 4;ODD 5;", "Awa Sall (Institut, Sénégal)\nBob Li - Things - Chine"],
        ["Autre", "arabe;", "", ""],
        questions=questions,
    )
    intake = forms.read([source], "Europe/Paris", proposed(source))
    accounted(intake)
    assert cells(intake, "requests") == [
        {"title": "Ponts", "type": "workshop", "sdgs": "4;5", "languages": "fr;en"},
        {"title": "Autre", "type": "workshop", "languages": "ar"},
    ]
    assert cells(intake, "people") == [
        {"name": "Awa Sall", "organisation": "Institut", "country": "Sénégal"},
        {"name": "Bob Li", "organisation": "Things", "country": "China"},
    ]


def test_a_workbook_and_a_csv_file_of_one_form_give_the_same_keys() -> None:
    text = SMALL.replace('dates = "day-first"', 'dates = "month-first"')
    mapping = mapping_from_toml(text, "map.toml")
    head = ["Timestamp", "Email", *HEADINGS[2:]]
    empty = [""] * (len(HEADINGS) - 3)
    as_text = csv_source([head, ["7/14/2020 10:00:00", "A@x.example", "One", *empty]])
    as_dates = workbook([head, [clock("2020-07-14 10:00:00"), "a@x.example", "One", *empty]])
    google_own = csv_source([head, ["2020/07/14 10:00:00 AM GMT+2", "a@x.example", "One", *empty]])
    keys = {forms.read([each], "Europe/Zurich", mapping).taken[0].key for each in (as_text, as_dates, google_own)}
    assert len(keys) == 1


def test_of_answers_with_one_key_the_later_counts() -> None:
    mapping = SMALL.replace('key = ["Timestamp", "Email"]', 'key = ["Email"]')
    later = {"Timestamp": "15/07/2020 09:00:00", "Title": "New"}
    intake = small(later, {"Title": "Old"}, {"Title": "Other", "Email": "b@x.example"}, mapping=mapping)
    accounted(intake)
    assert [row["title"] for row in cells(intake, "requests")] == ["New", "Other"]
    assert [(each.origin.row, each.what, each.reason) for each in intake.refused] == [
        (3, "Old", "replaced by row 2, an answer with the same key")
    ]


@pytest.mark.parametrize(
    ("answer", "what", "reason"),
    [
        ({"Timestamp": "", "Email": ""}, "One", "no answer to “Timestamp”, “Email”, by which it would be known again"),
        ({"Title": ""}, "", "nothing is asked for: only who sent it, or nothing at all, is filled in"),
        ({"Title": "", "Length": "60"}, "", "no title for requests: no answer to “Title” that can be read"),
        ({"Title": "Test 123"}, "Test 123", "only a test, as it is called “Test 123”"),
        ({"Title": "\u200b"}, "", "nothing is asked for: only who sent it, or nothing at all, is filled in"),
    ],
    ids=["no-key", "empty", "no-title", "test", "unseen"],
)
def test_what_no_row_is_made_of_is_refused_with_the_reason(answer: dict[str, str], what: str, reason: str) -> None:
    intake = small(answer)
    accounted(intake)
    assert intake.taken == ()
    assert [(each.what, each.reason) for each in intake.refused] == [(what, reason)]


def test_a_title_that_only_begins_like_a_test_is_taken() -> None:
    assert [row["title"] for row in cells(small({"Title": "Testing of networks"}), "requests")] == [
        "Testing of networks"
    ]


def test_a_cell_that_cannot_be_read_is_kept_in_the_private_note() -> None:
    intake = small({"Length": "rather long", "Dates": "14/07/2020, soon"})
    assert cells(intake, "requests") == [{"title": "One", "type": "workshop"}]
    assert [row["note"] for row in cells(intake, "contacts")] == ["Length: rather long\nDates: 14/07/2020, soon"]
    assert notes(intake) == [
        "form.csv, row 2, Length: read “rather long”; expected one duration such as 60 minutes; kept in the note of"
        " contacts",
        "form.csv, row 2, Dates: read “14/07/2020, soon”; expected a date such as 14/07/2020 or 14 July 2020; kept in"
        " the note of contacts",
    ]


def test_wishes_are_left_out_where_their_zone_is_not_understood() -> None:
    wishes = {"Dates": "14/07/2020", "Hours": "9-12"}
    plain, doubtful, none = (small({**wishes, "Zone": zone}) for zone in ("Nepal", "CET", ""))
    assert cells(plain, "requests")[0]["zone"] == "Asia/Kathmandu"
    assert cells(doubtful, "requests") == [{"title": "One", "type": "workshop"}]
    assert (
        cells(doubtful, "contacts")[0]["note"] == "Zone: CET\npreferred_dates: 2020-07-14\npreferred_hours: 09:00-12:00"
    )
    assert len(notes(doubtful)) == 3
    assert "zone" not in cells(none, "requests")[0]


def test_the_zone_of_wished_times_can_be_the_same_for_all() -> None:
    mapping = SMALL.replace("\n[fixed]", 'wished_zone = "Tokyo"\n\n[fixed]')
    with_wish, without = (small(answer, mapping=mapping) for answer in ({"Hours": "9-12"}, {}))
    assert cells(with_wish, "requests")[0]["zone"] == "Asia/Tokyo"
    assert "zone" not in cells(without, "requests")[0]


def test_lists_values_grids_and_odd_texts() -> None:
    intake = small(
        {
            "Title": "=HYPERLINK(1)\tand\nmore",
            "Organisers": "One, Two; Three",
            "Topics": "Health, education, Polls, None of these",
            "Days [Mon]": "Good",
            "Days [Tue]": "yes",
            "Text": "\u202bمرحبا\u202c\n🎉",
        },
        {"Email": "b@x.example", "Days [Mon]": "Bad", "Days [Tue]": "no"},
    )
    assert cells(intake, "requests") == [
        {
            "title": "=HYPERLINK(1) and more",
            "type": "workshop",
            "organisers": "One, Two;Three",
            "preferred_weekdays": "Mon;Tue",
            "needs": "health;Polls",
            "description": "مرحبا\n🎉",
        },
        {"title": "One", "type": "workshop"},
    ]
    assert notes(intake) == []


def test_an_overlong_cell_is_told_and_cut() -> None:
    intake = small({"Text": "x" * 32_768})
    assert cells(intake, "requests") == [{"title": "One", "type": "workshop", "description": "x" * 32_766 + "…"}]
    assert notes(intake) == [
        f"form.csv, row 2, Text: read “{'x' * 77}…”; expected at most 32,767 characters; there are 32,768: cut"
    ]


def test_one_person_in_two_answers_is_one_and_others_are_kept_apart() -> None:
    intake = small(
        {"Who": "Dr Ana Boro (Institute) <ana@x.example>\nKim Lo"},
        {"Email": "b@x.example", "Who": "Boro, Ana (Kenya) <ANA@x.example>\nKim Lo"},
    )
    accounted(intake)
    assert cells(intake, "people") == [
        {"name": "Dr Ana Boro", "organisation": "Institute", "country": "Kenya"},
        {"name": "Kim Lo"},
        {"name": "Kim Lo"},
    ]
    assert len(cells(intake, "appearances")) == 4


def test_the_next_export_with_one_more_question_works_and_names_it() -> None:
    intake = small({"Shoe size": "42"}, headings=(*HEADINGS, "Shoe size"))
    assert len(cells(intake, "requests")) == 1
    assert notes(intake) == [
        "form.csv, row 1, Shoe size: the mapping does not have this question: its answers are not read"
    ]


def test_a_question_that_was_renamed_is_told_with_the_near_one() -> None:
    with pytest.raises(InputProblems) as raised:
        small({}, headings=tuple(heading.replace("Organisers", "Organizers") for heading in HEADINGS))
    assert [str(problem) for problem in raised.value.problems] == [
        "form.csv, row 1, Organisers: expected this column, which the mapping names; did you mean “Organizers”?"
    ]
    assert [str(note) for note in raised.value.notes] == [
        "form.csv, row 1, Organizers: the mapping does not have this question: its answers are not read; did you mean"
        " “Organisers”?"
    ]


@pytest.mark.parametrize(
    ("order", "dates", "told"),
    [
        (
            'dates = "day-first"\n',
            ["7/14/2020"],
            "Dates: read “7/14/2020”; expected dates day-first, as the mapping says;",
        ),
        ("", ["05/08/2020", "06/08/2020"], "Dates: read “05/08/2020”; expected dates of which it can be told whether"),
        ("", ["14/07/2020", "7/14/2020"], "Dates: read “14/07/2020”; expected dates of which it can be told whether"),
    ],
    ids=["against-the-mapping", "either", "both"],
)
def test_dates_that_cannot_be_told_are_asked_for(order: str, dates: list[str], told: str) -> None:
    mapping = SMALL.replace('dates = "day-first"\n', order)
    answers = [{"Timestamp": f"2020-07-0{n} 10:00", "Dates": text} for n, text in enumerate(dates, start=1)]
    with pytest.raises(InputProblems) as raised:
        small(*answers, mapping=mapping)
    assert [str(problem).startswith(f"form.csv, row 1, {told}") for problem in raised.value.problems] == [True]


def test_the_order_of_dates_is_settled_for_each_column() -> None:
    mapping = SMALL.replace('dates = "day-first"\n', "")
    intake = small(
        {"Timestamp": "7/14/2020 10:00:00", "Dates": "05/08/2020"},
        {"Timestamp": "7/14/2020 11:00:00", "Dates": "14/08/2020"},
        mapping=mapping,
    )
    assert [row["preferred_dates"] for row in cells(intake, "requests")] == ["2020-08-05", "2020-08-14"]


def test_answers_to_what_is_not_asked_for_are_noted() -> None:
    source = google({**STALL, "Title of the session": "Leftover"})
    intake = forms.read([source], "Europe/Zurich", PROPOSED)
    accounted(intake)
    assert [each.table for each in intake.taken] == ["exhibition", "contacts"]
    assert notes(intake) == [
        f"{FILE}, row 2, Title of the session: not read, as this answer is for exhibition; kept in the note of contacts"
    ]


def test_an_answer_that_leads_nowhere_is_refused() -> None:
    source = google({**STALL, "What would you like to submit?": "A dance"})
    mapping = PROPOSED
    intake = forms.read([source], "Europe/Zurich", mapping)
    accounted(intake)
    assert [each.reason for each in intake.refused] == [
        "the mapping does not say where the answer “A dance” to “What would you like to submit?” leads"
    ]


def test_an_answer_that_the_mapping_leads_nowhere_says_so() -> None:
    source = google({**STALL, "What would you like to submit?": "Nothing yet"})
    mapping = proposed(google(WORKSHOP, STALL, VIEW, {"What would you like to submit?": "Nothing yet"}))
    assert [each.reason for each in forms.read([source], "UTC", mapping).refused] == [
        "by the mapping, the answer “Nothing yet” to “What would you like to submit?” leads to no table"
    ]


@pytest.mark.parametrize("letter", ["T", "1", "a", "@", "-", ",", " 1", "C1 ", "(", "9:", "https://", "a.", "July "])
def test_answers_that_go_on_for_ever_are_read_to_their_end(letter: str) -> None:
    long = (letter * 32_000)[:32_000]
    answer = {**dict.fromkeys(GOOGLE, long), "What would you like to submit?": "Request a workshop", "Time zone": long}
    answer["Timestamp"] = "7/14/2020 10:00:00"
    intake = forms.read([google(answer)], "UTC", PROPOSED)
    accounted(intake)
    assert mapping_toml(propose([google(answer)])).count("\n") > len(GOOGLE)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(GOOGLE),
            st.one_of(
                st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
                st.sampled_from([cell for cell in WORKSHOP.values() if cell]),
            ),
        ),
        max_size=4,
    )
)
@settings(max_examples=20, deadline=None)
def test_whatever_is_answered_each_row_is_accounted_for(answers: list[dict[str, str]]) -> None:
    source = google(*answers)
    mapping = replace(PROPOSED, order="month-first")
    accounted(forms.read([source], "UTC", mapping))
    propose([source])


def test_a_form_is_recognised_and_other_tables_are_not() -> None:
    sources = {
        google(WORKSHOP): True,
        microsoft(["One"], questions=["Titre"]): True,
        csv_source([["Zeitstempel", "Titel"]]): True,
        csv_source([["id", "title", "type"], ["S-1", "One", "workshop"]]): False,
        csv_source([[]]): False,
        Source("x.json", b"{}"): False,
        Source("x.xlsx", b"PK broken"): False,
    }
    assert [forms.recognises(source) for source in sources] == list(sources.values())


def test_a_file_without_a_table_is_told() -> None:
    mapping = mapping_from_toml(SMALL.replace('source = "small"', 'source = "small"\nsheet = "Answers"'), "map.toml")
    told = []
    for source in (csv_source([["", ""]], "empty.csv"), workbook([["Title"]]), Source("broken.xlsx", b"PK")):
        with pytest.raises(InputProblems) as raised:
            forms.read([source], "Europe/Zurich", mapping)
        told.append(str(raised.value.problems[0]))
    assert told == [
        "empty.csv: expected a row of headings; this file is empty",
        "form.xlsx: read “Answers”; expected a sheet of this name; there are Form1",
        "broken.xlsx: expected a workbook (.xlsx); this is none",
    ]


def test_reading_twice_gives_the_same() -> None:
    source = google(WORKSHOP, STALL, VIEW, headings=GOOGLE)
    assert forms.read([source], "UTC", proposed(source)) == forms.read([source], "UTC", proposed(source))
    assert DateForm().day(cells(forms.read([source], "UTC", proposed(source)), "requests")[0]["preferred_dates"][:10])
