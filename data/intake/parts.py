"""What the formats of an import share: values of exports as clean texts, and the gathering of an `Intake`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from html import unescape
from math import isfinite
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from data.apostrophes import unquoted
from data.intake.rows import Held, Intake, Refused, Setting, Taken
from data.problems import InputProblem, Origin
from data.programme import DAY
from data.readers import cells
from data.readers.tables import MOST_LETTERS, Unreadable
from data.zone_names import named_zone
from data.zones import RepeatedLocalTime, SkippedLocalTime, instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from data.intake.sources import Sheet, Source

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1c-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What no cell of a folder takes: control characters, marks that turn the direction of text, what is no character."""
_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_MARKUP = re.compile(
    r"<(?P<end>/?)(?P<tag>a|b|blockquote|br|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|img|li|ol|p|pre|script|small|span|strong"
    r"|style|sub|sup|table|tbody|td|th|thead|tr|u|ul)(?P<more>\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""A tag that texts are written with; other words in angle brackets, as in List<int>, are text."""
_ADDRESS = re.compile(r"""\bhref\s*=\s*["']?(https?://[^\s"'<>]+)""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_BLOCKS = frozenset(
    "blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody thead tr ul".split()  # noqa: SIM905
)
_HIDDEN = frozenset({"script", "style"})
_DIGITS = re.compile(r"[+-]?[0-9]{1,9}(?:\.0+)?")
_ENGLISH_DATE = re.compile(
    r"(?P<day>[0-9]{1,2}) (?P<month>[A-Z][a-z]{2})[a-z]* (?P<year>[0-9]{4})"
    r"(?:,? (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?: ?(?P<half>[AaPp])[Mm])?)?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def shown(value: object) -> str:
    """Return a value of an export as a person would write it: nothing is empty, a truth is yes or no.

    An object of texts by language gives English, or the first of its languages that says anything.
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**18 else ""
    if isinstance(value, float):
        whole = isfinite(value) and value.is_integer() and abs(value) < 10**18
        return str(int(value)) if whole else str(value) if isfinite(value) else ""
    if isinstance(value, dict):
        if isinstance(value.get("name"), (str, dict)):
            return shown(value["name"])
        texts = {str(key): each for key, each in value.items() if isinstance(each, str) and each.strip()}
        return texts.get("en", next((texts[key] for key in sorted(texts)), "")).strip()
    return ""


def number(value: object) -> int | None:
    """Return a whole number that is said as one or as a text, None for all else."""
    if isinstance(value, bool) or value is None:
        return None
    found = shown(value)
    return int(found.partition(".")[0]) if _DIGITS.fullmatch(found) else None


def truth(value: object) -> bool:
    """Whether a value says yes: true, 1, or a word such as yes."""
    return value is True or value == 1 or (isinstance(value, str) and value.strip().casefold() in {"true", "yes", "1"})


def objects(value: object) -> list[dict[str, object]]:
    """Return the objects of a JSON list, without what else is in it."""
    return (
        [cast("dict[str, object]", each) for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    )


def line(value: object) -> str:
    """Return a value as one line that a cell takes; empty where nothing of it can be seen."""
    flat = " ".join(_UNSEEN.sub("", _BREAKS.sub(" ", _entities(shown(value)))).split())
    return unicodedata.normalize("NFC", flat) if any(unicodedata.category(each)[0] not in "CZ" for each in flat) else ""


def lines(value: object) -> str:
    """Return a value as lines of text that a cell takes: HTML as plain text, no two blank lines together."""
    found = shown(value)[: 8 * MOST_LETTERS]
    found = _BREAKS.sub("\n", _plain(found) if _MARKUP.search(found) else _entities(found))
    kept = [_UNSEEN.sub("", each.replace("\t", " ")).rstrip() for each in found.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    return unicodedata.normalize("NFC", text) if line(text) else ""


def listed(values: Iterable[object]) -> str:
    """Return the cell of a list: each value once, joined by `;`, which no value may have within it."""
    return "; ".join(dict.fromkeys(each for value in values if (each := line(value).replace(";", ",").strip(", "))))


def _entities(found: str) -> str:
    return _ENTITY.sub(lambda match: unescape(match[0]), found)


def _plain(found: str) -> str:
    """Return the text of an HTML fragment: a line for each block, links with their addresses, comments left out.

    The parser of the standard library takes quadratic time over tags that never end, so tags are found one by one here.
    """
    first, *more = found.replace("<![CDATA[", "").replace("]]>", "").split("<!--")
    source = first + "".join(part.partition("-->")[2] if "-->" in part else part for part in more)
    parts: list[str] = []
    links: list[tuple[int, str]] = []
    hidden, begin = "", 0
    for match in _MARKUP.finditer(source):
        if not hidden:
            parts.append(unescape(re.sub(r"\s+", " ", source[begin : match.start()])))
        begin = match.end()
        tag, ends = match["tag"].casefold(), bool(match["end"])
        if hidden or tag in _HIDDEN:
            hidden = "" if ends and tag == hidden else hidden or ("" if ends else tag)
        elif tag in _BLOCKS:
            parts.append("\n- " if tag == "li" and not ends else "\n")
        elif tag == "a" and not ends:
            address = _ADDRESS.search(match["more"] or "")
            links.append((len(parts), unescape(address[1]) if address else ""))
        elif tag == "a" and links:
            start, link = links.pop()
            parts.append(f" ({link})" if link and link != "".join(parts[start:]).strip() else "")
    if not hidden:
        parts.append(unescape(re.sub(r"\s+", " ", source[begin:])))
    text = "".join(parts).replace("\xa0", " ")
    return re.sub(r"(?m)^ +| +$", "", re.sub(r" *\n *", "\n", text))


@lru_cache(maxsize=65536)
def moment(found: str, zone: str) -> datetime:
    """Return the UTC instant of an ISO 8601 date and time, or of one such as `18 Oct 2025 09:00 AM`.

    Without an offset it is read in the IANA zone. Raises ValueError with what was expected; figures of which nobody
    can know what is the day and what the month are among it.
    """
    wanted = "expected a date and time such as 2020-07-14T15:00:00 or 2020-07-14T15:00:00+02:00"
    try:
        read = _english(found) or datetime.fromisoformat(found)
        cells.calendar_day(read.date())
    except ValueError as error:
        raise ValueError(wanted) from error
    if read.tzinfo is not None:
        return read.astimezone(UTC)
    try:
        return instant(read, zone)
    except SkippedLocalTime as error:
        raise ValueError(f"expected a time that exists: the clock of {zone} skips this one") from error
    except RepeatedLocalTime as error:
        raise ValueError(f"expected a time with its offset: in {zone} this one comes twice") from error


def _english(found: str) -> datetime | None:
    match = _ENGLISH_DATE.fullmatch(found)
    if match is None or match["month"] not in _MONTHS:
        return None
    hour = int(match["hour"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"no hour of half a day: {hour}")
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    month = _MONTHS.index(match["month"]) + 1
    return datetime(int(match["year"]), month, int(match["day"]), hour, int(match["minute"] or 0))  # noqa: DTZ001


def day(value: object) -> date | None:
    """Return the date with which an ISO 8601 text begins; None for none, and for years of which no clock is known."""
    try:
        return cells.calendar_day(date.fromisoformat(shown(value)[:10]))
    except ValueError:
        return None


def length(start: str, end: str, zone: str) -> str:
    """Return the cell of the minutes between two times; empty where they are not both there, or over a day apart."""
    try:
        minutes = round((moment(end, zone) - moment(start, zone)).total_seconds()) // 60
    except ValueError:
        return ""
    return str(minutes) if 0 < minutes <= DAY else ""


def known_zone(value: object) -> str:
    """Return the IANA zone that a value names, empty where it names none."""
    try:
        return named_zone(line(value)) if line(value) else ""
    except ValueError:
        return ""


def slug(value: object) -> str:
    """Return a value as letters, digits, `-` and `_`, for the name of a source."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", line(value)).strip("-")[:48]


def undisclosed(email: str) -> str:
    """Return letters that are the same for the same e-mail address and do not tell it, for keys that are kept."""
    return sha256(email.strip().casefold().encode("utf-8", "replace")).hexdigest()[:16]


def commonest(minutes: Iterable[int]) -> int | None:
    """Return the length that comes most often, the shortest of several; None of none."""
    counts: dict[int, int] = {}
    for each in minutes:
        counts[each] = counts.get(each, 0) + 1
    return min(counts, key=lambda each: (-counts[each], each), default=None)


def tabled(sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a sheet that are not blank, with their number, as cells by heading in small letters.

    The heading line is the first that is not blank; of a heading that comes twice, the first column counts. The
    apostrophe by which an export keeps a text from being a formula is taken off.
    """
    headings: list[str] | None = None
    for index, row in enumerate(sheet.rows, start=1):
        if not any(cell.strip() for cell in row):
            continue
        if headings is None:
            headings = [line(cell).casefold() for cell in row]
            continue
        found: dict[str, str] = {}
        for heading, cell in zip(headings, row, strict=False):
            if heading:
                found.setdefault(heading, unquoted(cell.strip()).strip())
        yield index, found


def spelt(sheet: Sheet) -> dict[str, str]:
    """Return how the headings that `tabled` gives in small letters are written in the sheet."""
    row = next((row for row in sheet.rows if any(cell.strip() for cell in row)), ())
    return {line(cell).casefold(): line(cell) for cell in reversed(row)}


def headings_of(source: Source) -> tuple[frozenset[str], ...]:
    """Return the headings of each sheet, in small letters, as `tabled` knows them; none of what is no table."""
    try:
        sheets = source.sheets
    except Unreadable:
        return ()
    rows = (next((row for row in sheet.rows if any(cell.strip() for cell in row)), ()) for sheet in sheets)
    return tuple(frozenset(line(cell).casefold() for cell in row) for row in rows)


@dataclass
class Gathering:
    """What a format has read so far; `intake` makes the whole of it. Cells are cleaned and cut as they are taken."""

    records: dict[Origin, None] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    held: dict[Held, None] = field(default_factory=dict)
    notes: dict[InputProblem, None] = field(default_factory=dict)

    def take(self, table: str, key: str, found: Mapping[str, str], origin: Origin) -> None:
        """Take a row for a table; empty cells are left out, and those too long for a spreadsheet program are cut."""
        kept = {column: text for column, text in found.items() if text}
        for column, text in kept.items():
            if len(text) > MOST_LETTERS:
                expected = f"expected at most {MOST_LETTERS:,} characters; there are {len(text):,}, the end is cut off"
                self.note(origin, column, text, expected)
                kept[column] = text[: MOST_LETTERS - 1].rstrip() + "…"
        self.records[origin] = None
        self.taken.append(Taken(table, key, kept, origin))

    def refuse(self, origin: Origin, what: str, reason: str) -> None:
        """Say of a record why no row is made of it."""
        self.records[origin] = None
        self.refused.append(Refused(origin, line(what) or "(without a title)", reason))

    def note(self, origin: Origin, column: str, found: str, expected: str) -> None:
        """Tell what stops nothing, once."""
        self.notes[InputProblem(origin.file, origin.row, column, found, expected, note=True)] = None

    def contact(self, key: str, origin: Origin, *, email: str = "", link: str = "", notes: Sequence[str] = ()) -> None:
        """Take what is private of a person or session, where there is any; a wrong address is told, not taken."""
        found = {"id": key, "note": "\n".join(each for each in notes if each)}
        for column, text, form in (("email", email, cells.email), ("join_link", link, cells.private_link)):
            if text:
                try:
                    found[column] = form(text)
                except ValueError as error:
                    self.note(origin, column, text, f"{error}; this one is left out")
        if any(found.get(column) for column in ("email", "join_link", "note")):
            self.take("contacts", key, found, origin)

    def hold(self, origin: Origin, key: str, start: str, channel: str, zone: str) -> None:
        """Keep where a session is held; a start that cannot be read is told."""
        if start:
            try:
                self.held[Held(key, moment(start, zone), channel)] = None
            except ValueError as error:
                self.note(origin, "start", start, f"{error}; the session is taken without its place")

    def links(self, origin: Origin, column: str, found: Iterable[tuple[str, str]], base: str = "") -> str:
        """Return the cell of a list of links, titles with addresses; those that may not be published are told."""
        kept = []
        for title, address in found:
            if not address:
                continue
            try:
                whole = urljoin(base, address) if base and ":" not in address.partition("/")[0] else address
                whole = whole.replace(";", "%3B")
                name = re.sub(r"[;<>\s]*[;<>][;<>\s]*", ", ", line(title)).strip(", ")
                written = f"{name} <{whole}>" if name and name != address else whole
                cells.titled_link(written)
            except ValueError as error:
                self.note(origin, column, address, f"{error}; this link is left out")
            else:
                kept.append(written)
        return "; ".join(dict.fromkeys(kept))

    def language(self, origin: Origin, value: object) -> str:
        """Return the cell of a language tag (BCP 47), empty and told where the value is none."""
        found = line(value).replace("_", "-")
        try:
            return cells.language(found) if found else ""
        except ValueError as error:
            self.note(origin, "languages", found, f"{error}; it is left out")
            return ""

    def minutes(self, origin: Origin, value: object) -> str:
        """Return the cell of a length in minutes, empty where there is none, and told where it is no length."""
        if not shown(value) or number(value) == 0:
            return ""
        found = number(value)
        if found is None or not 0 < found <= DAY:
            self.note(origin, "duration", shown(value), f"expected minutes from 1 to {DAY}; it is left out")
            return ""
        return str(found)

    def intake(self, source: str, setting: Setting) -> Intake:
        """Return all that was gathered."""
        return Intake(
            source,
            tuple(self.records),
            tuple(self.taken),
            tuple(self.refused),
            setting,
            tuple(self.held),
            tuple(self.notes),
        )
