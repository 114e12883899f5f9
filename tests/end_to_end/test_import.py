"""`forum import`: an export becomes a folder that plans, and the next export is laid over what people made of it."""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import sys

import openpyxl
import pytest

from data.editing import EditedTable
from data.intake.importing import import_files
from data.intake.mapping import read_mapping
from data.intake.merge import Wishes, finish_unfinished, plan_import
from data.intake.recognising import recognise
from data.readers import read_forum
from tests.end_to_end.command import contents, done, forum

WHEN = ("--zone", "Zurich", "--first-day", "2020-06-22", "--last-day", "2020-06-26")


# ---- a form, from week to week -------------------------------------------------------------------------------------

QUESTIONS = ("Timestamp", "Email Address", "Title of the workshop", "Organisation", "Description", "Duration (minutes)")


def answer(number, title, minutes="60"):
    when = f"2020/02/{number:02d} 9:00:00 AM GMT+1"
    return (when, f"sender{number}@org{number}.example", title, f"Organisation {number}", f"About {title}.", minutes)


def write_answers(path, *rows):
    page = io.StringIO(newline="")
    csv.writer(page).writerows([QUESTIONS, *rows])
    path.write_text(page.getvalue(), encoding="utf-8")
    return path


@pytest.fixture
def begun(tmp_path):
    """A folder with three answers of a form; its mapping lies beside it."""
    answers = write_answers(
        tmp_path / "answers.csv", answer(1, "Water"), answer(2, "Fire"), answer(3, "=Earth; and\nmore")
    )
    command = ("import", answers, "--into", tmp_path / "forum", "--map", tmp_path / "map.toml")
    assert "Nothing is imported." in done(*command).stdout
    assert not (tmp_path / "forum").exists()
    done(*command, *WHEN)
    return tmp_path


def week_after(place, *rows, options=()):
    write_answers(place / "answers.csv", *rows)
    return done(
        "import", place / "answers.csv", "--into", place / "forum", "--map", place / "map.toml", *options
    ).stdout


def to_workbook(path):
    book = openpyxl.Workbook()
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            book.worksheets[0].append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.create_sheet("Notes")["A1"] = "kept"
    book.save(path.with_suffix(".xlsx"))
    path.unlink()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_edits_are_kept_and_differences_listed_week_after_week(begun, form):
    folder = begun / "forum"
    if form == "xlsx":
        to_workbook(folder / "requests.csv")
    table = EditedTable.read(folder, "requests")
    table.set(0, "title", "Water for everybody")
    table.set(1, "priority", "5")
    table.append({"id": "H-1", "title": "By hand", "type": "workshop"})
    table.path.write_bytes(table.to_bytes())
    fresh = [answer(1, "Water for all"), answer(2, "Fire", "90"), answer(4, "Air")]
    before = contents(folder)
    dry = week_after(begun, *fresh, options=["--dry-run"])
    assert contents(folder) == before
    told = week_after(begun, *fresh)
    assert dry.replace("Would write", "Wrote") == told
    assert (
        "What people wrote in the folder stays (1):\n"
        "  requests R-001, title: “Water for everybody”; the export says “Water for all” (answers.csv, row 2)\n"
    ) in told
    assert "  requests R-003: not in this export any more: cancelled\n" in told
    rows = EditedTable.read(folder, "requests").rows
    assert [(row["id"], row["title"], row.get("duration"), row.get("priority"), row.get("status")) for row in rows] == [
        ("R-001", "Water for everybody", "60", None, None),
        ("R-002", "Fire", "90", "5", None),
        ("R-003", "=Earth; and more", "60", None, "cancelled"),
        ("H-1", "By hand", None, None, None),
        ("R-004", "Air", "60", None, None),
    ]
    before = contents(folder)
    assert "Nothing to write" in week_after(begun, *fresh)
    assert contents(folder) == before
    if form == "xlsx":
        assert openpyxl.load_workbook(folder / "requests.xlsx")["Notes"]["A1"].value == "kept"
    done("check", folder)


def test_nothing_private_goes_into_public_tables(begun):
    for path in (begun / "forum").glob("*"):
        if path.is_file() and path.name != "contacts.csv":
            assert b".example" not in path.read_bytes().replace(b"https://forum.example/", b""), path.name


# ---- what cannot be meant ------------------------------------------------------------------------------------------


def test_what_is_not_known_is_told_with_what_is(tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleagues,\nplease find attached.\n")
    run = forum("import", letter, "--into", tmp_path / "forum", *WHEN)
    assert run.returncode == 1
    assert (
        "letter.txt: expected an export of Sessionize, frab schedule, Indico, EasyChair or pretalx, answers of a form"
        in (run.stderr)
    )
    assert not (tmp_path / "forum").exists()


def test_a_form_is_asked_for_a_mapping_and_a_folder_for_its_zone_and_days(tmp_path):
    answers = write_answers(tmp_path / "answers.csv", answer(1, "Water"))
    assert "say --map MAP.toml" in forum("import", answers, "--into", tmp_path / "forum").stderr
    command = ("import", answers, "--into", tmp_path / "forum", "--map", tmp_path / "map.toml")
    done(*command)
    run = forum(*command)
    assert (run.returncode, run.stderr) == (
        1,
        "The export does not say in which zone the forum is at home: say --zone, as Europe/Zurich.\n",
    )
    assert "say --first-day and --last-day" in forum(*command, "--zone", "Nepal").stderr
    assert "--zone CST: expected a zone; CST can mean" in forum(*command, "--zone", "CST").stderr


def test_a_folder_is_not_imported_into_itself(begun):
    run = forum("import", begun / "forum", "--into", begun / "forum")
    assert (run.returncode, "into itself" in run.stderr) == (1, True)


# ---- killed at every change to the disk ----------------------------------------------------------------------------


def killed_at(number, merge):
    """Write a merge in another process that is killed at the change to the disk with this number; whether it was."""
    child = os.fork()
    if child == 0:
        left = [number]

        def count():
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def watch(event, arguments):
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            if writes or event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir"):
                count()

        sys.addaudithook(watch)
        merge.write()
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs another process that begins where this one is")
def test_an_import_killed_at_any_step_is_not_done_or_is_finished_by_the_next(begun):
    folder = begun / "forum"
    old = contents(folder)
    answers = write_answers(begun / "answers.csv", answer(1, "Water!"), answer(2, "Fire"), answer(4, "Air"))
    intakes = recognise([answers], mapped=True).read("Europe/Zurich", read_mapping(begun / "map.toml"))
    merge = plan_import(folder, intakes)
    seen = []
    for number in range(500):
        place = begun / f"at-{number}"
        shutil.copytree(folder, place)
        killed = killed_at(number, type(merge)(place, *(getattr(merge, name) for name in merge.__slots__[1:])))
        found = {name: content for name, content in contents(place).items() if not leftover(name)}
        read_forum(place, contacts=True)
        unfinished = finish_unfinished(place)
        after = {name: content for name, content in contents(place).items() if not leftover(name)}
        new = {**old, **merge.files}
        if unfinished or not killed:
            assert after == new
        else:
            assert (found, after) == (old, old) or (found, after) == (new, new)
        seen.append("new" if after == new else "old")
        shutil.rmtree(place)
        if not killed:
            break
    assert killed is False
    assert seen == sorted(seen, reverse=True)
    assert (seen.count("old") > 5, seen.count("new") > 10) == (True, True)


def leftover(name):
    """Whether a file is plainly one that was still being written."""
    return name.endswith(".begun") or name.startswith("imports/unfinished")


def test_an_import_after_a_broken_one_finishes_it_and_goes_on(begun):
    folder = begun / "forum"
    answers = write_answers(begun / "answers.csv", answer(1, "Water"), answer(2, "Fire"), answer(4, "Air"))
    merge = import_files(
        [answers], folder, Wishes(), mapping=begun / "map.toml", dry_run=True, refuse=lambda _: (), misfits=lambda _: ()
    )
    for number in range(12, 40):
        killed_at(number, merge)
        if (folder / "imports" / "unfinished.list").exists():
            break
    assert "broken off" in forum("import", answers, "--into", folder, "--map", begun / "map.toml", "--dry-run").stderr
    assert "Nothing to write" in done("import", answers, "--into", folder, "--map", begun / "map.toml").stdout
    assert [row["id"] for row in EditedTable.read(folder, "requests").rows] == ["R-001", "R-002", "R-003", "R-004"]
    assert not (folder / "imports" / "unfinished").exists()
