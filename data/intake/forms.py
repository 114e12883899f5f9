"""The answers of a form: tables of Google Forms and Microsoft Forms, or any other with a row for each answer.

Google Forms writes a CSV file (or a Google Sheet, saved as CSV or XLSX) whose first column is when the form was
answered (“Timestamp”, in the language of its owner) and whose other headings are the questions as they are asked;
several answers to one question are joined by “, ”, and each row of a grid is a column `Question [Row]`
(support.google.com/docs/answer/139706). Microsoft Forms writes an XLSX file with ID, Start time, Completion time, Email
and Name in front, and joins several answers by “;” (support.microsoft.com, “Check and share your form results”).

As the headings are anybody's, a mapping says what becomes what: `data.intake.mapping`, docs/import-forms.md.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.emails import without_emails
from data.intake import answers
from data.intake.answers import Manner, clean, key_of, parts, reader_of
from data.intake.headings import is_form
from data.intake.mapping import ANSWERED, EMAIL, IGNORE, MAPPED, NEEDED, NOTE, ROUTE, SENDER, Target, numbered
from data.intake.panel import Panellist, name_words, nobody, panellists
from data.intake.rows import Intake, Refused, Taken
from data.nearest import suggestion
from data.problems import InputProblem, InputProblems, Origin
from data.readers import cells
from data.readers.columns import COLUMNS, ROUTED
from data.readers.tables import MOST_LETTERS, Unreadable
from data.zone_names import place_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from data.intake.mapping import FormMapping, MappedColumn
    from data.intake.sources import Sheet, Source

NAME = "answers of a form"

WISHES = (
    "preferred_dates",
    "excluded_dates",
    "preferred_hours",
    "excluded_hours",
    "preferred_weekdays",
    "preferred_weeks",
)
"""The columns that are read in the zone of the request."""

_TEST = re.compile(
    r"(?:a |just a |this is a |mon )?(?:test(?:ing|e|s)?|essai|prueba|тест|проверка|اختبار|测试|asdf+|x{3,})[\W\d]*"
)
_TEST_COLUMNS = (Target("requests", "title"), *(Target(table, NEEDED[table][0]) for table in ROUTED))
_MOST_LETTERS = 2000
"""Of an answer that is not taken as a text: what is longer is not read as hours, languages and the like."""

_NO_EMAIL = "…"
"""Stands for an e-mail address in what may be published; the answer as it was is kept in `contacts`."""

_EMPTY_BRACKETS = re.compile(r"<\s*>|\(\s*\)|\[\s*\]")
"""What is left around an address that was taken out."""


def recognises(source: Source) -> bool:
    """Whether a file is a table whose headings are those of Google Forms or Microsoft Forms."""
    try:
        return any(is_form(_headings(sheet)[1]) for sheet in source.sheets[:1])
    except Unreadable:
        return False


def form_sheet(source: Source, name: str) -> Sheet | None:
    """Return the sheet with the answers: the one of that name, or the first; None where there is none."""
    sheets = source.sheets
    if name and source.is_workbook:
        return next((sheet for sheet in sheets if key_of(sheet.name) == key_of(name)), None)
    return sheets[0] if sheets else None


def _headings(sheet: Sheet) -> tuple[int, tuple[str, ...]]:
    """The number of the heading row, the first that is not blank, and its headings; 0 where there is none."""
    for number, row in enumerate(sheet.rows, start=1):
        if any(cell.strip() for cell in row):
            return number, numbered(row)
    return 0, ()


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table of answers: its file, the row and the cells of its headings, and its rows that are not blank."""

    file: str
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def form_table(source: Source, sheet: str = "") -> FormTable:
    """Return the table of a file; raise InputProblems where there is none."""
    try:
        found = form_sheet(source, sheet)
        number, headings = _headings(found) if found is not None else (0, ())
    except Unreadable as error:
        raise InputProblems([InputProblem(source.name, 0, "", "", str(error))]) from error
    if found is None:
        names = [each.name for each in source.sheets]
        expected = f"expected a sheet of this name; there are {', '.join(names)}{suggestion(sheet, names)}"
        raise InputProblems([InputProblem(source.name, 0, "", sheet, expected)])
    if not number:
        raise InputProblems([InputProblem(source.name, 0, "", "", "expected a row of headings; this file is empty")])
    rows = tuple(
        (place, row)
        for place, row in enumerate(found.rows[number:], start=number + 1)
        if any(cell.strip() for cell in row)
    )
    return FormTable(source.name, number, headings, rows)


def read(sources: Sequence[Source], zone: str, mapping: FormMapping) -> Intake:
    """Read the answers of a form as a mapping says; raise InputProblems where the files and it do not agree.

    `zone` is that of the times at which the form was answered, where the mapping says none.
    """
    reading = _Reading(mapping, mapping.zone or zone)
    for source in sources:
        reading.add(source)
    return reading.intake()


@dataclass(slots=True)
class _Answer:
    """A row of the form: where it stands, its answers by heading, and what of it could not be read, for the note."""

    origin: Origin
    said: Mapping[str, str]
    when: str = ""
    unread: list[str] = field(default_factory=list)


class _Reading:
    """The answers of a form while they are read."""

    def __init__(self, mapping: FormMapping, zone: str) -> None:
        self.mapping = mapping
        self.zone = zone
        self.columns = {key_of(column.heading): column for column in mapping.columns}
        self.meanings = {
            column.heading: {key_of(each): meaning for each, meaning in column.values.items()}
            for column in mapping.columns
        }
        self.for_target: dict[Target, list[MappedColumn]] = defaultdict(list)
        for column in mapping.columns:
            for where in column.targets:
                self.for_target[where].append(column)
        self.for_tables = {
            column.heading: frozenset(_table_of(where) for where in column.targets) - {""} for column in mapping.columns
        }
        self.orders: dict[str, str] = {}
        self.readings: dict[tuple[str, Target, str], tuple[str, ...] | str] = {}
        self.problems: list[InputProblem] = []
        self.notes: list[InputProblem] = []
        self.unused: dict[tuple[str, str], list[Origin]] = {}
        self.answers: list[_Answer] = []
        self.rows_of_headings: dict[str, tuple[str, int]] = {}
        self.taken: dict[tuple[str, str], Taken] = {}
        self.private: dict[str, tuple[Origin, list[str], list[str]]] = {}
        self.refused: list[Refused] = []

    def add(self, source: Source) -> None:
        """Read the rows of a file, and compare its headings with the mapping."""
        try:
            table = form_table(source, self.mapping.sheet)
        except InputProblems as error:
            self.problems += error.problems
            return
        there = {key_of(heading): heading for heading in table.headings if heading}
        fresh = [heading for key, heading in there.items() if key not in self.columns]
        for key, column in self.columns.items():
            self.rows_of_headings.setdefault(column.heading, (table.file, table.heading_row))
            if key not in there:
                ignored = column.targets == (IGNORE,) and column.heading not in self.mapping.key
                expected = "this question of the mapping is not in the file"
                if not ignored:
                    expected = f"expected this column, which the mapping names{suggestion(column.heading, fresh)}"
                place = (table.file, table.heading_row, column.heading)
                (self.notes if ignored else self.problems).append(InputProblem(*place, "", expected, ignored))
        for heading in fresh:
            gone = [column.heading for key, column in self.columns.items() if key not in there]
            expected = f"the mapping does not have this question: its answers are not read{suggestion(heading, gone)}"
            self.notes.append(InputProblem(table.file, table.heading_row, heading, "", expected, note=True))
        names = [
            self.columns[key_of(heading)].heading if key_of(heading) in self.columns else ""
            for heading in table.headings
        ]
        for number, row in table.rows:
            origin = Origin(table.file, number)
            said = {}
            for heading, cell in zip(names, row, strict=False):
                if not heading or not cell:
                    continue
                if len(cell) > MOST_LETTERS:
                    expected = f"expected at most {MOST_LETTERS:,} characters; there are {len(cell):,}: cut"
                    self.notes.append(InputProblem(table.file, number, heading, cell[:100], expected, note=True))
                    cell = f"{cell[: MOST_LETTERS - 1]}…"
                if text := clean(cell):
                    said[heading] = text
            for cell in row[len(table.headings) :]:
                if clean(cell):
                    expected = "expected nothing after the last heading: not read"
                    self.notes.append(InputProblem(table.file, number, "", cell, expected, note=True))
            self.answers.append(_Answer(origin, said))

    def intake(self) -> Intake:
        """Turn the answers into rows."""
        for column in self.mapping.columns:
            if _has_dates(column):
                self._decide_order(column)
        if self.problems:
            raise InputProblems(self.problems, self.notes)
        for key, answer in self._latest().items():
            self._take(key, answer)
        for key, (origin, addresses, notes) in self.private.items():
            found = {"id": key, "email": addresses[0] if addresses else "", "note": "\n".join(dict.fromkeys(notes))}
            self._add("contacts", f"contact:{key}", found, origin)
        return Intake(
            source=self.mapping.source,
            records=tuple(answer.origin for answer in self.answers),
            taken=tuple(self.taken.values()),
            refused=tuple(self.refused),
            notes=(*self.notes, *self._told_unused()),
        )

    # ---- dates ---------------------------------------------------------------------------------------------

    def _decide_order(self, column: MappedColumn) -> None:
        """Settle in which order all dates of a column are written, or report that it cannot be told."""
        texts = [answer.said[column.heading] for answer in self.answers if column.heading in answer.said]
        possible = answers.possible_orders(texts)
        wanted = column.order or self.mapping.order
        file, row = self.rows_of_headings.get(column.heading, ("", 0))
        if wanted in ("day-first", "month-first"):
            self.orders[column.heading] = wanted
            other = {"day-first", "month-first"} - {wanted}
            if possible == other:
                shown = next(text for text in texts if answers.possible_orders([text]) == other)
                expected = f"expected dates {wanted}, as the mapping says; all of this column can only be {other.pop()}"
                self.problems.append(InputProblem(file, row, column.heading, shown, expected))
        elif len(possible) == 1:
            self.orders[column.heading] = next(iter(possible))
        elif "year-first" in possible:
            self.orders[column.heading] = "day-first"
        else:
            shown = next(text for text in texts if "year-first" not in answers.possible_orders([text]))
            expected = (
                "expected dates of which it can be told whether the day or the month is first;"
                ' say dates = "day-first" or "month-first" in the mapping'
            )
            self.problems.append(InputProblem(file, row, column.heading, shown, expected))

    def _manner(self, column: MappedColumn) -> Manner:
        return Manner(self.orders.get(column.heading, "year-first"), column.separator or self.mapping.separator)

    # ---- which answers count -------------------------------------------------------------------------------

    def _latest(self) -> dict[str, _Answer]:
        """The answers by key: of several with one key the latest, the others refused."""
        found: dict[str, list[_Answer]] = defaultdict(list)
        for answer in self.answers:
            answer.when = self._when(answer)
            pieces = [self._key_part(answer, heading) for heading in self.mapping.key]
            if not any(pieces):
                names = ", ".join(f"“{heading}”" for heading in self.mapping.key)
                self._refuse(answer, f"no answer to {names}, by which it would be known again")
                continue
            found["\x1f".join(pieces)].append(answer)
        latest = {}
        for text, same in found.items():
            *earlier, last = sorted(same, key=lambda answer: answer.when)
            for answer in earlier:
                file = f"{last.origin.file}, " if last.origin.file != answer.origin.file else ""
                self._refuse(answer, f"replaced by {file}row {last.origin.row}, an answer with the same key")
            latest[hashlib.sha256(text.encode()).hexdigest()[:16]] = last
        return latest

    def _when(self, answer: _Answer) -> str:
        return next(
            (
                self._key_part(answer, column.heading)
                for column in self.mapping.columns
                if ANSWERED in column.targets and column.heading in answer.said
            ),
            "",
        )

    def _key_part(self, answer: _Answer, heading: str) -> str:
        text = answer.said.get(heading, "")
        column = self.columns[key_of(heading)]
        if ANSWERED in column.targets and text:
            try:
                return answers.answered(text, self.orders[heading], self.zone)
            except ValueError:
                return key_of(text)
        return key_of(text)

    def _refuse(self, answer: _Answer, reason: str) -> None:
        what = next((text for each in _TEST_COLUMNS if (text := self._first(answer, each))), "")
        self.refused.append(Refused(answer.origin, without_emails(" ".join(what.split()), _NO_EMAIL), reason))

    def _first(self, answer: _Answer, where: Target) -> str:
        """The first answer for a target, as it is written."""
        said = (answer.said.get(column.heading, "") for column in self.for_target.get(where, ()))
        return next((text for text in said if text), "")

    # ---- one answer ----------------------------------------------------------------------------------------

    def _take(self, key: str, answer: _Answer) -> None:
        title = next((text for each in _TEST_COLUMNS if (text := self._first(answer, each))), "")
        if _TEST.fullmatch(title.casefold()):
            self._refuse(answer, f"only a test, as it is called “{title}”")
            return
        tables = self._tables(answer)
        if isinstance(tables, str):
            self._refuse(answer, tables)
            return
        self._tell_unused(answer, tables)
        rows = [(table, row) for table in tables for row in self._rows(answer, table)]
        made = []
        for number, (table, found) in enumerate(rows):
            missing = [name for name in NEEDED[table] if not found.get(name)]
            if missing:
                questions = ", ".join(f"“{name}”" for name in self._questions(table, missing[0]))
                reason = f"no {missing[0]} for {table}" + (
                    f": no answer to {questions} that can be read" if questions else ""
                )
                self._refuse(answer, reason)
                continue
            of_table = number - next(place for place, row in enumerate(rows) if row[0] == table)
            made.append(f"{table}:{key}" + (f":{of_table + 1}" if of_table else ""))
            self._add(table, made[-1], found, answer.origin)
        if f"requests:{key}" in made:
            self._people(answer, f"requests:{key}")
        for place, each in enumerate(made):
            self._note(each, answer, email=self._email(answer), notes=self._remarks(answer) if not place else [])

    def _tables(self, answer: _Answer) -> tuple[str, ...] | str:
        """The tables that an answer goes to, or why it goes to none."""
        routing = [column for column in self.mapping.columns if column.routes]
        named = {table for column in routing for tables in column.routes.values() for table in tables}
        found: dict[str, None] = {}
        unknown: list[str] = []
        nowhere: list[str] = []
        for column in routing:
            known = {key_of(each): tables for each, tables in column.routes.items()}
            for part in parts(answer.said.get(column.heading, ""), self._manner(column).separator, known):
                if not known.get(key_of(part)):
                    (nowhere if key_of(part) in known else unknown).append(f"“{part}” to “{column.heading}”")
                found.update(dict.fromkeys(known.get(key_of(part), ())))
        for table in MAPPED:
            if table not in named and self._is_for(answer, table):
                found[table] = None
        if unknown:
            expected = f"expected answers that the mapping routes; it has none for {', '.join(unknown)}"
            self.notes.append(InputProblem(answer.origin.file, answer.origin.row, "", "", expected, note=True))
        if found:
            return tuple(table for table in MAPPED if table in found)
        if unknown:
            return f"the mapping does not say where the answer {', '.join(unknown)} leads"
        if nowhere:
            return f"by the mapping, the answer {', '.join(nowhere)} leads to no table"
        return "nothing is asked for: only who sent it, or nothing at all, is filled in"

    def _is_for(self, answer: _Answer, table: str) -> bool:
        """Whether a question that is for this table alone is answered."""
        for column in self.mapping.columns:
            if column.heading in answer.said and self.for_tables[column.heading] == {table}:
                return True
        return False

    def _tell_unused(self, answer: _Answer, tables: Iterable[str]) -> None:
        for column in self.mapping.columns:
            places = self.for_tables[column.heading]
            if column.heading in answer.said and places and not places & set(tables):
                why = f"not read, as this answer is for {', '.join(tables)}"
                self.unused.setdefault((column.heading, why), []).append(answer.origin)
                answer.unread.append(f"{column.heading}: {answer.said[column.heading]}")

    def _told_unused(self) -> Iterator[InputProblem]:
        """A note for each question that some answers have no use for, at the first of these."""
        for (heading, why), origins in self.unused.items():
            more = f" (so in {len(origins)} rows)" if len(origins) > 1 else ""
            expected = f"{why}; kept in the note of contacts{more}"
            yield InputProblem(origins[0].file, origins[0].row, heading, "", expected, note=True)

    def _leave(self, answer: _Answer, column: MappedColumn, text: str, why: str) -> None:
        """Note an answer that no cell is made of, and keep it for the private note."""
        answer.unread.append(f"{column.heading}: {text}")
        shown = without_emails(text, _NO_EMAIL)
        origin = answer.origin
        expected = f"{why}; kept in the note of contacts"
        self.notes.append(InputProblem(origin.file, origin.row, column.heading, shown, expected, note=True))

    def _questions(self, table: str, name: str) -> list[str]:
        return [column.heading for column in self.for_target.get(Target(table, name), ())]

    # ---- cells ---------------------------------------------------------------------------------------------

    def _rows(self, answer: _Answer, table: str) -> Iterator[dict[str, str]]:
        """The rows of a table that an answer gives: several where several people are recommended."""
        found = {}
        asked = {where.column for where in (*self.for_target, *self.mapping.fixed) if where.table == table}
        for name in MAPPED[table]:
            cell = self._cell(answer, table, name) if name in asked else ""
            if cell:
                found[name] = cell
        if table == "requests":
            self._settle_zone(answer, found)
        if table == "recommendations" and "name" in found:
            lines = self._first(answer, Target(table, "name"))
            people = [each for each in panellists(lines, ";") if isinstance(each, Panellist)]
            for person in people:
                own = {"name": person.name, "organisation": person.organisation, "country": person.country}
                yield {**found, **{name: cell for name, cell in own.items() if cell}}
            if people:
                return
        yield found

    def _cell(self, answer: _Answer, table: str, name: str) -> str:
        """The cell of a column: of all questions for it if it is a list, else of the first that is answered."""
        where = Target(table, name)
        column = MAPPED[table][name]
        is_list = column.form.startswith("list")
        found: list[str] = []
        for question in self.for_target.get(where, ()):
            text = answer.said.get(question.heading, "")
            if not text:
                continue
            got = self._read(answer, question, where, text)
            if got and found and not is_list and column.name not in answers.PARAGRAPHS and got != tuple(found):
                self._leave(answer, question, text, f"not read, as another question gives {where} already")
                continue
            found += [each for each in got if each not in found]
        if not found and where in self.mapping.fixed:
            found = list(reader_of(column)(self.mapping.fixed[where], Manner()))
        joined = (";" if is_list else "\n\n").join(found)
        public = without_emails(joined, _NO_EMAIL)
        if public != joined:
            answer.unread.append(f"{name}: {joined}")
        return public

    def _read(self, answer: _Answer, question: MappedColumn, where: Target, text: str) -> tuple[str, ...]:
        """What a question says for a column; nothing, and noted, where it cannot be read."""
        asked = (question.heading, where, text)
        if asked not in self.readings:
            manner = self._manner(question)
            try:
                if question.item:
                    self.readings[asked] = self._item(question, text, manner)
                else:
                    self.readings[asked] = tuple(_with_values(self.meanings[question.heading], where, text, manner))
            except ValueError as error:
                self.readings[asked] = str(error)
        found = self.readings[asked]
        if isinstance(found, str):
            self._leave(answer, question, text, found)
            return ()
        return found

    def _item(self, question: MappedColumn, text: str, manner: Manner) -> tuple[str, ...]:
        """The item of a question that is ticked, as in a row of a grid."""
        said = self.meanings[question.heading].get(key_of(text), text)
        if not said or answers.yes_or_no(said, manner) == ("no",):
            return ()
        return (question.item,)

    def _settle_zone(self, answer: _Answer, found: dict[str, str]) -> None:
        """Give wishes their zone; leave them out where the zone that was given is not understood."""
        if "zone" in found:
            return
        if any(self._questions("requests", "zone")) and self._first(answer, Target("requests", "zone")):
            for name in WISHES:
                if name in found:
                    wish = found.pop(name)
                    origin = answer.origin
                    answer.unread.append(f"{name}: {wish}")
                    expected = "not read, as the zone of this answer is not understood; kept in the note of contacts"
                    self.notes.append(InputProblem(origin.file, origin.row, name, wish, expected, note=True))
        elif self.mapping.wished_zone and any(name in found for name in WISHES):
            found["zone"] = self.mapping.wished_zone

    # ---- people --------------------------------------------------------------------------------------------

    def _people(self, answer: _Answer, session: str) -> None:
        for (role, number), person in self._asked_for(answer).items():
            key = self._person(answer, session, f"{role} {number}", person)
            if key:
                found = {"session": session, "person": key, "role": role}
                self._add("appearances", f"{session}|{key}|{role}", found, answer.origin)

    def _asked_for(self, answer: _Answer) -> dict[tuple[str, int], dict[str, str]]:
        """The people of an answer by their roles and numbers, each as parts by their names."""
        groups: dict[tuple[str, int], dict[str, str]] = {}
        for question in self.mapping.columns:
            text = answer.said.get(question.heading, "")
            for where in question.targets if text else ():
                if where.table != "people":
                    continue
                if where.column:
                    parts_of_one = groups.setdefault((where.role, where.number), {})
                    said = self.meanings[question.heading].get(key_of(text), text)
                    if where.column == "note":
                        said = "\n".join(filter(None, (parts_of_one.get("note"), f"{question.heading}: {said}")))
                    parts_of_one.setdefault(where.column, said)
                    parts_of_one[where.column] = said if where.column == "note" else parts_of_one[where.column]
                    continue
                for number, person in enumerate(panellists(text, question.separator or ";")):
                    if isinstance(person, str):
                        self._leave(answer, question, person, "expected a person, such as Ana Boro (Institute, Kenya)")
                        continue
                    groups[person.role or where.role, (where.number or 1) + 1000 * (number + 1)] = {
                        "name": person.name,
                        "organisation": person.organisation,
                        "country": person.country,
                        "email": person.email,
                    }
        return groups

    def _person(self, answer: _Answer, session: str, place: str, said: dict[str, str]) -> str:
        """Take a person, once for all answers that name the same, and return the key; empty where there is no name."""
        full = f"{said.get('first name', '')} {said.get('last name', '')}".strip()
        name = cells.text(_EMPTY_BRACKETS.sub("", without_emails(said.get("name") or full, "")).strip())
        if not name or nobody(name):
            answer.unread += [f"{part}: {text}" for part, text in said.items() if text and part != "note"]
            if any(said.values()):
                expected = "expected the name of a person; kept in the note of contacts"
                origin = answer.origin
                self.notes.append(InputProblem(origin.file, origin.row, place, name, expected, note=True))
            return ""
        found = {"name": name, "organisation": cells.text(without_emails(said.get("organisation", ""), _NO_EMAIL))}
        found["country"] = answers.country(cells.text(said.get("country", "")))
        found["city"] = cells.text(said.get("city", ""))
        found["stakeholder_type"] = cells.text(said.get("stakeholder_type", ""))
        notes = [said["note"]] if said.get("note") else []
        for part, reader in (("zone", answers.time_zone), ("languages", answers.languages)):
            try:
                found[part] = ";".join(reader(said[part], Manner())) if said.get(part) else ""
            except ValueError as error:
                notes.append(f"{part}: {said[part]}")
                origin = answer.origin
                expected = f"{error}; kept in the note of contacts"
                self.notes.append(
                    InputProblem(origin.file, origin.row, f"{part} of {name}", said[part], expected, note=True)
                )
        address = ""
        try:
            address = answers.email(said["email"]) if said.get("email") else ""
        except ValueError:
            notes.append(f"email: {said['email']}")
        where = address.casefold() or place_key(found["organisation"]) or f"{session}|{place}"
        key = "person:" + hashlib.sha256(f"{where}|{name_words(name)}".encode()).hexdigest()[:16]
        before = self.taken.get(("people", key))
        if before is None:
            self._add("people", key, found, answer.origin)
        else:
            more = {column: cell for column, cell in found.items() if cell and column not in before.cells}
            self._add("people", key, {**before.cells, **more}, before.origin)
        self._note(key, answer, email=address, notes=notes)
        return key

    # ---- what is private -----------------------------------------------------------------------------------

    def _email(self, answer: _Answer) -> str:
        text = self._first(answer, EMAIL)
        try:
            return answers.email(text) if text and key_of(text) not in answers.ANONYMOUS else ""
        except ValueError:
            answer.unread.append(f"email: {text}")
            return ""

    def _remarks(self, answer: _Answer) -> list[str]:
        sender = self._first(answer, SENDER)
        notes = [f"Sent by {sender}"] if sender else []
        for column in self.mapping.columns:
            if NOTE in column.targets and column.heading in answer.said:
                notes.append(f"{column.heading}: {answer.said[column.heading]}")
        return [*notes, *answer.unread]

    def _note(self, key: str, answer: _Answer, *, email: str, notes: list[str]) -> None:
        """Keep an address and notes for the row of `contacts` about a key."""
        if email or notes:
            _, addresses, kept = self.private.setdefault(key, (answer.origin, [], []))
            addresses += [email] if email else []
            kept += notes

    def _add(self, table: str, key: str, found: Mapping[str, str], origin: Origin) -> None:
        ordered = [column.name for column in {**COLUMNS, **ROUTED}[table]] + ["city"]
        filled = {name: found[name] for name in ordered if found.get(name)}
        self.taken[table, key] = Taken(table, key, filled, origin)


def _has_dates(column: MappedColumn) -> bool:
    return any(
        each == ANSWERED or (each.table in MAPPED and "date" in MAPPED[each.table][each.column].form)
        for each in column.targets
    )


def _table_of(where: Target) -> str:
    """The table that an answer is for: people have a part in a request."""
    if where in (IGNORE, ANSWERED, NOTE, ROUTE, EMAIL, SENDER):
        return ""
    return "requests" if where.table == "people" else where.table


def _with_values(known: Mapping[str, str], where: Target, text: str, manner: Manner) -> Iterator[str]:
    """Read an answer, or its parts if the column is a list: those that the mapping gives a meaning, and the others."""
    column = MAPPED[where.table][where.column]
    reader = reader_of(column)
    if len(text) > _MOST_LETTERS and not column.form.startswith(("text", "list of links")):
        raise ValueError(f"expected at most {_MOST_LETTERS:,} characters; there are {len(text):,}")
    if not column.form.startswith("list"):
        meaning = known.get(key_of(text))
        yield from reader(text, manner) if meaning is None else reader(meaning, Manner()) if meaning else ()
        return
    rest = []
    for part in parts(text, manner.separator, known) if known else (text,):
        meaning = known.get(key_of(part))
        if meaning is None:
            rest.append(part)
        elif meaning:
            yield from reader(meaning, Manner())
    if rest and known and where.column == "target_regions":
        raise ValueError(f"expected answers that the mapping gives a meaning; it has none for “{rest[0]}”")
    if rest:
        yield from reader(f"{manner.separator} ".join(rest), manner)
