"""A forum folder, read whole: its files, in which order, and the programme that they make together."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data import revisions
from data.nearest import suggestion
from data.problems import ForumError, InputProblem, InputProblems
from data.programme import Programme
from data.readers import alike, crosschecks, forum_toml, rules_toml
from data.readers.appearances import read_appearances
from data.readers.columns import COLUMNS, ROUTED
from data.readers.contacts import check_contacts, check_join_links
from data.readers.decisions import apply_decisions, read_decisions
from data.readers.interest import read_interest
from data.readers.merged_ids import check_merged_ids, understand_merged_ids, with_understood
from data.readers.people import read_people
from data.readers.requests import read_sessions
from data.readers.routed import check_routed
from data.readers.tables import FORMS, Table, Unreadable, content_of, find_table, read_long_table, read_table
from data.timetable import edited_rows, published_from_json, timetable_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from data.policy import Policy
    from data.revisions import Revisions
    from data.timetable import Placement, Timetable

TIMETABLE = "timetable.json"
_ENDINGS = re.compile(r"(?:\.(?:csv|tsv|xlsx?|ods|toml)(?:\.txt)?)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder says, notes on it that stop nothing, and the names of the files that were read."""

    programme: Programme
    policy: Policy
    notes: tuple[InputProblem, ...]
    files: tuple[str, ...]


def read_forum(
    folder: Path,
    *,
    contacts: bool = False,
    refuse: Callable[[Policy], Iterable[InputProblem]] = lambda policy: (),
    decisions: Path | None = None,
) -> Reading:
    """Read a forum folder; with `contacts` the private table and `alike` are checked too, otherwise never opened.

    Which rules there are is not known here: `refuse` says what is wrong with the policy. With `decisions` that file is
    read instead of the folder's table of this name.
    Raises InputProblems with all that is wrong in all files, and ForumError where there is no such folder.
    """
    if not folder.is_dir():
        raise ForumError(f"There is no forum folder {folder}.")
    problems: list[InputProblem] = []
    found = {
        name: path
        for name in (*COLUMNS, *ROUTED)
        if (name != "contacts" or contacts) and (path := find_table(folder, name, problems)) is not None
    }
    if decisions is not None:
        found["decisions"] = decisions
    frame = forum_toml.read_frame(folder, problems)
    policy = rules_toml.read_policy(folder, problems)
    problems += refuse(policy)
    tables = {name: _table(name, found, frame, problems) for name in (*COLUMNS, *ROUTED) if name != "interest"}
    misnamed = _check_folder(folder, found, problems, contacts=contacts)
    if not {"requests", "sessions"} & set(found):
        problems.append(InputProblem("requests.csv", 0, "", "", "expected this file, sessions.csv, or both"))
    unknown = misnamed | {name for name, table in tables.items() if table.without_ids}
    unknown |= set() if {"requests", "sessions"} & set(found) else {"requests"}

    sessions_became, people_became = understand_merged_ids(tables)
    requested, refused = read_sessions(tables["requests"], frame, official=False)
    officials, more_refused = read_sessions(tables["sessions"], frame, official=True)
    all_sessions = [*requested, *officials]
    refused |= more_refused
    all_people, refused_people = read_people(tables["people"], frame)
    # Of tables whose ids are not known, no id that another table names can be called unknown.
    if {"requests", "sessions"} & unknown:
        refused |= _named(tables, "appearances", "session") | _named(tables, "decisions", "session")
        refused |= _named(tables, "contacts", "id")
        refused |= {name for session in all_sessions for name in crosschecks.names_of_sessions(session)}
    if "people" in unknown:
        refused_people |= _named(tables, "appearances", "person") | _named(tables, "contacts", "id")
        refused_people |= {name for session in all_sessions for name in session.facilitated_by}
    crosschecks.check_ids(all_sessions, "session", problems)
    crosschecks.check_ids(all_people, "person", problems)
    check_merged_ids(all_sessions, all_people, problems)
    sessions = {session.id: session for session in all_sessions}
    people = {person.id: person for person in all_people}
    crosschecks.check_references(sessions, refused, problems)
    crosschecks.check_series(sessions, problems)
    crosschecks.check_order(sessions, problems)
    doubtful = {
        row.text("id")
        for name in ("requests", "sessions")
        for row in tables[name].rows
        if {"type", "duration"} & row.wrong
    }
    appearances = read_appearances(tables["appearances"], sessions, doubtful)
    crosschecks.check_appearances(appearances, sessions, people, refused | refused_people, problems)
    types = frame.forum.type if "types" in frame.known else {}
    crosschecks.check_facilitators(sessions, people, types, appearances, refused_people, problems)
    decided_on = read_decisions(tables["decisions"], frame, sessions, refused)
    routed = check_routed(tables, {*sessions, *people}, frame.dates)
    linked = check_contacts(tables["contacts"], {*sessions, *people, *refused, *refused_people, *routed})
    check_join_links(linked, tables, frame.forum, problems)
    if contacts:
        alike.read_alike(
            folder, problems, {*sessions, *refused, *sessions_became}, {*people, *refused_people, *people_became}
        )
    interest: dict[tuple[str, str], int] = {}
    if "interest" in found:
        wishes = read_long_table(found["interest"], "interest", frame.dates, problems)
        if wishes is not None and not {"requests", "sessions"} & unknown:
            interest = read_interest(with_understood(wishes, "session", sessions_became), sessions, refused)

    wrong = [problem for problem in problems if not problem.note]
    if wrong:
        raise InputProblems(wrong, (problem for problem in problems if problem.note))
    decided = apply_decisions(decided_on, sessions)
    programme = Programme(frame.forum, tuple(decided.values()), tuple(all_people), tuple(appearances), interest)
    crosschecks.check_services(programme, problems)
    crosschecks.check_lengths(programme, problems)
    crosschecks.check_gaps(programme, problems)
    toml_files = [name for name in (forum_toml.FILE, rules_toml.FILE) if (folder / name).exists()]
    files = (*toml_files, *(path.name for path in found.values()))
    return Reading(programme, policy, tuple(sorted(problems)), files)


def read_timetable(folder: Path, programme: Programme, notes: list[InputProblem] | None = None) -> Timetable:
    """Read the folder's timetable, with notes of placements that are dropped as their sessions are not held any more.

    Raises ForumError where there is none, InputProblems where it is wrong.
    """
    return timetable_from_json(_timetable_text(folder), programme, notes=notes)


def read_published(
    folder: Path, programme: Programme, notes: list[InputProblem] | None = None
) -> Mapping[str, Placement]:
    """Read the folder's timetable for replanning: its channels, people and sessions may be gone since.

    Raises ForumError where there is none, InputProblems where it is wrong.
    """
    return published_from_json(_timetable_text(folder), programme, notes=notes)


def read_edited_rows(folder: Path, timetable: Timetable) -> Mapping[str, int]:
    """Return the numbers of the rows of the folder's timetable that a person edited, by occurrence."""
    return edited_rows(_timetable_text(folder), timetable.placements)


def _timetable_text(folder: Path) -> str:
    path = folder / TIMETABLE
    if not os.path.lexists(path):
        raise ForumError(f"There is no {TIMETABLE} in {folder} yet: run “forum plan” first.")
    return json_text(path)


def read_revisions(folder: Path) -> Revisions:
    """Read the folder's ledger of what was published, empty where there is none; raise InputProblems if it is wrong."""
    path = folder / revisions.FILE
    return revisions.revisions_from_json(json_text(path)) if os.path.lexists(path) else revisions.Revisions()


def json_text(path: Path, file: str = "") -> str:
    """Return the text of a JSON file, called `file` or by its name; raise InputProblems where it is none in UTF-8."""
    try:
        return content_of(path).decode("utf-8-sig")
    except Unreadable as error:
        raise InputProblems([InputProblem(file or path.name, 0, "", "", str(error))]) from error
    except UnicodeDecodeError as error:
        raise InputProblems([InputProblem(file or path.name, 0, "", "", "expected UTF-8")]) from error


def _table(name: str, found: dict[str, Path], frame: forum_toml.Frame, problems: list[InputProblem]) -> Table:
    """Read a table if there is one; its dates only where it is known how dates are written."""
    if name not in found:
        return Table(name, f"{name}.csv")
    table = read_table(found[name], name, frame.dates, problems)
    if "dates" not in frame.known:
        columns = ROUTED[name] if name in ROUTED else COLUMNS[name]
        dated = {column.name for column in columns if "date" in column.form or column.form == "times"}
        for row in table.rows:
            row.cells = {column: cell for column, cell in row.cells.items() if column not in dated}
    return table


def _named(tables: Mapping[str, Table], name: str, column: str) -> set[str]:
    """The ids in a column of a table; of an occurrence, the id of its session."""
    return {row.text(column).partition(".")[0] for row in tables[name].rows}


def _check_folder(folder: Path, found: Mapping[str, Path], problems: list[InputProblem], *, contacts: bool) -> set[str]:
    """Note files that look like tables or settings of a forum, but are none that is read.

    One whose name differs only in letter case or in its ending from a file that is not there is a problem.
    Returns the names of the tables of these.
    """
    wanted = {name: f"{name}.csv or {name}.xlsx" for name in (*COLUMNS, *ROUTED) if contacts or name != "contacts"}
    wanted |= {file.removesuffix(".toml"): file for file in (forum_toml.FILE, rules_toml.FILE)}
    names = {path.name for path in folder.iterdir()}
    there = {*found, *(file.removesuffix(".toml") for file in (forum_toml.FILE, rules_toml.FILE) if file in names)}
    read = {path.name for path in found.values()}
    known = {
        forum_toml.FILE,
        rules_toml.FILE,
        *(f"{name}{form}" for name in (*COLUMNS, *ROUTED, alike.NAME) for form in FORMS),
    }
    misnamed = set()
    for name in sorted(names - known):
        meant = _ENDINGS.sub("", name.casefold())
        if name.startswith((".", "~")):
            continue
        if meant in wanted and meant not in there:
            misnamed.add(meant)
            problems.append(InputProblem(name, 0, "", "", f"expected the name {wanted[meant]}; this file is not read"))
        elif Path(name).suffix.casefold() in {*FORMS, ".xls", ".ods", ".tsv", ".txt", ".toml"}:
            expected = f"this file is not read{suggestion(name, known - read)}"
            problems.append(InputProblem(name, 0, "", "", expected, note=True))
    return misnamed
