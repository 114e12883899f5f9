"""The three-way merge of exports into a forum folder: what was imported last, what the folder says, what is new.

A cell that only the export changed is taken; what people wrote in the folder stays, always. The merge is tried on a
copy that is read as every folder is: rows that it would be wrong with are refused, and only what reads well is written.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.editing import EditedTable
from data.intake.attempt import Attempt, Before, Unit
from data.intake.begin import begun
from data.intake.duplicates import settle
from data.intake.held import placements
from data.intake.origins import TABLE as ZONES
from data.intake.report import FILE as REPORT
from data.intake.report import Line, report_csv
from data.intake.state import FOLDER, State, place
from data.intake.unfinished import finish, is_unfinished, write_together
from data.problems import ForumError, InputProblem, InputProblems
from data.readers import read_forum
from data.readers.folder import TIMETABLE
from data.readers.forum_toml import FILE as FORUM
from data.readers.tables import find_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from data.intake.report import Difference
    from data.intake.rows import Intake
    from data.policy import Policy
    from data.readers import Reading
    from data.readers.alike import Alike

MOST_GONE = 4
"""One of so many requests of a source may be gone at once, before it is asked whether that is meant."""
FEW_GONE = 5
"""So many gone requests are always few."""

TRIAL = "trial"
"""The copy of a folder on which a merge is tried."""

ORDER = (
    "people",
    "sessions",
    "requests",
    "appearances",
    "contacts",
    "recommendations",
    "themes",
    "exhibition",
    "decisions",
    "alike",
)
"""The tables in the order in which they are written: each names only rows of those before it."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How an import is wanted.

    `gone`: what becomes of rows that are not in the export any more, `cancel` or `keep`; empty cancels, unless they are
    suspiciously many. `pin_times`: the times of the export become fixed starts. The others are for a folder that is
    begun: its home zone and days, where the export does not say them.
    """

    gone: str = ""
    pin_times: bool = False
    zone: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """What an import would write, by paths within the folder, and all that is to be told of it."""

    folder: Path
    files: Mapping[str, bytes]
    lines: tuple[Line, ...]
    differences: tuple[Difference, ...]
    notes: tuple[InputProblem, ...]
    begun: bool
    alike: tuple[Alike, ...] = ()
    """The pairs of rows that look like one and were not suggested before."""

    def write(self) -> None:
        """Write all files, or none; raise ForumError if that fails."""
        if self.files:
            write_together(self.folder, self.files)


def plan_import(
    folder: Path,
    intakes: Sequence[Intake],
    wishes: Wishes = Wishes(),
    *,
    digests: Mapping[str, Mapping[str, str]] | None = None,
    refuse: Callable[[Policy], Iterable[InputProblem]] = lambda policy: (),
    misfits: Callable[[Reading], Iterable[InputProblem]] = lambda reading: (),
) -> Merge:
    """Merge what sources bring into a folder, which need not be there yet; nothing is written.

    `digests` are those of the files by source. `refuse` says what is wrong with a policy, `misfits` what else is wrong
    with a folder. Raises InputProblems where the folder is not in order before, and ForumError where the import as a
    whole cannot be meant.
    """
    if is_unfinished(folder):
        raise ForumError(f"An import into {folder} was broken off: import once without --dry-run, to finish it first.")
    names = [intake.source for intake in intakes]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise ForumError(f"Two of the exports would have the name {doubled}: import them one by one, with --source.")
    for name in names:
        place(folder, name)

    def judged(trial: Path) -> tuple[Reading | None, tuple[InputProblem, ...]]:
        try:
            reading = read_forum(trial, contacts=True, refuse=refuse)
        except InputProblems as error:
            return None, error.problems
        return reading, tuple(misfits(reading))

    with tempfile.TemporaryDirectory(prefix="forum-import-") as made:
        copy = Path(made) / "before"
        _copy(folder, copy)
        frame = _frame(folder, copy, intakes, wishes)
        _, wrong = judged(copy)
        if wrong:
            raise InputProblems(wrong)
        before = Before(copy, tuple(intakes), wishes.pin_times, wishes.gone)
        _refuse_if_many_are_gone(before, wishes)
        attempt, reading = _settled(before, Path(made), judged)
        reading, alike, merged = _without_duplicates(Path(made), reading, judged)
        files, told = _files(folder, Path(made) / TRIAL, before, attempt, reading, frame, digests or {})
    return Merge(
        folder,
        files,
        tuple(attempt.lines),
        tuple(attempt.differences),
        (*(note for intake in intakes for note in intake.notes), *before.origins.wrong, *attempt.notes, *merged, *told),
        frame is not None,
        alike,
    )


def _without_duplicates(
    made: Path, reading: Reading, judged: Callable[[Path], tuple[Reading | None, tuple[InputProblem, ...]]]
) -> tuple[Reading, tuple[Alike, ...], list[InputProblem]]:
    """Merge in the tried folder what the team has decided to be the same, and search it for what looks like one."""
    trial, merged = made / TRIAL, made / "merged"
    settled = settle(trial)
    shutil.copytree(trial, merged)
    for path, content in settled.files.items():
        (merged / path.name).write_bytes(content)
    after, problems = judged(merged)
    if after is None or problems:
        expected = "not merged as it says “same”: {}"
        notes = [InputProblem("alike.csv", 0, "", "", expected.format(problem), note=True) for problem in problems]
        return reading, (), notes
    shutil.rmtree(trial)
    merged.rename(trial)
    notes = [
        InputProblem("alike.csv", 0, "", "", f"{old} is merged into {name}", note=True)
        for old, name in sorted(settled.merged.items())
    ]
    for each in settled.differing:
        found = f"{each.second} said so, {each.first} says {each.kept or 'nothing'}"
        notes.append(InputProblem(each.table, 0, each.column, each.dropped, found, note=True))
    return after, settled.suggested, notes


def finish_unfinished(folder: Path) -> bool:
    """Finish an import that was broken off; return whether there was one."""
    if not is_unfinished(folder):
        return False
    finish(folder)
    return True


def _copy(folder: Path, copy: Path) -> None:
    """Copy what is read of a folder."""
    if folder.is_dir():
        ignored = shutil.ignore_patterns("releases", "interest.csv", "interest.xlsx", ".*")
        shutil.copytree(folder, copy, ignore=ignored, ignore_dangling_symlinks=True)
    elif folder.exists():
        raise ForumError(f"{folder} is a file: expected a folder, or one that is not there yet.")
    else:
        copy.mkdir()


def _frame(folder: Path, copy: Path, intakes: Sequence[Intake], wishes: Wishes) -> str | None:
    """Begin the copy of a folder that is none yet; return its forum.toml."""
    frame = None
    if not (folder / FORUM).exists():
        frame = begun(folder.resolve().name, intakes, wishes.zone, wishes.first, wishes.last)
        (copy / FORUM).write_bytes(frame.encode("utf-8"))
    if not any(find_table(copy, name, []) for name in ("requests", "sessions")):
        (copy / "requests.csv").write_bytes(EditedTable.read(copy, "requests").to_bytes())
    return frame


def _refuse_if_many_are_gone(before: Before, wishes: Wishes) -> None:
    for intake in before.intakes:
        here = {(taken.table, taken.key) for taken in intake.taken}
        state = before.states.get(intake.source, State(intake.source))
        live = [row for row in state.rows if row.table in ("requests", "sessions") and not row.gone | row.deleted]
        gone = [row for row in live if (row.table, row.key) not in here]
        if not wishes.gone and len(gone) >= FEW_GONE and len(gone) * MOST_GONE > len(live):
            shown = ", ".join(row.id for row in gone[:8]) + (" ..." if len(gone) > 8 else "")
            raise ForumError(
                f"{len(gone)} of the {len(live)} sessions that {intake.source} brought are not in this export"
                f" ({shown}). If it is complete, say --gone cancel: they are cancelled. If it is a part of it,"
                " say --gone keep."
            )


def _settled(
    before: Before,
    made: Path,
    judged: Callable[[Path], tuple[Reading | None, tuple[InputProblem, ...]]],
) -> tuple[Attempt, Reading]:
    """Try the merge, without the rows that it is wrong with, until it reads well."""
    refused: dict[Unit, str] = {}

    def tried(without: Mapping[Unit, str]) -> tuple[Attempt, Reading | None, tuple[InputProblem, ...]]:
        attempt = Attempt(before, without)
        trial = made / TRIAL
        shutil.rmtree(trial, ignore_errors=True)
        shutil.copytree(before.folder, trial)
        for table in attempt.tables.values():
            if table.changed:
                (trial / table.path.name).write_bytes(table.to_bytes())
        reading, problems = judged(trial)
        return attempt, reading, problems

    while True:
        attempt, reading, problems = tried(refused)
        if not problems and reading is not None:
            return attempt, reading
        touched = attempt.touched()
        found = [(touched.get((problem.file, problem.row)), problem) for problem in problems]
        blamed: dict[Unit, InputProblem] = {}
        for unit, problem in found:
            if unit is not None:
                blamed.setdefault(unit, problem)
        if not blamed:
            blamed = _culprits(
                list(dict.fromkeys(touched.values())), refused, lambda without: tried(without)[2], problems
            )
        refused |= {unit: _reason(problem) for unit, problem in blamed.items()}


def _culprits(
    units: list[Unit],
    refused: Mapping[Unit, str],
    problems_without: Callable[[Mapping[Unit, str]], tuple[InputProblem, ...]],
    problems: tuple[InputProblem, ...],
) -> dict[Unit, InputProblem]:
    """The rows without which all others read well, where the problems stand in rows of others."""
    kept: set[Unit] = set()
    found: dict[Unit, InputProblem] = {}

    def add(part: list[Unit]) -> None:
        out = {unit: "" for unit in units if unit not in kept and unit not in part}
        wrong = problems_without({**refused, **out})
        if not wrong:
            kept.update(part)
        elif len(part) == 1:
            found[part[0]] = wrong[0]
        else:
            add(part[: len(part) // 2])
            add(part[len(part) // 2 :])

    if not units or problems_without({**refused, **dict.fromkeys(units, "")}):
        raise InputProblems(problems)
    add(units)
    return found


def _reason(problem: InputProblem) -> str:
    return str(replace(problem, file=problem.column or "row", row=0, column=""))


def _files(
    folder: Path,
    trial: Path,
    before: Before,
    attempt: Attempt,
    reading: Reading,
    frame: str | None,
    digests: Mapping[str, Mapping[str, str]],
) -> tuple[dict[str, bytes], list[InputProblem]]:
    """All files that differ from what the folder holds, in the order in which they are written; and notes."""
    files: dict[str, bytes] = {}
    if frame is not None:
        files[FORUM] = frame.encode("utf-8")
    for name in ORDER:
        path = find_table(trial, name, [])
        if path is not None:
            files[path.name] = path.read_bytes()
    timetable, notes = placements(reading.programme, before.folder, attempt.held)
    if timetable is not None:
        files[TIMETABLE] = timetable
    zones = before.origins.note(attempt.doubts)
    if zones.changed:
        files[f"{FOLDER}/{ZONES}{zones.path.suffix}"] = zones.to_bytes()
    states = {}
    for intake in before.intakes:
        known = before.states.get(intake.source, State(intake.source))
        read = digests.get(intake.source, known.files)
        pins = before.pins(intake.source)
        state = State(intake.source, read, pins, tuple(attempt.kept[intake.source].values()))
        states[f"{FOLDER}/{intake.source}.json"] = state.to_json()
    files |= states
    files = {name: content for name, content in files.items() if not _same(folder / name, content)}
    if files:
        report = {f"{FOLDER}/{REPORT}": report_csv(attempt.lines)}
        new = {name: files.pop(name) for name in states if name in files}
        files |= {name: content for name, content in report.items() if not _same(folder / name, content)} | new
    return files, notes


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


__all__ = ["Merge", "Wishes", "finish_unfinished", "plan_import"]
