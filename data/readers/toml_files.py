"""A TOML file as tables of which every key is asked for: unknown and wrong ones are told with their line."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from data.nearest import suggestion
from data.problems import InputProblem
from data.readers.cells import DateForm, calendar_day
from data.readers.tables import Unreadable, content_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

T = TypeVar("T")
D = TypeVar("D")

Place = tuple[str, int, str]
"""The dotted name of a table, its number among those of that name (from 0), a key or nothing for itself."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*(?:([A-Za-z0-9_-]+)|"([^"]*)"|'([^']*)')\s*=""")


def read_toml(path: Path, problems: list[InputProblem]) -> TomlTable | None:
    """Return the whole of a TOML file (UTF-8), or None where it is unreadable, which is reported."""
    try:
        text = content_of(path).decode("utf-8-sig")
        return TomlTable(path.name, "", tomllib.loads(text), lines_of(text), problems)
    except Unreadable as error:
        problems.append(InputProblem(path.name, 0, "", "", str(error)))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.append(InputProblem(path.name, line, "", "", "expected UTF-8; save the file as UTF-8"))
    except (ValueError, RecursionError) as error:  # also for a number of more digits than Python reads
        said = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", str(error))
        reason = str(error) if said is None else str(error)[: said.start()]
        line = int(said[1]) if said is not None and said[1] else 0
        expected = f"expected TOML: {reason[0].lower()}{reason[1:]}"
        problems.append(InputProblem(path.name, line, "", "", expected))
    return None


def lines_of(text: str) -> Mapping[Place, int]:
    """Return the line of every table and key that stands at the beginning of a line."""
    found: dict[Place, int] = {}
    table, index = "", 0
    seen: Counter[str] = Counter()
    quotes = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quotes:
            quotes = "" if quotes in line else quotes
            continue
        header, key = _HEADER.match(line), _KEY.match(line)
        if header is not None and key is None:
            table = ".".join(part.strip().strip("\"'") for part in header[2].split("."))
            index = seen[table]
            seen[table] += 1
            found.setdefault((table, index, ""), number)
        elif key is not None:
            found.setdefault((table, index, key[1] or key[2] or key[3] or ""), number)
        quotes = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
    return found


@dataclass(slots=True)
class TomlTable:
    """One table of a file. Asking for a key reads it; `finish` reports the keys that nobody asked for."""

    file: str
    name: str
    content: Mapping[str, Any]
    lines: Mapping[Place, int]
    problems: list[InputProblem]
    index: int = 0
    asked: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    """The keys whose value could not be taken."""

    def line(self, key: str = "") -> int:
        """The line of a key, of the table that it is, or of the table that it is in; 0 where none is known."""
        inner = ".".join(part for part in (self.name, key) if part)
        places = ((self.name, self.index, key), (inner, 0, ""), (self.name, self.index, ""))
        return next((self.lines[place] for place in places if place in self.lines), 0)

    def problem(self, key: str, found: object, expected: str, *, note: bool = False) -> None:
        """Report what is wrong with a key's value."""
        shown = "" if found is None else _shown(found)
        column = ".".join(part for part in (self.name, key) if part)
        self.problems.append(InputProblem(self.file, self.line(key), column, shown, expected, note))
        if not note:
            self.wrong.add(key)

    def read(self, key: str, form: Callable[[Any], T], default: D) -> T | D:
        """Read a key in a form; a missing one, and one that is wrong and reported, gives the default."""
        self.asked.add(key)
        if key not in self.content:
            return default
        try:
            return form(self.content[key])
        except ValueError as error:
            self.problem(key, self.content[key], str(error))
            return default

    def need(self, key: str, form: Callable[[Any], T], default: T) -> T:
        """Read a key that must be there; the default only stands in where a problem is reported."""
        if key not in self.content:
            self.asked.add(key)
            self.problem(key, None, "expected this key; it is missing")
            return default
        return self.read(key, form, default)

    def read_list(self, key: str, form: Callable[[Any], T], default: tuple[T, ...] = ()) -> tuple[T, ...]:
        """Read a list, each member in a form; report every wrong member."""
        self.asked.add(key)
        if key not in self.content:
            return default
        members = self.content[key]
        if not isinstance(members, list):
            self.problem(key, members, "expected a list in square brackets")
            return default
        values: list[T] = []
        for member in members:
            try:
                values.append(form(member))
            except ValueError as error:
                self.problem(key, member, str(error))
        return tuple(values)

    def table(self, key: str) -> TomlTable:
        """Return the table under a key, empty where there is none."""
        self.asked.add(key)
        name = ".".join(part for part in (self.name, key) if part)
        content = self.content.get(key, {})
        if not isinstance(content, dict):
            self.problem(key, content, f"expected a table [{name}]")
            content = {}
        return TomlTable(self.file, name, content, self.lines, self.problems)

    def tables(self, key: str) -> tuple[TomlTable, ...]:
        """Return the tables of a list under a key."""
        self.asked.add(key)
        name = ".".join(part for part in (self.name, key) if part)
        members = self.content.get(key, [])
        if not isinstance(members, list) or not all(isinstance(member, dict) for member in members):
            self.problem(key, members, f"expected tables [[{name}]]")
            return ()
        return tuple(
            TomlTable(self.file, name, member, self.lines, self.problems, index) for index, member in enumerate(members)
        )

    def finish(self, gone: Mapping[str, str] | None = None) -> None:
        """Report the keys that nobody asked for, with the nearest one that is known.

        `gone` says of keys that there were once what became of them.
        """
        for key in self.content:
            if key not in self.asked:
                free = self.asked - set(self.content)
                known = (gone or {}).get(key) or suggestion(key, free) or ": " + ", ".join(sorted(self.asked))
                self.problem(key, key, f"expected a known {'key' if self.name else 'table'}{known}")


def _shown(found: object) -> str:
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, dict):
        return "a table"
    return ", ".join(map(_shown, found)) if isinstance(found, list) else str(found)


def in_words(form: Callable[[str], T]) -> Callable[[Any], T]:
    """A form of cells, for a value in quotes."""

    def read(found: Any) -> T:
        if not isinstance(found, str) or not found.strip():
            raise ValueError("expected a text in quotes")
        return form(found.strip())

    return read


def words_or_nothing(form: Callable[[str], T], nothing: D) -> Callable[[Any], T | D]:
    """A form of cells, for a value in quotes that may be empty."""

    def read(found: Any) -> T | D:
        return nothing if found == "" else in_words(form)(found)

    return read


def whole(least: int, most: int | None = None) -> Callable[[Any], int]:
    """A whole number from `least` to `most`."""

    def read(found: Any) -> int:
        number = found if isinstance(found, int) and not isinstance(found, bool) else least - 1
        if number < least or (most is not None and number > most):
            more = f", {least} or more" if most is None else f" from {least} to {most}"
            raise ValueError(f"expected a whole number{more}")
        return number

    return read


def percentage(found: Any) -> float:
    """A number from 0 to 100."""
    if isinstance(found, bool) or not isinstance(found, (int, float)) or not 0 <= found <= 100:
        raise ValueError("expected a number from 0 to 100")
    return float(found)


def flag(found: Any) -> bool:
    """True or false."""
    if not isinstance(found, bool):
        raise ValueError("expected true or false, without quotes")
    return found


def day(found: Any) -> date:
    """A date, with quotes or without."""
    if isinstance(found, date) and not isinstance(found, datetime):
        return calendar_day(found)
    if isinstance(found, str):
        return DateForm().day(found)
    raise ValueError("expected a date such as 2020-07-14")
