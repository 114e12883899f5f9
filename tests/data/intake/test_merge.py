"""Exports laid over a folder: what people wrote stays, what only the export changed is taken, all is accounted for."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from data.editing import EditedTable
from data.intake import unfinished
from data.intake.merge import Wishes, finish_unfinished, plan_import
from data.intake.rows import Held, Intake, KnownChannel, KnownType, Refused, Setting, Taken
from data.intake.state import read_state
from data.problems import ForumError, InputProblems, Origin
from data.readers import read_forum, read_timetable

FRAME = """\
[forum]
name = "Tiny Forum"
site = "https://forum.example/"
zone = "Europe/Zurich"
first_day = 2020-06-22
last_day = 2020-06-26

[[periods]]
id = "week"
name = "Week"
first_day = 2020-06-22
last_day = 2020-06-26
hours = ["09:00-17:00"]
types = ["workshop", "talk"]

[[channels]]
id = "room"
name = "Virtual room"

[[types]]
id = "workshop"
name = "Thematic Workshop"
duration = 60

[[types]]
id = "talk"
name = "Talk"
duration = 30
"""
FILE = "export.json"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "forum"
    place.mkdir()
    (place / "forum.toml").write_text(FRAME)
    return place


class Export:
    """An export whose rows each come from a record of their own."""

    def __init__(self, source="pretalx", **more):
        self.source = source
        self.taken = []
        self.more = more

    def add(self, table, key, /, **cells):
        self.taken.append(Taken(table, key, cells, Origin(FILE, len(self.taken) + 1)))
        return self

    def session(self, key, title="A title", **cells):
        return self.add("requests", key, **{"title": title, "type": "Thematic workshop", **cells})

    def person(self, key, name="Ana One", **cells):
        return self.add("people", key, name=name, **cells)

    @property
    def intake(self):
        records = tuple(taken.origin for taken in self.taken)
        return replace(Intake(self.source, records, tuple(self.taken)), **self.more)


def imported(folder, *exports, **wishes):
    merge = plan_import(folder, [export.intake for export in exports], Wishes(**wishes))
    merge.write()
    return merge


def rows(folder, name):
    return EditedTable.read(folder, name).rows


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def became(merge):
    return [(line.became, line.table, line.id) for line in merge.lines]


def week():
    """An export with two sessions, two people, and what belongs to them."""
    return (
        Export()
        .session("s1", "Water", id="W-1", preferred_dates="2020-06-23", after="s2", expected_audience="40")
        .session("s2", "Fire; and smoke", days_apart="s1 2..3", not_with="s1")
        .person("p1", "Ana One", country="Kenya", city="Nairobi")
        .person("p2", "Bo Two", zone="Asia/Kathmandu")
        .add("appearances", "s1/p1", session="s1", person="p1", role="moderator")
        .add("appearances", "s2/p2", session="s2", person="p2")
        .add("contacts", "p1", id="p1", email="ana@one.example", note="calls at noon")
        .add("themes", "t1", view="More of it", theme="Water")
    )


# ---- new rows ------------------------------------------------------------------------------------------------------


def test_rows_are_taken_with_ids_for_keys_and_types(folder):
    merge = imported(folder, week())
    assert rows(folder, "requests") == [
        {
            "id": "W-1",
            "title": "Water",
            "type": "workshop",
            "preferred_dates": "2020-06-23",
            "after": "R-001",
            "expected_audience": "40",
        },
        {"id": "R-001", "title": "Fire; and smoke", "type": "workshop", "not_with": "W-1", "days_apart": "W-1 2..3"},
    ]
    assert rows(folder, "people") == [
        {"id": "P-001", "name": "Ana One", "country": "Kenya"},
        {"id": "P-002", "name": "Bo Two", "zone": "Asia/Kathmandu"},
    ]
    assert rows(folder, "appearances") == [
        {"session": "W-1", "person": "P-001", "role": "moderator"},
        {"session": "R-001", "person": "P-002"},
    ]
    assert rows(folder, "contacts") == [{"id": "P-001", "email": "ana@one.example", "note": "calls at noon"}]
    assert rows(folder, "themes") == [{"id": "VIEW-001", "view": "More of it", "theme": "Water"}]
    assert Counter(line.became for line in merge.lines) == {"taken": 7, "routed": 1}
    reading = read_forum(folder, contacts=True)
    assert [person.zone for person in reading.programme.people] == ["Africa/Nairobi", "Asia/Kathmandu"]


def test_importing_the_same_twice_changes_nothing(folder):
    imported(folder, week())
    before = contents(folder)
    merge = imported(folder, week())
    assert merge.files == {}
    assert contents(folder) == before
    assert {line.became for line in merge.lines} == {"unchanged"}


def test_nothing_is_written_before_it_is_asked_for(folder):
    before = contents(folder)
    merge = plan_import(folder, [week().intake])
    assert contents(folder) == before
    assert list(merge.files) == [
        "people.csv",
        "requests.csv",
        "appearances.csv",
        "contacts.csv",
        "themes.csv",
        "imports/report.csv",
        "imports/pretalx.json",
    ]


def test_ids_are_never_used_again(folder):
    (folder / "requests.csv").write_text("id,title,type\nR-007,By hand,talk\n")
    (folder / "revisions.json").write_text('{"rows": [{"session": "R-011.2"}]}')
    imported(folder, Export().session("a").session("b", id="r-007").session("c", id="CON"))
    assert [row["id"] for row in rows(folder, "requests")] == ["R-007", "R-012", "R-013", "R-014"]
    table = EditedTable.read(folder, "requests")
    table.remove(3)
    table.path.write_bytes(table.to_bytes())
    imported(folder, Export().session("a").session("b").session("c").session("d"))
    assert [row["id"] for row in rows(folder, "requests")] == ["R-007", "R-012", "R-013", "R-015"]


def test_dates_are_written_in_the_form_of_the_folder(folder):
    (folder / "forum.toml").write_text(
        FRAME.replace("[[periods]]", "[[periods]]", 1).replace(
            "last_day = 2020-06-26\n\n", 'last_day = 2020-06-26\ndate_format = "%d/%m/%Y"\n\n', 1
        )
    )
    export = Export().session("a", preferred_dates="2020-06-23..2020-06-24; 2020-06-26", description="on 2020-06-23")
    export.person("p", cannot="2020-06-23 09:00-12:00")
    imported(folder, export)
    assert rows(folder, "requests")[0]["preferred_dates"] == "23/06/2020..24/06/2020; 26/06/2020"
    assert rows(folder, "requests")[0]["description"] == "on 2020-06-23"
    assert rows(folder, "people")[0]["cannot"] == "23/06/2020 09:00-12:00"
    before = contents(folder)
    imported(folder, export)
    assert contents(folder) == before


# ---- edited by hand, and exported again ----------------------------------------------------------------------------


def edit(folder, name, index, **cells):
    table = EditedTable.read(folder, name)
    for column, text in cells.items():
        table.set(index, column, text)
    table.path.write_bytes(table.to_bytes())


def as_workbook(folder, name):
    """Make a workbook of a table, with numbers and dates as such, as a spreadsheet program would."""
    book = openpyxl.Workbook()
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            book.worksheets[0].append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    sheet = book.worksheets[0]
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value == "2020-06-23":
                cell.value = date(2020, 6, 23)
    packed = io.BytesIO()
    book.save(packed)
    (folder / f"{name}.csv").unlink()
    (folder / f"{name}.xlsx").write_bytes(packed.getvalue())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_people_wrote_stays_and_is_listed(folder, form):
    imported(folder, week())
    if form == "xlsx":
        for name in ("requests", "people"):
            as_workbook(folder, name)
    edit(folder, "requests", 0, title="Water for all", priority="5", status="confirmed")
    edit(folder, "requests", 1, track="Air", expected_audience="")
    export = week()
    export.taken[0] = replace(
        export.taken[0],
        cells={**export.taken[0].cells, "title": "Water!", "preferred_dates": "2020-06-24", "expected_audience": "60"},
    )
    export.taken[1] = replace(export.taken[1], cells={"title": "Fire", "type": "talk"})
    merge = imported(folder, export)
    first, second = rows(folder, "requests")
    assert first == {
        "id": "W-1",
        "title": "Water for all",
        "type": "workshop",
        "preferred_dates": "2020-06-24",
        "after": "R-001",
        "expected_audience": "60",
        "priority": "5",
        "status": "confirmed",
    }
    assert second == {"id": "R-001", "title": "Fire", "type": "talk", "track": "Air"}
    assert [(d.id, d.column, d.folder, d.export, d.origin.row) for d in merge.differences] == [
        ("W-1", "title", "Water for all", "Water!", 1)
    ]
    assert became(merge)[:2] == [("changed", "requests", "W-1"), ("changed", "requests", "R-001")]
    assert merge.lines[0].reason == "taken: preferred_dates, expected_audience; what the folder says stays: title"
    before = contents(folder)
    again = imported(folder, export)
    assert (contents(folder), again.differences) == (before, ())


def test_untouched_records_keep_their_bytes(folder):
    imported(folder, week())
    path = folder / "requests.csv"
    path.write_bytes(path.read_bytes().replace(b"Fire; and smoke", b'"Fire; and smoke"').replace(b"\r\n", b"\n"))
    before = path.read_bytes().split(b"\n")
    export = week()
    export.taken[0] = replace(export.taken[0], cells={**export.taken[0].cells, "title": "Water!"})
    imported(folder, export)
    after = path.read_bytes().split(b"\n")
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, True, True]


def test_a_row_deleted_by_hand_stays_deleted(folder):
    imported(folder, week())
    for name in ("requests", "appearances", "contacts"):
        table = EditedTable.read(folder, name)
        table.remove(0)
        if name == "requests":
            table.set(0, "not_with", "")
            table.set(0, "days_apart", "")
        table.path.write_bytes(table.to_bytes())
    export = week()
    export.taken[0] = replace(export.taken[0], cells={**export.taken[0].cells, "title": "Water!"})
    merge = imported(folder, export)
    assert [row["id"] for row in rows(folder, "requests")] == ["R-001"]
    assert len(rows(folder, "appearances")) == 1
    assert rows(folder, "contacts") == []
    told = {line.table: line.became for line in merge.lines if line.origin.row in (1, 5, 7)}
    assert told == {"requests": "deleted", "appearances": "refused", "contacts": "deleted"}
    before = contents(folder)
    imported(folder, export)
    assert contents(folder) == before


# ---- withdrawn -----------------------------------------------------------------------------------------------------


def without(export, *keys):
    export.taken = [taken for taken in export.taken if taken.key not in keys]
    return export


def test_what_is_gone_is_cancelled_and_comes_back(folder):
    imported(folder, week())
    merge = imported(folder, without(week(), "s2", "s2/p2", "p2"))
    assert rows(folder, "requests")[1]["status"] == "cancelled"
    assert [row["session"] for row in rows(folder, "appearances")] == ["W-1", "R-001"]
    assert len(rows(folder, "people")) == 2
    gone = [(line.became, line.table, line.id) for line in merge.lines if line.origin is None]
    assert gone == [
        ("kept", "people", "P-002"),
        ("withdrawn", "requests", "R-001"),
    ]
    before = contents(folder)
    imported(folder, without(week(), "s2", "s2/p2", "p2"))
    assert contents(folder) == before
    merge = imported(folder, week())
    assert "status" not in rows(folder, "requests")[1]
    assert [row["session"] for row in rows(folder, "appearances")] == ["W-1", "R-001"]
    assert ("restored", "requests", "R-001") in became(merge)


def test_what_people_changed_is_not_withdrawn(folder):
    imported(folder, week())
    edit(folder, "requests", 1, status="confirmed")
    edit(folder, "appearances", 0, role="host")
    merge = imported(folder, without(week(), "s2", "s1/p1", "s2/p2"))
    assert rows(folder, "requests")[1]["status"] == "confirmed"
    assert len(rows(folder, "appearances")) == 2
    assert [(line.became, line.table) for line in merge.lines if line.origin is None] == [
        ("kept", "requests"),
        ("kept", "appearances"),
    ]


def test_an_appearance_that_vanishes_from_a_session_that_is_there_is_taken_out(folder):
    imported(folder, week())
    merge = imported(folder, without(week(), "s1/p1"))
    assert [row["session"] for row in rows(folder, "appearances")] == ["R-001"]
    assert [(line.became, line.table) for line in merge.lines if line.origin is None] == [("withdrawn", "appearances")]


def test_a_session_that_comes_back_without_one_of_its_panel_loses_them_then(folder):
    imported(folder, week().add("appearances", "s2/p1", session="s2", person="p1"))
    imported(folder, without(week(), "s2", "s2/p2"))
    assert [row["session"] for row in rows(folder, "appearances")] == ["W-1", "R-001", "R-001"]
    imported(folder, week())
    assert "status" not in rows(folder, "requests")[1]
    assert [(row["session"], row["person"]) for row in rows(folder, "appearances")] == [
        ("W-1", "P-001"),
        ("R-001", "P-002"),
    ]


def test_many_that_are_gone_at_once_are_asked_about(folder):
    def some(*numbers):
        export = Export()
        for number in numbers:
            export.session(f"s{number}")
        return export

    imported(folder, some(*range(20)))
    before = contents(folder)
    with pytest.raises(ForumError, match=r"6 of the 20 sessions .* --gone keep"):
        imported(folder, some(*range(14)))
    merge = imported(folder, some(*range(14)), gone="keep")
    assert contents(folder) == before
    assert Counter(line.became for line in merge.lines) == {"unchanged": 14, "kept": 6}
    imported(folder, some(*range(14)), gone="cancel")
    assert [row.get("status") for row in rows(folder, "requests")] == [None] * 14 + ["cancelled"] * 6
    imported(folder, some(*range(10)))
    assert [row.get("status") for row in rows(folder, "requests")] == [None] * 10 + ["cancelled"] * 10


# ---- refused -------------------------------------------------------------------------------------------------------


def test_rows_that_would_not_read_are_refused_all_at_once(folder):
    export = (
        Export(refused=(Refused(Origin(FILE, 99), "Draft", "rejected in the source"),))
        .session("a", "Good")
        .session("b", "Bad", sdgs="18", expected_audience="many")
        .session("c", "Odd", type="Gala")
        .session("d", "Con\x07trol")
        .session("e", "Late", zone="CST")
        .person("p")
        .add("appearances", "b/p", session="b", person="p")
        .add("appearances", "x/p", session="x", person="p")
    )
    export.more["records"] = (*(taken.origin for taken in export.taken), Origin(FILE, 99), Origin(FILE, 100))
    merge = imported(folder, export)
    assert [row["title"] for row in rows(folder, "requests")] == ["Good"]
    told = {line.origin.row: (line.became, line.reason) for line in merge.lines}
    assert told[1] == ("taken", "")
    assert told[2] == ("refused", "expected_audience: read “many”; expected a whole number, 0 or more")
    assert told[3] == (
        "refused",
        "forum.toml has no type of the id or name “Gala”: add it there, or say one of talk, workshop",
    )
    assert told[4][1].startswith("title: expected text without control characters")
    assert told[5][1].startswith("zone: read “CST”; expected a zone")
    assert told[6] == ("taken", "")
    assert told[7] == told[8] == ("refused", "its session was not taken")
    assert told[99] == ("refused", "Draft: rejected in the source")
    assert told[100] == ("refused", "nothing was found in it")
    assert [row.key for row in read_state(folder, "pretalx").rows] == ["a", "p"]


def test_of_the_parts_of_another_forum_toml_those_that_the_folder_has_are_kept(folder):
    regions = '[[comfort.regions]]\nname = "Asia"\nshare = 100\nzones = ["Asia/Kathmandu"]\n\n[[channels]]'
    channel = '[[channels]]\nfeatures = ["captions"]\ncount = 2'
    (folder / "forum.toml").write_text(FRAME.replace("[[channels]]", channel).replace("[[channels]]", regions))
    export = Export().session(
        "a", channel="room", periods="week; night", needs="captions; stage", target_regions="Asia"
    )
    export.session("b", channel="hall", target_regions="Mars; Asia").session("c", channel="room-2", periods="night")
    export.person("p", region="Asia").person("q", region="Mars")
    merge = imported(folder, export)
    columns = ("channel", "periods", "needs", "target_regions")
    assert [{column: row[column] for column in columns if column in row} for row in rows(folder, "requests")] == [
        {"channel": "room", "periods": "week", "needs": "captions", "target_regions": "Asia"},
        {"target_regions": "Asia"},
        {"channel": "room-2"},
    ]
    assert [row.get("region") for row in rows(folder, "people")] == ["Asia", None]
    assert [(note.file, note.column, note.found, note.expected.partition(" of")[0]) for note in merge.notes] == [
        ("people", "region", "Mars", "left out in 1 row"),
        ("requests", "channel", "hall", "left out in 1 row"),
        ("requests", "needs", "stage", "left out in 1 row"),
        ("requests", "periods", "night", "left out in 2 rows"),
        ("requests", "target_regions", "Mars", "left out in 1 row"),
    ]
    before = contents(folder)
    imported(folder, export)
    assert contents(folder) == before


def test_a_length_off_the_grid_of_the_folder_is_refused_and_says_why(folder):
    merge = imported(folder, Export().session("a", duration="25").session("b", duration="45"))
    assert [line.reason for line in merge.lines] == [
        "duration: read “25”; expected a multiple of the grid, 15 minutes",
        "",
    ]


def test_a_change_that_would_not_read_is_refused_and_tried_again(folder):
    imported(folder, Export().session("a", sdgs="3"))
    merge = imported(folder, Export().session("a", "New", sdgs="18"))
    assert rows(folder, "requests")[0] == {"id": "R-001", "title": "A title", "type": "workshop", "sdgs": "3"}
    assert became(merge) == [("refused", "requests", "R-001")]
    imported(folder, Export().session("a", "New", sdgs="4"))
    assert rows(folder, "requests")[0]["title"] == "New"


def test_a_problem_that_shows_in_a_row_of_another_refuses_the_row_that_brings_it(folder):
    (folder / "requests.csv").write_text("id,title,type,series,part\nZ-1,By hand,talk,Talks,1\n")
    export = Export().session("a", "Good").session("b", "Twice", series="Talks", part="1").session("c", "Fine")
    merge = imported(folder, export)
    assert [row["title"] for row in rows(folder, "requests")] == ["By hand", "Good", "Fine"]
    assert [line.became for line in merge.lines] == ["taken", "refused", "taken"]


def test_a_folder_that_is_not_in_order_is_left_alone(folder):
    (folder / "requests.csv").write_text("id,title,type\nR-1,By hand,gala\n")
    before = contents(folder)
    with pytest.raises(InputProblems, match="gala"):
        imported(folder, week())
    assert contents(folder) == before


def test_a_state_that_was_spoilt_is_told(folder):
    imported(folder, week())
    (folder / "imports" / "pretalx.json").write_text('{"format": "forum-import/1", "source": "pretalx", "rows": [{}]}')
    with pytest.raises(InputProblems, match=r"imports/pretalx\.json, row 1: expected a row with table"):
        imported(folder, week())


@pytest.mark.parametrize("name", ["../x", "", "a b", "-a"])
def test_a_source_has_a_name_that_can_be_a_file(folder, name):
    with pytest.raises(ForumError, match="no name for a source"):
        imported(folder, Export(name).session("a"))


# ---- zones ---------------------------------------------------------------------------------------------------------


def test_doubtful_zones_are_listed_and_decided(folder):
    export = Export().person("a", country="Brazil").person("b", "Bo", country="Allemagne").person("c", "Cy")
    imported(folder, export)
    assert [row.get("zone") for row in rows(folder, "people")] == [None, "Europe/Berlin", None]
    listed = EditedTable.read(folder / "imports", "zones")
    assert [(row["id"], row["confidence"]) for row in listed.rows] == [("P-001", "doubtful"), ("P-003", "unknown")]
    listed.set(0, "decision", "Sao Paulo")
    listed.set(1, "decision", "+02:00")
    listed.path.write_bytes(listed.to_bytes())
    merge = imported(folder, export)
    assert [row.get("zone") for row in rows(folder, "people")] == ["America/Sao_Paulo", "Europe/Berlin", None]
    assert [(note.file, note.row, note.column) for note in merge.notes] == [("imports/zones.csv", 3, "decision")]
    edit(folder, "people", 0, zone="America/Manaus")
    listed.set(0, "decision", "America/Bahia")
    listed.path.write_bytes(listed.to_bytes())
    merge = imported(folder, export)
    assert rows(folder, "people")[0]["zone"] == "America/Manaus"
    assert [(each.column, each.export) for each in merge.differences] == [("zone", "America/Bahia")]


# ---- several sources, and rows that were merged --------------------------------------------------------------------


def test_two_sources_keep_apart(folder):
    imported(folder, week(), Export("forms").session("s1", "Other").person("p1", "Cy"))
    assert [row["id"] for row in rows(folder, "requests")] == ["W-1", "R-001", "R-002"]
    imported(folder, Export("forms").session("s1", "Another").person("p1", "Cy"))
    assert [row["title"] for row in rows(folder, "requests")] == ["Water", "Fire; and smoke", "Another"]
    with pytest.raises(ForumError, match="--source"):
        imported(folder, week(), week())


def test_a_row_that_was_merged_is_found_under_its_new_id(folder):
    export = Export().person("a", "Ana").person("b", "Ana B.").session("s").session("t")
    export.add("appearances", "s/b", session="s", person="b")
    imported(folder, export)
    edit(folder, "people", 0, merged_ids="P-002")
    edit(folder, "appearances", 0, person="P-001")
    table = EditedTable.read(folder, "people")
    table.remove(1)
    table.path.write_bytes(table.to_bytes())
    export.add("appearances", "t/b", session="t", person="b")
    merge = imported(folder, export)
    assert [row["id"] for row in rows(folder, "people")] == ["P-001"]
    assert [(row["session"], row["person"]) for row in rows(folder, "appearances")] == [
        ("R-001", "P-001"),
        ("R-002", "P-001"),
    ]
    assert [line.became for line in merge.lines] == [
        "unchanged",
        "merged",
        "unchanged",
        "unchanged",
        "unchanged",
        "taken",
    ]


def test_what_the_team_decides_to_be_the_same_is_merged_by_the_next_import(folder):
    export = Export().person("a", "Ana Example", country="Kenya").person("b", "Example, Ana", country="Kenya")
    export.session("s").add("appearances", "s/a", session="s", person="a")
    export.add("appearances", "s/b", session="s", person="b")
    export.add("contacts", "a", id="a", email="ana@one.example").add("contacts", "b", id="b", email="ana@one.example")
    merge = imported(folder, export)
    assert [(each.kind, each.first, each.second) for each in merge.alike] == [("person", "P-001", "P-002")]
    assert [row["id"] for row in rows(folder, "people")] == ["P-001", "P-002"]
    before = contents(folder)
    assert imported(folder, export).alike == ()
    assert contents(folder) == before
    edit(folder, "alike", 0, decision="same")
    imported(folder, export)
    assert rows(folder, "people") == [{"id": "P-001", "name": "Ana Example", "country": "Kenya", "merged_ids": "P-002"}]
    assert rows(folder, "appearances") == [{"session": "R-001", "person": "P-001"}]
    assert rows(folder, "contacts") == [{"id": "P-001", "email": "ana@one.example"}]
    merge = imported(folder, export)
    assert Counter(line.became for line in merge.lines) == {"unchanged": 4, "merged": 3}
    before = contents(folder)
    imported(folder, export)
    assert contents(folder) == before


# ---- a folder that is begun ----------------------------------------------------------------------------------------


def held_export(**more):
    start = datetime(2020, 6, 22, 8, 10, tzinfo=UTC)
    held = (
        Held("s1", start, "Main hall"),
        Held("s2", start.replace(day=24), "Room “B”"),
        Held("s2", start.replace(day=25), "Room “B”"),
    )
    setting = Setting(
        "Forum = 2020", "Europe/Zurich", None, None, (KnownChannel("Main hall", 300),), (KnownType("Talk"),)
    )
    export = Export(held=held, setting=setting, **more)
    export.add("sessions", "s1", title="One", type="Talk", duration="40", status="confirmed")
    return export.add("sessions", "s2", title="Two", type="Keynote (long)", status="confirmed")


def test_a_folder_is_begun_with_its_times(tmp_path):
    folder = tmp_path / "new"
    merge = imported(folder, held_export())
    assert merge.begun is True
    reading = read_forum(folder, contacts=True)
    forum = reading.programme.forum
    assert (forum.name, forum.zone, str(forum.days), forum.grid) == (
        "Forum = 2020",
        "Europe/Zurich",
        "2020-06-22..2020-06-25",
        10,
    )
    assert [(kind.id, kind.duration) for kind in forum.types] == [("talk", 40), ("keynote-long", 60)]
    assert [channel.id for channel in forum.channels] == ["main-hall", "room-b"]
    placed = read_timetable(folder, reading.programme).placements
    assert {name: (str(each.start), each.channel) for name, each in placed.items()} == {
        "S-001": ("2020-06-22 08:10:00+00:00", "main-hall"),
        "S-002": ("2020-06-24 08:10:00+00:00", "room-b"),
    }
    assert [note.expected for note in merge.notes] == ["not placed: it is not to be held, or not so often"]
    before = contents(folder)
    imported(folder, held_export())
    assert contents(folder) == before


def test_times_without_a_channel_are_told_once_with_their_number(tmp_path):
    start = datetime(2020, 6, 22, 8, tzinfo=UTC)
    held = tuple(Held(key, start, channel) for key, channel in (("s1", ""), ("s2", ""), ("s3", "Hall")))
    export = Export(held=held, setting=Setting(zone="Europe/Zurich"))
    merge = imported(tmp_path / "new", export.session("s1").session("s2").session("s3"))
    assert [note.expected for note in merge.notes] == ["not placed: 2 starts without a channel in the export"]


def test_times_can_be_pinned_and_stay_so(tmp_path):
    folder = tmp_path / "new"
    imported(folder, held_export(), pin_times=True)
    assert (folder / "timetable.json").exists() is False
    first = rows(folder, "sessions")[0]
    assert (first["fixed_start"], first["channel"]) == ("2020-06-22 10:10", "main-hall")
    before = contents(folder)
    imported(folder, held_export())
    assert contents(folder) == before


# ---- the report ----------------------------------------------------------------------------------------------------


def test_every_record_is_in_the_report(folder):
    export = week()
    export.more = {
        "refused": (Refused(Origin(FILE, 50), "X", "no title"),),
        "records": (*(taken.origin for taken in export.taken), Origin(FILE, 50)),
    }
    merge = imported(folder, export)
    with (folder / "imports" / "report.csv").open(newline="", encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    assert [(row["file"], int(row["row"])) for row in told] == [(o.file, o.row) for o in export.intake.records]
    assert Counter(row["became"] for row in told) == {"taken": 7, "routed": 1, "refused": 1}
    assert len(merge.lines) == len(export.intake.records)


# ---- broken off ----------------------------------------------------------------------------------------------------


def test_an_import_that_was_broken_off_is_finished_first(folder, monkeypatch):
    imported(folder, week())
    expected = contents(folder)
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (folder / "forum.toml").write_text(FRAME)
    merge = plan_import(folder, [week().intake])
    calls = []

    def broken(place, content, real=unfinished.save):
        calls.append(place.name)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(place, content)

    monkeypatch.setattr(unfinished, "save", broken)
    with pytest.raises(KeyboardInterrupt):
        merge.write()
    monkeypatch.undo()
    read_forum(folder)
    with pytest.raises(ForumError, match="broken off"):
        plan_import(folder, [week().intake])
    assert finish_unfinished(folder) is True
    assert contents(folder) == expected
    assert finish_unfinished(folder) is False


def test_what_people_changed_since_an_import_was_broken_off_is_not_written_over(folder, monkeypatch):
    merge = plan_import(folder, [week().intake])
    monkeypatch.setattr(unfinished, "finish", lambda place: None)
    merge.write()
    monkeypatch.undo()
    (folder / "requests.csv").write_text("id,title,type\nR-1,By hand,talk\n")
    with pytest.raises(ForumError, match=r"requests\.csv changed since"):
        finish_unfinished(folder)
    assert (folder / "requests.csv").read_text() == "id,title,type\nR-1,By hand,talk\n"
