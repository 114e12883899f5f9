"""The mapping of a form, a small TOML file: which of its columns becomes what, and which answers mean what.

What may stand in it is written in docs/import-forms.md.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.intake.answers import DATE_ORDERS, Manner, clean, key_of, reader_of
from data.intake.rows import REFERRING
from data.nearest import suggestion
from data.problems import InputProblem, InputProblems
from data.readers import cells
from data.readers.columns import COLUMNS, ROUTED, Column
from data.readers.tables import Unreadable, content_of
from data.readers.toml_files import TomlTable, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from data.readers.toml_files import Place

ROLES = ("speaker", "moderator", "host", "welcome")
PARTS = (
    "name",
    "first name",
    "last name",
    "organisation",
    "country",
    "city",
    "zone",
    "email",
    "stakeholder_type",
    "languages",
    "note",
)
"""What a form can ask of one person; e-mail and note go to `contacts`."""

MOST_PEOPLE = 50
"""Of one role, in questions of their own."""

MAPPED: Mapping[str, Mapping[str, Column]] = {
    table: {
        column.name: column
        for column in {**COLUMNS, **ROUTED}[table]
        if column.name != "id" and column.name not in REFERRING[table]
    }
    for table in ("requests", *ROUTED)
}
"""The columns that an answer can become, by table and name."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    table: tuple(column.name for column in columns.values() if column.needed) for table, columns in MAPPED.items()
}


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """What the answers of a question become.

    `table` is a table of the folder with its `column`; or `people` with a part of a person (empty for all parts in one
    answer), `role`, and `number` of the person in the form (0 for several people in one answer); or `contact`, who sent
    the form; or empty with `ignore`, `answered` (when it was sent) or `note`.
    """

    table: str
    column: str
    role: str = ""
    number: int = 0

    def __str__(self) -> str:
        if self.table == "people":
            return f"{self.role} {self.number} {self.column}".strip() if self.number else f"{self.role}s"
        if self.table == "contact":
            return f"contact {self.column}"
        return self.column if self.table in ("", "requests") else f"{self.table}.{self.column}"


IGNORE, ANSWERED, NOTE, ROUTE = (Target("", word) for word in ("ignore", "answered", "note", "route"))
EMAIL, SENDER = Target("contact", "email"), Target("contact", "name")


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A question of the form, by its heading (a second one of the same heading is `Heading #2`), and what it becomes.

    Options that are empty are those of the mapping. `item` is what a yes of this question adds to a list, as in a grid
    of which each row is a column. `values` are what single answers mean; `routes` the tables that they send a row to.
    `remark` says why this is proposed.
    """

    heading: str
    targets: tuple[Target, ...]
    separator: str = ""
    order: str = ""
    item: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True, slots=True)
class FormMapping:
    """How the answers of a form become rows.

    `key` are the headings whose answers together name one answer of the form for good. `zone` is that of the times at
    which it was answered, `wished_zone` that of wished hours and dates where no column says it, empty for the home
    zone. `order` is one of `DATE_ORDERS`, or empty where each column is to show it. `sheet` is that of a workbook, or
    empty for the first. `fixed` is what holds where no answer says it.
    """

    source: str
    key: tuple[str, ...]
    columns: tuple[MappedColumn, ...]
    zone: str = ""
    wished_zone: str = ""
    order: str = ""
    separator: str = ","
    sheet: str = ""
    fixed: Mapping[Target, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    """Why the settings are as they are, by their name in the file."""


def target(text: str) -> Target:
    """Read a target as a mapping writes it; raise ValueError with the nearest one that is known."""
    known = _known_targets()
    plain = key_of(text)
    if plain in known:
        return known[plain]
    words = plain.split(" ", 2)
    if len(words) >= 2 and words[0] in ROLES and words[1].isdecimal() and 1 <= int(words[1]) <= MOST_PEOPLE:
        part = words[2] if len(words) == 3 else ""
        if part == "" or part in PARTS:
            return Target("people", part, words[0], int(words[1]))
        raise ValueError(f"expected a part of a person: {', '.join(PARTS)}{suggestion(part, PARTS)}")
    raise ValueError(f"expected what the answers become, such as title or ignore{suggestion(plain, known)}")


def _known_targets() -> dict[str, Target]:
    found = [IGNORE, ANSWERED, NOTE, ROUTE, EMAIL, SENDER]
    found += [Target(table, column) for table, columns in MAPPED.items() for column in columns]
    found += [Target("people", "", role) for role in ROLES]
    return {str(each): each for each in found} | {f"{role} 1 {part}": Target("people", part, role, 1)
                                                   for role in ROLES for part in PARTS}  # fmt: skip


def read_mapping(path: Path) -> FormMapping:
    """Read a mapping file; raise InputProblems with all that is wrong with it, each with its line."""
    try:
        text = content_of(path).decode("utf-8-sig")
    except Unreadable as error:
        raise InputProblems([InputProblem(path.name, 0, "", "", str(error))]) from error
    except UnicodeDecodeError as error:
        raise InputProblems([InputProblem(path.name, 0, "", "", "expected UTF-8; save the file as UTF-8")]) from error
    return mapping_from_toml(text, path.name)


def mapping_from_toml(text: str, file: str) -> FormMapping:
    """Read the text of a mapping; raise InputProblems with all that is wrong with it, each with its line."""
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        said = str(error)
        line = int(said.split("at line ")[1].split(",")[0]) if "at line " in said else 0
        reason = said.split(" (at ")[0]
        expected = f"expected TOML: {reason[:1].lower()}{reason[1:]}"
        raise InputProblems([InputProblem(file, line, "", "", expected)]) from error
    problems: list[InputProblem] = []
    found = _Reading(TomlTable(file, "", content, _lines(text), problems)).mapping()
    if problems:
        raise InputProblems(problems)
    return found


def _lines(text: str) -> dict[Place, int]:
    """The line of each table and key. Headings of a form are keys here: they have points, brackets and quotes."""
    found: dict[Place, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        path = _path(line)
        if path is None:
            continue
        if line.lstrip().startswith("["):
            table = ".".join(path)
            found.setdefault((table, 0, ""), number)
        else:
            found.setdefault((table, 0, path[0]), number)
    return found


def _path(line: str) -> list[str] | None:
    """The keys that a line is about, as TOML itself reads them; None where it is about none."""
    if line.lstrip().startswith("["):
        tries: Iterator[str] = iter((line,))
    else:
        tries = (f"{line[:place]} = 0" for place, letter in enumerate(line) if letter == "=")
    for attempt in tries:
        try:
            content: Any = tomllib.loads(attempt)
        except ValueError:
            continue
        path = []
        while isinstance(content, dict) and content:
            path.append(next(iter(content)))
            content = content[path[-1]]
        return path or None
    return None


class _Reading:
    """A mapping as it is read: its tables, and the columns that are known."""

    def __init__(self, top: TomlTable) -> None:
        self.top = top
        self.known: dict[str, str] = {}

    def mapping(self) -> FormMapping:
        """Read all of it, reporting what is wrong."""
        top = self.top
        columns = self._columns()
        key = top.read_list("key", in_words(self._heading))
        if not key and "key" not in top.wrong:
            top.problem("key", None, "expected the headings whose answers together name an answer for good")
        found = FormMapping(
            source=top.need("source", in_words(cells.identifier), ""),
            key=key,
            columns=columns,
            zone=top.read("zone", _words_or_nothing(cells.time_zone), ""),
            wished_zone=top.read("wished_zone", _words_or_nothing(cells.time_zone), ""),
            order=top.read("dates", _words_or_nothing(cells.one_of(*DATE_ORDERS)), ""),
            separator=top.read("separator", _separator, ","),
            sheet=top.read("sheet", _words_or_nothing(str), ""),
            fixed=self._fixed(),
        )
        top.finish()
        self._check_needed(found)
        return found

    def _heading(self, found: str) -> str:
        """A heading that is among the columns, as it stands there."""
        if key_of(found) not in self.known:
            raise ValueError(f"expected a heading of [columns]{suggestion(found, self.known.values())}")
        return self.known[key_of(found)]

    def _columns(self) -> tuple[MappedColumn, ...]:
        table = self.top.table("columns")
        if not table.content and "columns" not in self.top.wrong:
            self.top.problem("columns", None, "expected a table [columns] with a line for each question")
        for heading in table.content:
            if key_of(heading) in self.known:
                table.problem(heading, heading, "expected each heading once")
            self.known.setdefault(key_of(heading), heading)
        values, routes = self._by_heading("values"), self._by_heading("route")
        found = []
        for heading, said in table.content.items():
            column = self._column(table, heading, said)
            if column is not None:
                meanings = self._values(values.get(heading), column)
                found.append(
                    MappedColumn(
                        column.heading,
                        column.targets,
                        column.separator,
                        column.order,
                        column.item,
                        meanings,
                        self._routes(routes.get(heading)),
                    )
                )
        return tuple(found)

    def _column(self, table: TomlTable, heading: str, said: object) -> MappedColumn | None:
        options = TomlTable(table.file, "", {}, table.lines, table.problems)
        if isinstance(said, dict):
            lines = {**table.lines, (f"columns.{heading}", 0, ""): table.line(heading)}
            options = TomlTable(table.file, f"columns.{heading}", said, lines, table.problems)
            said = options.content.get("to")
            options.asked.add("to")
        names = said if isinstance(said, list) else [said]
        targets = []
        for name in names:
            try:
                targets.append(in_words(target)(name))
            except ValueError as error:
                table.problem(heading, name, str(error))
        item = options.read("item", in_words(cells.text), "")
        column = MappedColumn(
            heading,
            tuple(dict.fromkeys(targets)),
            options.read("separator", _separator, ""),
            options.read("dates", in_words(cells.one_of(*DATE_ORDERS)), ""),
            item,
        )
        options.finish()
        for each in column.targets if item else ():
            if not _is_list(each):
                table.problem(heading, str(each), "expected a list where there is an item")
        self._check(table, heading, column.targets, item)
        return column if targets else None

    def _by_heading(self, name: str) -> dict[str, TomlTable]:
        """The tables under a name, by the heading that they are about."""
        outer = self.top.table(name)
        found = {}
        for heading in outer.content:
            try:
                known = self._heading(heading)
            except ValueError as error:
                outer.problem(heading, heading, str(error))
                continue
            found[known] = outer.table(heading)
        return found

    def _values(self, table: TomlTable | None, column: MappedColumn) -> dict[str, str]:
        found: dict[str, str] = {}
        for answer, meaning in table.content.items() if table is not None else ():
            if not isinstance(meaning, str):
                assert table is not None
                table.problem(answer, meaning, "expected a text in quotes; empty for an answer that says nothing")
                continue
            found[answer] = meaning.strip()
            if table is not None and not column.item:
                self._check(table, answer, column.targets, meaning)
        return found

    def _routes(self, table: TomlTable | None) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for answer, tables in table.content.items() if table is not None else ():
            names = tables if isinstance(tables, list) else [tables]
            wrong = [name for name in names if name not in MAPPED]
            if wrong and table is not None:
                table.problem(answer, wrong[0], f"expected tables among {', '.join(MAPPED)}")
            found[answer] = tuple(name for name in names if name in MAPPED)
        return found

    def _fixed(self) -> dict[Target, str]:
        table = self.top.table("fixed")
        found: dict[Target, str] = {}
        for name, said in self._flat(table):
            try:
                where = target(name)
            except ValueError as error:
                table.problem(name, name, str(error))
                continue
            if where.table not in MAPPED:
                table.problem(name, name, "expected a column of a table, such as type")
            elif not isinstance(said, str) or not said.strip():
                table.problem(name, said, "expected a text in quotes")
            else:
                self._check(table, name, (where,), said)
                found[where] = said.strip()
        return found

    def _flat(self, table: TomlTable) -> Iterator[tuple[str, object]]:
        for name, said in table.content.items():
            if isinstance(said, dict):
                yield from ((f"{name}.{inner}", value) for inner, value in said.items())
            else:
                yield name, said

    def _check(self, table: TomlTable, key: str, targets: tuple[Target, ...], said: str) -> None:
        """Report a value that none of the columns that it is for can hold."""
        for each in targets if said.strip() else ():
            if each.table in MAPPED:
                try:
                    reader_of(MAPPED[each.table][each.column])(said.strip(), Manner())
                except ValueError as error:
                    table.problem(key, said, str(error))
                    return

    def _check_needed(self, found: FormMapping) -> None:
        """Report columns that a table needs and that no question gives."""
        given = {each for column in found.columns for each in column.targets} | set(found.fixed)
        used = {each.table for each in given} | {
            table for column in found.columns for tables in column.routes.values() for table in tables
        }
        wrong = bool(self.top.problems)
        for table in MAPPED:
            for name in NEEDED[table] if table in used and not wrong else ():
                if Target(table, name) not in given:
                    expected = f"expected a question that gives {Target(table, name)}, or the same for all in [fixed]"
                    self.top.problem("columns", None, expected)
        for column in found.columns:
            if ROUTE in column.targets and not column.routes:
                expected = "expected a table [route.…] that says where its answers lead"
                self.top.table("columns").problem(column.heading, column.heading, expected)


def _is_list(where: Target) -> bool:
    return where.table in MAPPED and MAPPED[where.table][where.column].form.startswith("list")


def _separator(found: Any) -> str:
    if not isinstance(found, str) or not found.strip() or len(found.strip()) > 3:
        raise ValueError("expected what joins several answers, such as “,” or “;”")
    return found.strip()


def _words_or_nothing(form: Callable[[str], str]) -> Callable[[Any], str]:
    def read(found: Any) -> str:
        return "" if found == "" else in_words(form)(found)

    return read


def mapping_toml(mapping: FormMapping) -> str:
    """Write a mapping as TOML: a line for each column, as they stand in the form, with its remark behind it."""
    lines = [
        "# How the answers of a form become rows of the forum. Look through it, change what is wrong, and keep it: the",
        "# next export of the form is read with it. What may stand here is told in docs/import-forms.md.",
        "",
    ]
    settings = {
        "source": _quoted(mapping.source),
        "key": f"[{', '.join(map(_quoted, mapping.key))}]",
        "zone": _quoted(mapping.zone),
        "wished_zone": _quoted(mapping.wished_zone),
        "dates": _quoted(mapping.order),
        "separator": _quoted(mapping.separator),
        "sheet": _quoted(mapping.sheet),
    }
    for name, value in settings.items():
        if value != '""' or name in mapping.remarks:
            lines.append(_remarked(f"{name} = {value}", mapping.remarks.get(name, "")))
    if mapping.fixed:
        lines += ["", "[fixed]"]
        lines += [
            _remarked(f"{_key(str(each))} = {_quoted(value)}", mapping.remarks.get(str(each), ""))
            for each, value in mapping.fixed.items()
        ]
    lines += ["", "[columns]"]
    for column in mapping.columns:
        names = [_quoted(str(each)) for each in column.targets]
        value = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
        options = {"item": column.item, "separator": column.separator, "dates": column.order}
        said = "".join(f", {name} = {_quoted(option)}" for name, option in options.items() if option)
        value = f"{{ to = {value}{said} }}" if said else value
        lines.append(_remarked(f"{_quoted(column.heading)} = {value}", column.remark))
    for column in mapping.columns:
        if column.routes:
            lines += ["", f"[route.{_quoted(column.heading)}]"]
            for answer, tables in column.routes.items():
                lines.append(f"{_quoted(answer)} = [{', '.join(map(_quoted, tables))}]")
        if column.values:
            lines += ["", f"[values.{_quoted(column.heading)}]"]
            lines += [f"{_quoted(answer)} = {_quoted(meaning)}" for answer, meaning in column.values.items()]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() and name.isascii() else _quoted(name)


def _quoted(text: str) -> str:
    """A basic string of TOML 1.0, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _remarked(line: str, remark: str) -> str:
    plain = " ".join(clean(remark).split())
    return f"{line}  # {plain}" if plain else line


def numbered(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings as a mapping names them: on one line, a second of the same as `Heading #2`; empty stays."""
    seen: Counter[str] = Counter()
    found = []
    for heading in headings:
        plain = " ".join(clean(heading).split())
        seen[key_of(plain)] += 1
        count = seen[key_of(plain)]
        found.append(f"{plain} #{count}" if plain and count > 1 else plain)
    return tuple(found)
