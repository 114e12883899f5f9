"""Reads the tables of an EasyChair conference: the CSV files of its data download, or one workbook with sheets of them.

Tables and headings, in any letter case, are those of the download (COMSOC-Community/easychair-extra,
easychair_sample_files/; uendriss/easychair-scripts, csv-in/):

- submission: `#`, `title`, `authors`, `form fields`, `keywords`, `decision`, `abstract`, `deleted?`, and where a
  conference has tracks `track #`, `track name`;
- author: `submission #`, `first name`, `last name`, `email`, `country`, `affiliation`, `person #`, `corresponding?`;
- submission_topic: `submission #`, `topic`; submission_field_value: `submission #`, `field name`, `value`;
- tracks: `#`, `name`; topics: `topic`, `header?`;
- committee and the tables of bidding, assignment and reviews, of which nothing is taken.

docs/import-formats.md says what becomes of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.intake.parts import Gathering, headings_of, line, lines, listed, number, tabled, truth, undisclosed
from data.intake.rows import KnownType, Setting
from data.problems import Origin, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.intake.rows import Intake
    from data.intake.sources import Source

NAME = "EasyChair"
TYPE = "Session"
"""The type of all: EasyChair knows none."""

_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("#", "submission #", "submission", "submission id", "paper #", "paper"),
    "first": ("first name", "given name", "firstname"),
    "last": ("last name", "family name", "surname", "lastname"),
    "name": ("name", "author", "full name"),
    "email": ("email", "e-mail", "email address"),
    "country": ("country",),
    "organisation": ("affiliation", "organization", "organisation"),
    "person": ("person #", "person", "person id"),
    "corresponding": ("corresponding?", "corresponding", "corresponding author"),
    "track": ("track name", "track"),
    "track number": ("track #",),
    "deleted": ("deleted?", "deleted"),
}
"""The headings under which a value is looked for, in small letters, the usual one first."""

_OWN_ROW = "no row of its own"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: where it stands, and its cells by heading."""

    origin: Origin
    cells: Mapping[str, str]

    def text(self, name: str) -> str:
        """The cell under the first of the spellings of a heading that has anything, as one line."""
        found = (line(self.cells.get(heading)) for heading in _SPELLINGS.get(name, (name,)))
        return next(filter(None, found), "")

    @property
    def number(self) -> str:
        """The number of the submission that the row is, or is about; `1.0` is what spreadsheet programs make of 1."""
        return _plain_number(self.text("number"))

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.text("first"), self.text("last")))) or self.text("name")


@dataclass(slots=True)
class _Author:
    """A person as all rows together tell of them."""

    origin: Origin
    name: str
    organisation: str
    country: str
    email: str


@dataclass(slots=True)
class _Tables:
    """The rows of all files, by the table that they are of."""

    rows: dict[str, list[_Row]] = field(default_factory=dict)
    unknown: list[Origin] = field(default_factory=list)

    def of(self, kind: str) -> list[_Row]:
        return self.rows.get(kind, [])


def recognises(source: Source) -> bool:
    """Whether a file has tables of EasyChair."""
    return any(_kind(headings) not in {"", "tracks"} for headings in headings_of(source))


def read(sources: Sequence[Source], zone: str) -> Intake:
    """Read tables of one conference together; they say no times, so the zone does not count."""
    tables = _Tables()
    for source in sources:
        for sheet, headings in zip(source.sheets, headings_of(source), strict=True):
            file = source.name if len(source.sheets) == 1 else f"{source.name}, {sheet.name}"
            kind = _kind(headings)
            if kind:
                found = tables.rows.setdefault(kind, [])
                found.extend(_Row(Origin(file, index), cells) for index, cells in tabled(sheet))
            elif headings:
                tables.unknown.append(Origin(file))
    return _Reader(tables).intake()


def _kind(headings: frozenset[str]) -> str:
    """What a table is, told by its headings; empty where it is none of EasyChair's."""
    of_submission = bool(headings & {"submission #", "paper #"})
    person = bool(headings & {*_SPELLINGS["last"]})
    marks = {"authors", "decision", "form fields", "reviews sent", "deleted?", "last updated", "abstract"}
    tests = (
        ("reviewing", "member #" in headings or (of_submission and bool(headings & {"reviewer", "total score"}))),
        ("author", person and (of_submission or "corresponding?" in headings)),
        ("field value", of_submission and {"field name", "value"} <= headings),
        ("submission topic", of_submission and "topic" in headings),
        ("submission", {"#", "title"} <= headings and len(headings & marks) > 1),
        ("topics", {"topic", "header?"} <= headings),
        ("committee", person and "role" in headings and bool(headings & {"#", "person #"})),
        ("tracks", {"#", "name"} <= headings and not person),
    )
    return next((kind for kind, is_it in tests if is_it), "")


class _Reader:
    """Makes the rows of an intake from the tables."""

    def __init__(self, tables: _Tables) -> None:
        self.tables = tables
        self.gathering = Gathering()
        self.titles: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        self.people: dict[str, _Author] = {}
        self.tracks = {row.number: row.text("name") for row in tables.of("tracks")}

    def intake(self) -> Intake:
        authors: dict[str, list[_Row]] = {}
        for row in self.tables.of("author"):
            authors.setdefault(row.number, []).append(row)
        topics = self._by_submission("submission topic", "topic")
        fields = self._by_submission("field value", "value")
        for row in self.tables.of("submission"):
            self._submission(row, authors.get(row.number, []), topics, fields)
        self._authors()
        self._described("submission topic", "topic", "kept with it")
        self._described("field value", "field name", "kept as a note on it")
        self._left("topics", "topic", f"{_OWN_ROW}: the name of a topic")
        self._left("tracks", "name", f"{_OWN_ROW}: the name of a track")
        self._left("committee", "name", "a member of the programme committee, who has no part in the programme")
        self._left("reviewing", "number", "from the reviewing, of which nothing is taken")
        for origin in self.tables.unknown:
            self.gathering.note(origin, "", "", "this sheet is none of EasyChair's and was not read")
        return self.gathering.intake("easychair", Setting(types=(KnownType(TYPE),) if self.titles else ()))

    def _by_submission(self, kind: str, column: str) -> dict[str, list[_Row]]:
        found: dict[str, list[_Row]] = {}
        for row in self.tables.of(kind):
            if row.text(column):
                found.setdefault(row.number, []).append(row)
        return found

    def _submission(
        self,
        row: _Row,
        authors: list[_Row],
        topics: Mapping[str, list[_Row]],
        fields: Mapping[str, list[_Row]],
    ) -> None:
        name, title = row.number, row.text("title")
        status, reason = _status(row.text("decision"))
        reason = reason or ("" if name else "no number by which the next export would know it again")
        reason = reason or ("" if title else "no title")
        if name in self.titles or name in self.refused:
            self.gathering.refuse(row.origin, title or name, "the same number comes before in these files")
            return
        if reason:
            self.gathering.refuse(row.origin, title or name, reason)
            if name:
                self.refused[name] = reason
            return
        self.titles[name] = title
        subjects = [each.text("topic") for each in topics.get(name, [])]
        track = row.text("track") or self.tracks.get(_plain_number(row.text("track number")), "")
        first = sorted(authors, key=lambda author: not truth(author.text("corresponding")))
        key = f"submission:{name}"
        self.gathering.take(
            "requests",
            key,
            {
                "id": f"EC-{name}" if name.isdecimal() else "",
                "title": title,
                "type": TYPE,
                "track": track or next(iter(subjects), ""),
                "organisers": listed(author.text("organisation") for author in first),
                "status": "cancelled" if truth(row.text("deleted")) else status,
                "description": lines(row.cells.get("abstract")),
            },
            row.origin,
        )
        notes = [
            f"Topics: {'; '.join(subjects)}" if subjects else "",
            f"Keywords: {'; '.join(words)}" if (words := _keywords(row.cells.get("keywords", ""))) else "",
            f"Form fields: {text}" if (text := lines(row.cells.get("form fields"))) else "",
            *(f"{each.text('field name')}: {lines(each.cells.get('value'))}" for each in fields.get(name, [])),
        ]
        self.gathering.contact(key, row.origin, notes=notes)
        if not authors:
            for position, author in enumerate(_names(row.text("authors"))):
                person = self._person(f"person:{author}", _Author(row.origin, author, "", "", ""))
                self._appears(key, person, row.origin, required=position == 0)

    def _authors(self) -> None:
        """The rows of authors: a person by the first row of each, and a part in each submission."""
        leading = {row.number: row.origin for row in reversed(self.tables.of("author"))}
        leading |= {
            row.number: row.origin for row in reversed(self.tables.of("author")) if truth(row.text("corresponding"))
        }
        seen: dict[tuple[str, str], Origin] = {}
        for row in self.tables.of("author"):
            name = row.number
            email = row.text("email").casefold()
            known = _plain_number(row.text("person")) or (undisclosed(email) if email else row.name)
            person = f"person:{known}"
            if name in self.refused:
                self.gathering.refuse(row.origin, row.name, f"an author of submission {name}: {self.refused[name]}")
            elif name not in self.titles:
                expected = f"an author of submission {name or 'without a number'}, which is not in these files"
                self.gathering.refuse(row.origin, row.name, expected)
            elif not row.name:
                self.gathering.refuse(row.origin, self.titles[name], "an author of this submission, without a name")
            elif (name, person) in seen:
                before = seen[name, person]
                self.gathering.refuse(row.origin, row.name, f"the same author as in row {before.row} of {before.file}")
            else:
                seen[name, person] = row.origin
                found = _Author(row.origin, row.name, row.text("organisation"), row.text("country"), row.text("email"))
                self._person(person, found)
                self._appears(f"submission:{name}", person, row.origin, required=leading[name] == row.origin)
        for key, author in self.people.items():
            cells = {"name": author.name, "organisation": author.organisation, "country": author.country}
            self.gathering.take("people", key, cells, author.origin)
            self.gathering.contact(key, author.origin, email=author.email)

    def _person(self, key: str, author: _Author) -> str:
        known = self.people.setdefault(key, author)
        known.organisation = known.organisation or author.organisation
        known.country = known.country or author.country
        known.email = known.email or author.email
        return key

    def _appears(self, session: str, person: str, origin: Origin, *, required: bool) -> None:
        cells = {"session": session, "person": person, "presence": "required" if required else "optional"}
        self.gathering.take("appearances", f"{session} {person}", cells, origin)

    def _described(self, kind: str, column: str, how: str) -> None:
        """Account for rows that only say something of a submission."""
        for row in self.tables.of(kind):
            name = row.number
            if name in self.titles and row.text(column):
                reason = f"{_OWN_ROW}: about {quoted(self.titles[name])}, {how}"
            elif name in self.titles:
                reason = "an empty row"
            elif name in self.refused:
                reason = f"about submission {name}: {self.refused[name]}"
            else:
                reason = f"about submission {name or 'without a number'}, which is not in these files"
            self.gathering.refuse(row.origin, row.text(column), reason)

    def _left(self, kind: str, column: str, reason: str) -> None:
        """Account for the rows of a table of which nothing becomes a row."""
        for row in self.tables.of(kind):
            self.gathering.refuse(row.origin, row.name if column == "name" else row.text(column), reason)


def _status(decision: str) -> tuple[str, str]:
    """The status of a decision, or else the reason for which its submission is not taken."""
    found = decision.casefold()
    if "reject" in found:
        return "", f"the decision in EasyChair is “{decision}”"
    if "withdraw" in found:
        return "cancelled", ""
    doubtful = re.search(r"\b(?:conditional\w*|probabl[ey]|tentative\w*|borderline|not|no)\b", found)
    return ("accepted" if "accept" in found and not doubtful else "requested"), ""


def _plain_number(text: str) -> str:
    found = number(text)
    return text if found is None else str(found)


def _keywords(cell: str) -> list[str]:
    """The keywords of a cell, one a line, or joined by commas or semicolons, or as a list in brackets."""
    quoted_ones = re.findall(r"'([^']*)'|\"([^\"]*)\"", cell) if cell.lstrip().startswith("[") else []
    parts = ["".join(pair) for pair in quoted_ones] or re.split(r"[\n;,]", cell)
    return [text for part in parts if (text := line(part))]


def _names(authors: str) -> list[str]:
    """The names in `A, B and C`, each once."""
    rest, _, last = authors.rpartition(" and ")
    parts = [*rest.split(","), last] if rest else authors.split(",")
    return list(dict.fromkeys(text for part in parts if (text := line(part))))
