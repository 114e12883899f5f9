"""The forms of a value: each function reads one text, or raises ValueError with what was expected."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from data.emails import has_email
from data.grid import YEARS
from data.nearest import suggestion
from data.programme import DAY, Days, Hours, Link, LocalTimes
from data.zone_names import named_zone
from data.zones import RepeatedLocalTime, SkippedLocalTime, instant, zone

if TYPE_CHECKING:
    from collections.abc import Callable

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAY_NUMBERS = {
    name.casefold(): number
    for number, full in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    )
    for name in (full, full[:3])
}

ACTION_LINES = (
    *(f"C{number}" for number in range(1, 12)),
    *(f"C7-e-{part}" for part in (
        "government", "business", "learning", "health", "employment", "environment", "agriculture", "science",
    )),
)  # fmt: skip
"""The WSIS Action Lines (Geneva Plan of Action, 2003): C1 to C11, and the eight parts of C7."""
_ACTION_LINES = {name.casefold(): name for name in ACTION_LINES}

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, marks that turn the direction of the text after them, and what is no character."""
_WIDTHLESS = "\u200b\u2060\ufeff"
"""Zero width space, word joiner and byte order mark: copying from pages and files leaves them at the ends of a text."""
_LINE_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DEVICE = re.compile(r"CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9]", re.IGNORECASE)
"""Names that Windows keeps for devices: it makes no file or folder of them ("Naming Files, Paths, and Namespaces")."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_MOMENT = re.compile(
    r"(?P<day>\S+)[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::00)?(?:\s*(?P<offset>[+-]\d{2}:?\d{2}|Z))?",
    re.ASCII,
)
_JOINTS = re.compile(r"\s*(\.\.|,)\s*|(?<=[0-9])\s*(-)\s*(?=[0-9]{1,2}:)")
"""What stands between two ends or members of one word, with the blanks that people put around it."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TITLED = re.compile(r"(?P<title>[^<>]*)<\s*(?P<address>[^<>\s]+)\s*>")
_BARE = re.compile(r"(?P<title>)(?P<address>[^<>\s]+://[^<>\s]+)")
_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>.]+")


def text(found: str) -> str:
    """One line of text in Unicode's composed form; line breaks and tabs become blanks.

    What has no width at its ends is dropped, as two names that look the same are to be the same.
    """
    if found.isascii() and found.isprintable():
        return found
    clean = _clean(_LINE_BREAKS.sub(" ", found.replace("\t", " "))).strip(f"{_WIDTHLESS} ")
    if found and not any(unicodedata.category(letter)[0] not in "CZ" for letter in clean):
        raise ValueError("expected text; there is nothing to be seen in this one")
    return clean


def lines(found: str) -> str:
    """Text that may go over several lines, joined by plain line feeds."""
    return "\n".join(_clean(part).rstrip() for part in _LINE_BREAKS.sub("\n", found.replace("\t", " ")).split("\n"))


def _clean(found: str) -> str:
    unseen = _UNSEEN.search(found)
    if unseen is not None:
        raise ValueError(f"expected text without invisible control characters (U+{ord(unseen[0]):04X})")
    return unicodedata.normalize("NFC", found)


def identifier(found: str) -> str:
    """An id: letters, digits, `-` and `_`, at most 64; it becomes part of file names and addresses.

    It does not begin with `-`, which spreadsheet programs take for a formula, and is no name of a Windows device.
    """
    if not _IDENTIFIER.fullmatch(found):
        raise ValueError("expected an id of at most 64 letters (A to Z), digits, “-” and “_”")
    if found.startswith("-"):
        raise ValueError("expected an id that does not begin with “-”")
    if _DEVICE.fullmatch(found):
        raise ValueError("expected another id: Windows cannot make a folder of this name")
    return found


@cache
def number(least: int, most: int | None = None) -> Callable[[str], int]:
    """A whole number from `least` to `most`."""
    wanted = f"a whole number, {least} or more" if most is None else f"a whole number from {least} to {most}"

    def read(found: str) -> int:
        if not _NUMBER.fullmatch(found) or int(found) < least or (most is not None and int(found) > most):
            raise ValueError(f"expected {wanted}")
        return int(found)

    return read


def yes_or_no(found: str) -> bool:
    """Yes or no in one of the usual words."""
    answer = {"yes": True, "true": True, "x": True, "1": True, "no": False, "false": False, "0": False}
    if found.casefold() not in answer:
        raise ValueError("expected yes or no (or true, false, x, 1, 0)")
    return answer[found.casefold()]


@cache
def one_of(*known: str) -> Callable[[str], str]:
    """One of the words that are known, in any letter case."""
    by_key = {word.casefold(): word for word in known}

    def read(found: str) -> str:
        key = " ".join(found.casefold().split())
        if key not in by_key:
            raise ValueError(f"expected one of {', '.join(known)}{suggestion(found, known)}")
        return by_key[key]

    return read


@lru_cache(maxsize=65536)
def action_line(found: str) -> str:
    """A WSIS Action Line, in any letter case."""
    name = _ACTION_LINES.get(found.casefold())
    if name is None:
        raise ValueError(f"expected an Action Line, C1 to C11 or such as C7-e-health{suggestion(found, ACTION_LINES)}")
    return name


def language(found: str) -> str:
    """A language tag in the form of BCP 47 (RFC 5646), such as en, fr or zh-Hans."""
    if not _LANGUAGE.fullmatch(found):
        raise ValueError("expected a language tag such as en, fr or zh-Hans")
    return found


def link(found: str) -> str:
    """A web address (RFC 3986) with http or https, without user name, password and e-mail address: it is public."""
    private_link(found)
    if has_email(found):
        raise ValueError(
            "expected a web address such as https://forum.example/register, without an e-mail address in it"
        )
    return found


def titled_link(found: str) -> Link:
    """A public web address alone, or behind a title and in angle brackets: `Slides <https://forum.example/1.pdf>`."""
    match = _TITLED.fullmatch(found) or _BARE.fullmatch(found)
    if match is None:
        raise ValueError(
            "expected a web address such as https://forum.example/slides.pdf, or one behind a title:"
            " Slides <https://forum.example/slides.pdf>"
        )
    return Link(text(match["title"].strip()), link(match["address"]))


def private_link(found: str) -> str:
    """A web address (RFC 3986) with http or https, without user name and password."""
    wanted = "expected a web address such as https://forum.example/register"
    if not found.isascii() or any(letter in found for letter in ' "<>\\^`{|}') or not found.isprintable():
        raise ValueError(f"{wanted}, without blanks, quotes and other marks that addresses do not have")
    try:
        parts = urlsplit(found)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
    except ValueError as error:
        raise ValueError(wanted) from error
    if not valid:
        raise ValueError(wanted)
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"{wanted}, without user name and password")
    return found


def email(found: str) -> str:
    """An e-mail address."""
    if not _EMAIL.fullmatch(found) or not found.isprintable():
        raise ValueError("expected an e-mail address")
    return found


def time_zone(found: str) -> str:
    """A zone by IANA name, city or country, as its IANA name."""
    return named_zone(found)


def weekday(found: str) -> int:
    """A weekday in English, whole or its first three letters; Monday is 0."""
    if found.casefold() not in _WEEKDAY_NUMBERS:
        raise ValueError(f"expected a weekday: {', '.join(WEEKDAYS)}")
    return _WEEKDAY_NUMBERS[found.casefold()]


@lru_cache(maxsize=65536)
def hours(found: str) -> Hours:
    """A span of local hours, `09:00-12:30`; past midnight as `22:00-02:00`; to midnight as `20:00-24:00`."""
    wanted = "expected hours such as 09:00-12:30"
    first, dash, last = (part.strip() for part in found.replace("–", "-").partition("-"))
    start, end = _clock(first), _clock(last)
    if not dash or start is None or end is None or start == DAY:
        raise ValueError(wanted)
    if start == end:
        raise ValueError(f"{wanted}; these begin and end at the same time")
    return Hours(start, end if end > start else end + DAY)


def calendar_day(day: date) -> date:
    """A date in the years of which the clocks are known."""
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValueError(f"expected a date in the years {YEARS[0]} to {YEARS[1]}")
    return day


def _clock(found: str) -> int | None:
    match = _CLOCK.fullmatch(found)
    if match is None:
        return None
    minute = int(match[1]) * 60 + int(match[2])
    return minute if int(match[2]) < 60 and minute <= DAY else None


@dataclass(frozen=True)
class LocalMoment:
    """A reading of the local clock (naive), with the offset from UTC where it was said."""

    clock: datetime
    offset: timedelta | None = None

    def instant(self, name: str) -> datetime:
        """Return the UTC instant in zone `name`; raise ValueError in a gap, a fold, for a wrong offset."""
        if self.offset is not None:
            moment = (self.clock - self.offset).replace(tzinfo=UTC)
            if moment.astimezone(zone(name)).replace(tzinfo=None) != self.clock:
                raise ValueError(f"expected an offset that {name} has at this time")
            return moment
        try:
            return instant(self.clock, name)
        except SkippedLocalTime as error:
            raise ValueError(f"expected a time that exists: the clock of {name} skips this one") from error
        except RepeatedLocalTime as error:
            first, second = (f"{self.clock:%Y-%m-%d %H:%M} {offset}" for offset in error.offsets)
            raise ValueError(f"expected an offset: in {name} this time comes twice, {first} and {second}") from error


@dataclass(frozen=True)
class DateForm:
    """How dates are written in the tables: `%d`, `%m` and `%Y`, each once, joined by `.`, `/` or `-`."""

    form: str = "%Y-%m-%d"

    def __post_init__(self) -> None:
        parts = re.split(r"[./-]", self.form)
        if sorted(parts) != ["%Y", "%d", "%m"]:
            raise ValueError("expected %d, %m and %Y, joined by “.”, “/” or “-”, such as %d/%m/%Y")

    @cached_property
    def example(self) -> str:
        """The 14th of July 2020 in this form."""
        return self.write(date(2020, 7, 14))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        digits = 2 if self.form == "%Y-%m-%d" else 1
        pattern = re.escape(self.form).replace("%Y", r"(?P<year>[0-9]{4})")
        for sign, name in (("%m", "month"), ("%d", "day")):
            pattern = pattern.replace(sign, rf"(?P<{name}>[0-9]{{{digits},2}})")
        return re.compile(pattern)

    def write(self, day: date) -> str:
        """Write a date in this form."""
        return (
            self.form.replace("%Y", f"{day.year:04d}").replace("%m", f"{day.month:02d}").replace("%d", f"{day.day:02d}")
        )

    @lru_cache(maxsize=65536)  # noqa: B019 - there is one form a forum
    def day(self, found: str) -> date:
        """One date."""
        match = self._pattern.fullmatch(found)
        if match is None:
            raise ValueError(f"expected a date such as {self.example}")
        try:
            found_day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError as error:
            raise ValueError(f"expected a date of the calendar such as {self.example}") from error
        return calendar_day(found_day)

    @lru_cache(maxsize=65536)  # noqa: B019
    def days(self, found: str) -> Days:
        """A date, or dates from one to another with both included."""
        first, dots, last = (part.strip() for part in found.partition(".."))
        try:
            begin = self.day(first)
            end = self.day(last) if dots else begin
        except ValueError as error:
            raise ValueError(
                f"expected a date such as {self.example}, or dates such as {self.example}..{self._later}"
            ) from error
        if end < begin:
            raise ValueError("expected dates from the earlier to the later one")
        return Days(begin, end)

    @cached_property
    def _later(self) -> str:
        return self.write(date(2020, 7, 17))

    def moment(self, found: str) -> LocalMoment:
        """A local date and time, with the offset where it is needed."""
        match = _MOMENT.fullmatch(found)
        wanted = f"expected a local date and time such as {self.example} 15:00"
        if match is None:
            raise ValueError(wanted)
        try:
            day = self.day(match["day"])
            clock = datetime(day.year, day.month, day.day, int(match["hour"]), int(match["minute"]))  # noqa: DTZ001
        except ValueError as error:
            raise ValueError(wanted) from error
        said = match["offset"]
        if said is None:
            return LocalMoment(clock)
        if said == "Z":
            return LocalMoment(clock, timedelta(0))
        size = timedelta(hours=int(said[1:3]), minutes=int(said[-2:]))
        return LocalMoment(clock, -size if said[0] == "-" else size)

    def moment_or_day(self, found: str) -> LocalMoment | date:
        """A local date and time, or a date alone."""
        try:
            return self.moment(found) if ":" in found else self.day(found)
        except ValueError as error:
            example = self.example
            raise ValueError(f"expected a local date and time such as {example} 15:00, or a date") from error

    @lru_cache(maxsize=65536)  # noqa: B019
    def times(self, found: str, name: str) -> LocalTimes:
        """Times in the zone `name`: dates, weekdays, hours; any of them in this order, with blanks between."""
        wanted = (
            f"expected times such as {self.example}, {self.example}..{self._later}, Fri, Mon,Wed 09:00-11:00,"
            f" {self.example} 09:00-12:00 or 22:00-07:00"
        )
        words = _JOINTS.sub(r"\1\2", found.replace("–", "-")).split()
        days: Days | None = None
        weekdays: tuple[int, ...] = ()
        span: Hours | None = None
        try:
            if words and words[0][0].isdigit() and ":" not in words[0]:
                days = self.days(words.pop(0))
            if words and words[0][0].isalpha():
                weekdays = tuple(sorted({weekday(part) for part in words.pop(0).split(",")}))
            if words:
                span = hours(words.pop(0))
        except ValueError as error:
            raise ValueError(wanted) from error
        if words or (days is None and not weekdays and span is None):
            raise ValueError(wanted)
        return LocalTimes(name, days, weekdays, span)
