"""What people answer in their own words, as the forum's folder writes it; months, languages and countries by babel.

Each reader takes a text and how the form writes (`Manner`), and gives the parts of a cell of docs/forum-folder.md. It
raises ValueError with what was expected where it is not sure: nothing is guessed for one answer alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError

from data.nearest import suggestion
from data.programme import DAY
from data.readers import cells
from data.zone_names import UnclearZone, country_clocks, named_zone, place_key
from data.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from data.readers.columns import Column

Reader = Callable[[str, "Manner"], tuple[str, ...]]

LOCALES = ("en", "fr", "es", "de", "ru", "ar", "zh", "pt", "it")
"""The languages whose names of months, weekdays, languages and countries are understood."""

PARAGRAPHS = ("description", "view", "reason", "equipment")
"""The columns of texts that may go over several lines."""

ANONYMOUS = frozenset({"anonymous", "anonyme", "anónimo", "anonym", "аноним", "مجهول", "匿名"})
"""What Microsoft Forms writes for the e-mail address of an answer without a name, in the language of its owner."""

DATE_ORDERS = ("year-first", "day-first", "month-first")

_NUMERIC = re.compile(r"(\d{1,4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,4})\s?日?")
_TO = r"(?:\.\.|→|\s(?:-|–|—|to|until|till|through|au|bis|hasta|al|a|até|по|до|إلى|至|到)\s|\s?[–—至到]\s?)"
_RANGE = re.compile(_TO, re.IGNORECASE)
_FROM = re.compile(
    r"(?:from|between|du|de|del|entre|vom|von|zwischen|с|от|между|من|从|從|das?|desde)\s+", re.IGNORECASE
)
_DAYS_OF_ONE_MONTH = re.compile(r"(\D*?)(\d{1,2})\s?[-–—]\s?(\d{1,2})(\D.*)")
_FILLERS = frozenset(
    [
        "st",
        "nd",
        "rd",
        "th",
        "of",
        "the",
        "on",
        "at",
        "de",
        "del",
        "di",
        "do",
        "le",
        "la",
        "den",
        "dem",
        "der",
        "el",
        "al",
        "г",
        "года",
        "год",
        "г.",
        "day",
        "er",
        "ère",
        "º",
        "em",
        "a",
        "um",
        "号",
    ]
)
_CLOCK = re.compile(
    r"(\d{1,2})(?:\s?(?:[:.]|h|ч|时|点)\s?(\d{2})?)?(?::\d{2})?\s?(?:h|hrs?|uhr|heures?|hs)?\s?(a\.?\s?m\.?|p\.?\s?m\.?)?",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\s?(?:-|–|—|\bto\b|\band\b|\bà\b|\bet\b|\bbis\b|\bund\b|\ba\b|\by\b|\bдо\b|إلى|至|到)\s?", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_MINUTE = r"(?:min|mins|minutes?|minutos?|minuten|minuti|мин\.?|минуты?|минут|دقيقة|دقائق|分钟|分鐘|分)"
_HOUR = r"(?:hours?|hrs?|h|heures?|horas?|stunden?|std\.?|ore|ora|час|часа|часов|ч|ساعات|ساعة|个?小时|小時)"
_DURATION = re.compile(
    rf"(?:(?P<hours>\d{{1,2}}(?:[.,]\d{{1,2}})?)\s?-?{_HOUR}(?:\s?(?:and|et|y|und|и|و)?\s?(?P<more>\d{{1,2}})\s?{_MINUTE}?)?"
    rf"|(?P<minutes>\d{{1,4}})\s?-?{_MINUTE})(?!\w)",
    re.IGNORECASE,
)
_ACTION_LINE = re.compile(r"(?<![A-Za-z])[CcСс]\s?[-.]?\s?(1[01]|[1-9])(?!\d)")
_PART_OF_C7 = re.compile(
    r"e[-\s]?(government|business|learning|health|employment|environment|agriculture|science)", re.I
)
_GOAL = re.compile(r"(?<![\d.])(\d{1,2})(?!\d|\.\d|[-–]\d)")
_EMAIL = re.compile(r"[^\s@;,<>()\[\]:|]{1,64}@[^\s@;,<>()\[\]:|]{1,255}\.[^\s@;,<>()\[\]:|.]{1,63}")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MOST_LETTERS = 80
"""Of a date, with its time or without."""

_YES = frozenset(
    map(
        place_key,
        [
            "yes",
            "y",
            "true",
            "x",
            "1",
            "✓",
            "✔",
            "oui",
            "vrai",
            "sí",
            "si",
            "ja",
            "да",
            "true",
            "نعم",
            "是",
            "是的",
            "sim",
            "vero",
        ],
    )
)
_NO = frozenset(
    map(
        place_key,
        [
            "no",
            "n",
            "false",
            "0",
            "none",
            "non",
            "faux",
            "nein",
            "нет",
            "لا",
            "否",
            "不",
            "不是",
            "não",
            "nao",
            "falso",
        ],
    )
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a form writes: the order of day, month and year, and what joins several answers; line breaks always do."""

    order: str = "year-first"
    separator: str = ";"


def clean(text: str) -> str:
    """Return an answer without what cannot be seen in it, and without white space around it."""
    if text.isascii() and text.isprintable():
        return text.strip()
    plain = (
        _UNSEEN.sub("", unicodedata.normalize("NFC", text)).replace("\u00a0", " ").strip(" \t\r\n\u200b\u2060\ufeff")
    )
    return plain if any(unicodedata.category(letter)[0] not in "CZ" for letter in plain) else ""


@lru_cache(maxsize=65536)
def key_of(text: str) -> str:
    """Return a heading or an answer as it is compared: without letter case and the width of its blanks."""
    return " ".join(clean(text).casefold().split())


def parts(text: str, separator: str, known: Iterable[str] = ()) -> Iterator[str]:
    """Yield the answers of a list, split at the separator and at line breaks.

    An answer that is known stays whole where the separator stands within it, as in “Health, education” of a form that
    joins answers by commas.
    """
    by_length = _by_length(tuple(known))
    for line in re.split(r"[\r\n\v\f\x85\u2028\u2029]+", text):
        rest = line.strip()
        while rest:
            size = next((len(each) for each in by_length if _begins(rest, each, separator)), -1)
            if size < 0:
                size = rest.find(separator) if separator in rest else len(rest)
            if rest[:size].strip():
                yield rest[:size].strip()
            rest = rest[size:].lstrip().removeprefix(separator).strip()


@lru_cache(maxsize=256)
def _by_length(known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({key_of(answer) for answer in known} - {""}, key=lambda answer: (-len(answer), answer)))


def _begins(text: str, known: str, separator: str) -> bool:
    after = text[len(known) :].lstrip()
    return text[: len(known)].casefold() == known and (not after or after.startswith(separator))


def ascii_digits(text: str) -> str:
    """Return the text with all decimal digits, such as Arabic and full-width ones, as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


def possible_orders(texts: Iterable[str]) -> frozenset[str]:
    """Return the orders in which all dates in figures of a column can be read; both where they read alike in both.

    A four-figure year in front decides each date for itself. Points (14.07.2020) are written with the day first.
    """
    found = {"day-first", "month-first"}
    differ = False
    for text in texts:
        for match in _NUMERIC.finditer(ascii_digits(text)):
            first, second = match[1], int(match[2])
            if len(first) > 2:
                continue
            differ |= int(first) != second
            if int(first) > 12 or "." in match[0]:
                found.discard("month-first")
            if second > 12:
                found.discard("day-first")
    return frozenset(found) if differ else frozenset(DATE_ORDERS)


@lru_cache(maxsize=65536)
def day(text: str, order: str) -> date:
    """Read one date: year first, in figures in the given order, or with the name of its month in any language known."""
    plain = ascii_digits(text[: _MOST_LETTERS + 1]).strip(" .,")
    match = _NUMERIC.fullmatch(plain)
    try:
        if match is not None:
            first, second, third = match.groups()
            if len(first) == 4 and len(third) <= 2:
                return cells.calendar_day(date(int(first), int(second), int(third)))
            if order == "year-first" or len(third) not in (2, 4) or len(first) > 2:
                raise ValueError
            year = int(third) + (2000 if len(third) == 2 else 0)
            month, number = (first, second) if order == "month-first" else (second, first)
            return cells.calendar_day(date(year, int(month), int(number)))
        return cells.calendar_day(_named_date(plain))
    except ValueError as error:
        hint = {"day-first": "14/07/2020", "month-first": "07/14/2020"}.get(order, "2020-07-14")
        raise ValueError(f"expected a date such as {hint} or 14 July 2020") from error


def _named_date(text: str) -> date:
    if len(text) > _MOST_LETTERS:
        raise ValueError
    month, numbers = 0, []
    for word in re.findall(r"\d+|[^\W\d_]+", unicodedata.normalize("NFC", text)):
        if word.isdigit():
            numbers.append(int(word))
        elif place_key(word) in _months() and not month:
            month = _months()[place_key(word)]
        elif word.casefold() not in _FILLERS and place_key(word) not in weekday_names():
            raise ValueError
    days, years = [each for each in numbers if each <= 31], [each for each in numbers if each > 31]
    if not month or len(days) != 1 or len(years) != 1:
        raise ValueError
    return date(years[0], month, days[0])


def dates(text: str, manner: Manner) -> tuple[str, ...]:
    """Read dates, and dates from one to another, whatever joins them."""
    return tuple(_joined(text, manner, lambda found: _days(found, manner.order)))


def _joined(text: str, manner: Manner, read: Callable[[str], str]) -> Iterator[str]:
    """Read the parts of a list whose parts may have the separator within: the longest that can be read counts."""
    for line in parts(text, ";"):
        pieces = line.split(manner.separator)
        while pieces:
            for size in range(min(4, len(pieces)), 0, -1):
                try:
                    found = read(manner.separator.join(pieces[:size]).strip())
                except ValueError:
                    if size == 1:
                        raise
                    continue
                yield found
                del pieces[:size]
                break


def _days(text: str, order: str) -> str:
    plain = _FROM.sub("", ascii_digits(text), count=1) if _FROM.match(text) else ascii_digits(text)
    try:
        return day(plain, order).isoformat()
    except ValueError:
        short = _DAYS_OF_ONE_MONTH.fullmatch(plain)
        ends = _RANGE.split(plain) if _RANGE.search(plain) else re.split(r"\s?[-–—]\s?(?=\d{1,4}[/.])", plain)
        if short is not None and not _NUMERIC.search(plain):
            ends = [short[1] + short[2] + short[4], short[1] + short[3] + short[4]]
        if len(ends) != 2:
            raise
        last = day(ends[1], order)
        first = last.replace(day=int(ends[0])) if re.fullmatch(r"\s*\d{1,2}\s*", ends[0]) else day(ends[0], order)
    if first > last:
        raise ValueError("expected dates from the earlier to the later one")
    return f"{first.isoformat()}..{last.isoformat()}"


@lru_cache(maxsize=65536)
def answered(text: str, order: str, name: str) -> str:
    """Read when a form was answered, as its exports write it, by the clock of zone `name`: `2020-07-14 15:04:05`.

    Google writes `2020/07/14 3:04:05 PM GMT+2` into CSV files, and the day in the order of the sheet's country.
    """
    if len(text) > _MOST_LETTERS:
        raise ValueError("expected a date and a time")
    plain = re.sub(r"\s+", " ", ascii_digits(text)).strip()
    match = re.fullmatch(
        r"(?P<day>.+?),?[ T](?P<clock>\d{1,2}[:.]\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)?"
        r"\s?(?P<half>[AaPp]\.?\s?[Mm]\.?)?"
        r"\s?(?:(?:GMT|UTC)?\s?(?P<offset>[+\-−]\d{1,2}(?::?\d{2})?)|Z|GMT|UTC)?",
        plain,
    )
    if match is None:
        return day(plain, order).isoformat()
    minutes = _minutes(match["clock"] + (match["half"] or ""))
    if minutes is None or minutes == DAY:
        raise ValueError("expected a date and a time")
    when = day(match["day"], order)
    local = datetime(when.year, when.month, when.day, minutes // 60, minutes % 60, int(match["second"] or 0))  # noqa: DTZ001
    offset = match["offset"]
    if offset is not None:
        sign, figures = "+" if offset[0] == "+" else "-", offset[1:].replace(":", "")
        figures = figures.zfill(2) + "00" if len(figures) <= 2 else figures.zfill(4)
        moment = datetime.fromisoformat(f"{local.isoformat()}{sign}{figures[:2]}:{figures[2:]}")
        local = moment.astimezone(zone(name)).replace(tzinfo=None)
    return f"{local:%Y-%m-%d %H:%M:%S}"


def moment(text: str, manner: Manner) -> tuple[str, ...]:
    """Read a local date and time, or a date alone."""
    if len(text) > _MOST_LETTERS:
        raise ValueError("expected a local date and time such as 2020-07-14 15:00, or a date")
    match = re.fullmatch(
        r"(?P<day>.+?),?[ T]+(?:at |à |um |a las )?(?P<clock>\S*\d[:.h]\d{2}\S*(?:\s[ap]\.?m\.?)?)", text, re.I
    )
    if match is None:
        return (day(text, manner.order).isoformat(),)
    minutes = _minutes(re.sub(r"(?<=\d\d)[:.]00$", "", match["clock"]))
    if minutes is None or minutes == DAY:
        raise ValueError("expected a local date and time such as 2020-07-14 15:00, or a date")
    return (f"{day(match['day'], manner.order).isoformat()} {minutes // 60:02d}:{minutes % 60:02d}",)


def _minutes(text: str, half: str = "") -> int | None:
    """Minutes after midnight of a time of day; `half` is am or pm where the text does not say it."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    said = re.sub(r"[\s.]", "", match[3] or half).casefold()
    if said and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if said == "pm" else 0) if said else hour
    return hour * 60 + minute if minute < 60 and hour * 60 + minute <= DAY else None


def hours(text: str, manner: Manner) -> tuple[str, ...]:
    """Read spans of local hours: `9am-12pm`, `14h à 16h30`, `Morning (09:00-12:00)`."""
    return tuple(_hours(part) for part in parts(text, manner.separator))


def _hours(text: str) -> str:
    plain = _FROM.sub("", ascii_digits(text), count=1) if _FROM.match(text) else ascii_digits(text)
    inner = _IN_BRACKETS.findall(plain)
    for found in (plain, inner[0]) if len(inner) == 1 else (plain,):
        ends = _SPAN.split(found.strip())
        if len(ends) == 2:
            first, last = _minutes(ends[0]), _minutes(ends[1])
            half = re.search(r"[ap]\.?\s?m\.?$", ends[1], re.IGNORECASE)
            if half and last is not None and not re.search(r"[ap]\.?\s?m", ends[0], re.IGNORECASE):
                same = _minutes(ends[0], half[0])
                first = same - DAY // 2 if same is not None and same > last and same >= DAY // 2 else same
            if first is not None and last is not None and first != last and first < DAY:
                return f"{first // 60:02d}:{first % 60:02d}-{last // 60:02d}:{last % 60:02d}"
    raise ValueError("expected hours such as 09:00-12:30")


def duration(text: str, manner: Manner) -> tuple[str, ...]:
    """Read a duration as minutes: `90`, `60 minutes`, `1h30`, `1:30`, `Workshop (1.5 hours)`."""
    plain = ascii_digits(text).strip()
    if re.fullmatch(r"\d{1,4}", plain):
        return (str(int(plain)),)
    if clock := re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", plain):
        return (str(int(clock[1]) * 60 + int(clock[2])),)
    found = list(_DURATION.finditer(plain))
    if len(found) != 1 or re.search(r"\d\s?(?:[-–/]|to|or|à|ou|bis|oder)\s?$", plain[: found[0].start()]):
        raise ValueError("expected one duration such as 60 minutes")
    match = found[0]
    if match["minutes"]:
        return (str(int(match["minutes"])),)
    return (str(round(float(match["hours"].replace(",", ".")) * 60) + int(match["more"] or 0)),)


def action_lines(text: str, manner: Manner) -> tuple[str, ...]:
    """Read WSIS Action Lines by their numbers, whatever names stand beside them; parts of C7 by name."""
    found: dict[str, None] = {}
    marks = list(_ACTION_LINE.finditer(text))
    if not marks:
        for part in parts(text, manner.separator):
            named = _PART_OF_C7.search(part)
            if named is None:
                raise ValueError(f"expected Action Lines, C1 to C11{suggestion(part, cells.ACTION_LINES)}")
            found[f"C7-e-{named[1].casefold()}"] = None
    for match, after in zip(marks, [*(each.start() for each in marks[1:]), len(text)], strict=False):
        line = f"C{match[1]}"
        inner = [f"C7-e-{each.casefold()}" for each in _PART_OF_C7.findall(text[match.end() : after])]
        found.update(dict.fromkeys(inner if line == "C7" and inner else (line,)))
    return tuple(found)


def goals(text: str, manner: Manner) -> tuple[str, ...]:
    """Read Sustainable Development Goals by their numbers, whatever names stand beside them."""
    numbers = [int(each) for each in _GOAL.findall(ascii_digits(text))]
    if not numbers or not all(1 <= each <= 17 for each in numbers):
        raise ValueError("expected Sustainable Development Goals, 1 to 17")
    return tuple(dict.fromkeys(map(str, numbers)))


def yes_or_no(text: str, manner: Manner) -> tuple[str, ...]:
    """Read yes or no by the first word of an answer."""
    for said in (text, (re.split(r"[\s,.;:!–—-]", text.strip()) or [""])[0]):
        if (key := place_key(said) or said.strip()) in _YES or key in {"✓", "✔"}:
            return ("yes",)
        if key in _NO:
            return ("no",)
    raise ValueError("expected yes or no")


def weekdays(text: str, manner: Manner) -> tuple[str, ...]:
    """Read weekdays by their names in any language known."""
    found: dict[str, None] = {}
    for part in parts(text.replace(",", ";"), ";"):
        if place_key(part) not in weekday_names():
            raise ValueError("expected a weekday")
        found[cells.WEEKDAYS[weekday_names()[place_key(part)]]] = None
    return tuple(sorted(found, key=cells.WEEKDAYS.index))


def languages(text: str, manner: Manner) -> tuple[str, ...]:
    """Read languages by their names in any language known, in their own, or by their tags (BCP 47)."""
    found: dict[str, None] = {}
    for part in parts(re.sub(r"[,/&]|\s(?:and|et|y|und|и|e)\s", ";", text), ";"):
        plain = _IN_BRACKETS.sub("", part).strip()
        tag = _languages().get(place_key(plain)) or _languages().get(place_key(plain).removesuffix("language"))
        if tag is None and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?", plain) and plain[:2] in _tags():
            tag = plain
        if tag is None:
            raise ValueError("expected languages by their names or tags, such as French or fr")
        found[tag] = None
    return tuple(found)


def number(text: str, manner: Manner) -> tuple[str, ...]:
    """Read a whole number; of a span such as 50-100 the upper end, of `100+` the number."""
    plain = re.sub(r"(?<=\d)[ ,.'\u202f](?=\d{3}(?!\d))", "", ascii_digits(text))
    found = re.findall(r"\d{1,9}", plain)
    words = re.sub(
        r"\d+|[-–—+~<>≤≥]|\b(?:to|about|around|approx|up|people|persons|participants)\b", "", plain, flags=re.I
    )
    if not 1 <= len(found) <= 2 or place_key(words):
        raise ValueError("expected a whole number")
    return (str(max(map(int, found))),)


def time_zone(text: str, manner: Manner) -> tuple[str, ...]:
    """Read a zone: an IANA name, a city, or a country with one clock, also beside or within brackets."""
    try:
        return (named_zone(text),)
    except UnclearZone as error:
        inner = re.findall(r"[A-Z][A-Za-z]+/[A-Za-z_]+(?:/[A-Za-z_]+)?", text)
        outer = [*_IN_BRACKETS.findall(text), _IN_BRACKETS.sub("", text).strip()]
        found = set()
        for each in inner or outer if inner or len(outer) > 1 else ():
            try:
                found.add(named_zone(each))
            except UnclearZone:
                continue
        if len(found) != 1 or (re.search(r"\b(?:UTC|GMT)\s?[+\-−]?\d", text) and not inner):
            raise ValueError(str(error)) from error
        return (found.pop(),)


def text(found: str, manner: Manner) -> tuple[str, ...]:
    """Read one line of text."""
    return (cells.text(found),)


def paragraphs(found: str, manner: Manner) -> tuple[str, ...]:
    """Read a text that may go over several lines."""
    return (cells.lines(found),)


def texts(found: str, manner: Manner) -> tuple[str, ...]:
    """Read a list of texts."""
    return tuple(dict.fromkeys(cells.text(part).replace(";", ",") for part in parts(found, manner.separator)))


def link(found: str, manner: Manner) -> tuple[str, ...]:
    """Read a public web address."""
    return (cells.link(found),)


def links(found: str, manner: Manner) -> tuple[str, ...]:
    """Read public web addresses, each alone or behind a title and in angle brackets."""
    known = tuple(part for line in parts(found, ";") for part in re.split(r"(?:,\s+|\s+)(?=https?://)", line))
    for part in known:
        cells.titled_link(part)
    return known


def _one(form: Callable[[str], object]) -> Reader:
    """A reader of a word that a form of cells knows, as it is written."""

    def read(found: str, manner: Manner) -> tuple[str, ...]:
        return (str(form(found.strip().casefold())),)

    return read


def reader_of(column: Column) -> Reader:
    """Return how the answers for a column of the folder are read."""
    if column.name in PARAGRAPHS:
        return paragraphs
    return action_lines if column.name == "action_lines" else _READERS[column.form]


def email(text: str) -> str:
    """Return the one e-mail address in a text; raise ValueError where there is none, or more."""
    found = emails(text)
    if len(found) != 1:
        raise ValueError("expected one e-mail address")
    return found[0]


def emails(text: str) -> tuple[str, ...]:
    """Return the e-mail addresses in a text, each once."""
    return tuple(dict.fromkeys(_EMAIL.findall(text)))


def country(text: str) -> str:
    """Return a country by its English name where it is known in any language; otherwise the text as it is."""
    if country_clocks(text):
        return text
    return _countries().get(place_key(text), text)


def is_country(text: str) -> bool:
    """Whether a text names a country."""
    return bool(country_clocks(country(text)))


@cache
def _locales() -> tuple[Locale, ...]:
    return tuple(Locale(name) for name in LOCALES)


@cache
def _months() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for here in _locales():
        for number, name in _named(here.months):
            if not place_key(name).isdigit():
                found.setdefault(place_key(name), number)
    return {**found, "sept": 9}


@cache
def weekday_names() -> Mapping[str, int]:
    """Return the weekdays, Monday as 0, by the keys of their names in the languages known."""
    found: dict[str, int] = {}
    for here in _locales():
        for number, name in _named(here.days):
            found.setdefault(place_key(name), number)
            found.setdefault(place_key(name.removesuffix("-feira")), number)
    return found


def _named(names: Any) -> Iterator[tuple[int, str]]:
    """Names of months or days of a locale, whole and abbreviated, with their numbers."""
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            yield from names[context][width].items()


@cache
def _languages() -> Mapping[str, str]:
    """Tags of languages by the keys of their names, in the languages known and in their own; simple tags first."""
    found = {"mandarin": "zh", "farsi": "fa", "kiswahili": "sw", "castellano": "es", "tagalog": "tl"}
    for here in _locales():
        named = {str(tag): name for tag, name in here.languages.items()}
        for tag, name in sorted(named.items(), key=lambda item: (len(item[0]), item[0])):
            found.setdefault(place_key(name), tag.replace("_", "-"))
            if here.language == "ar":
                found.setdefault(place_key(name).removeprefix("ال"), tag.replace("_", "-"))
    for tag in sorted(_tags()):
        try:
            own = Locale.parse(tag).get_language_name(tag)
        except UnknownLocaleError:
            continue
        if own:
            found.setdefault(place_key(own), tag)
    return found


@cache
def _tags() -> frozenset[str]:
    return frozenset(tag for tag in map(str, Locale("en").languages) if len(tag) == 2)


@cache
def _countries() -> Mapping[str, str]:
    """English names, such as zones are found by, by the keys of names in other languages."""
    english = Locale("en").territories
    found: dict[str, str] = {}
    for here in _locales():
        for code, name in sorted((str(code), name) for code, name in here.territories.items()):
            known = next((each for each in (english[code], code) if country_clocks(each)), None)
            if code.isalpha() and len(code) == 2 and known is not None:
                found.setdefault(place_key(name), known)
    return found


_READERS: Mapping[str, Reader] = {
    "text": text,
    "list": texts,
    "id of a session type": text,
    "minutes": duration,
    "list of 1 to 17": goals,
    "list of dates": dates,
    "list of hours": hours,
    "list of weekdays": weekdays,
    "zone": time_zone,
    "list of audience regions": texts,
    "list of language tags": languages,
    "yes or no": yes_or_no,
    "number": number,
    "`daily` or `weekly`": _one(cells.one_of("daily", "weekly")),
    "local date and time, or a date": moment,
    "list of period ids": texts,
    "id of a channel or pool": text,
    "list of channel features": texts,
    "1 (low) to 5 (high)": _one(cells.number(1, 5)),
    "`requested`, `accepted`, `confirmed`, `cancelled`": _one(
        cells.one_of("requested", "accepted", "confirmed", "cancelled")
    ),
    "https address": link,
    "list of links": links,
}
"""How answers are read, by the form of the column."""
