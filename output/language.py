"""The six languages of the pages: translated texts from gettext catalogues, dates and names as CLDR has them.

No locale of the machine is asked. Clocks are read in 24 hours and with the digits 0 to 9 in every language, as the
timetables of conferences are; dates are written as the language writes them.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, parse_pattern
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from data.programme import INTERFACE_LANGUAGES
from output import names

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_LOCALES = {"ar": "ar", "zh": "zh", "en": "en_GB", "fr": "fr", "ru": "ru", "es": "es"}
_BROWSERS = {"ar": "ar-u-nu-latn", "en": "en-GB"}
_TERRITORIES = {"ar": "ar_AR", "zh": "zh_CN", "en": "en_GB", "fr": "fr_FR", "ru": "ru_RU", "es": "es_ES"}
_OWN_NAMES = {"ar": "العربية", "zh": "中文", "en": "English", "fr": "Français", "ru": "Русский", "es": "Español"}
_SEPARATORS = {"ar": {", ": "، ", "; ": "؛ "}, "zh": {", ": "、", "; ": "；"}}
_REVIEWED = b'"X-Reviewed-By-Native-Speaker: yes\\n"'
_EXAMPLES = (*range(101), 1_000_000)
"""Among these is a number of every plural category of CLDR that whole numbers have in the six languages."""


@dataclass(frozen=True)
class Language:
    """One language of the interface; make it with `language`."""

    tag: str

    @property
    def name(self) -> str:
        """What its speakers call it."""
        return _OWN_NAMES[self.tag]

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """In which direction it is written."""
        return "rtl" if self._locale.text_direction == "rtl" else "ltr"

    @property
    def browser(self) -> str:
        """What a page's script asks the browser for (BCP 47), so that dates and digits look as ours."""
        return _BROWSERS.get(self.tag, self.tag)

    @property
    def territory(self) -> str:
        """Its name with a territory, which Open Graph (og:locale) wants."""
        return _TERRITORIES[self.tag]

    @cached_property
    def reviewed(self) -> bool:
        """Whether its catalogue was reviewed by a native speaker; English is what the texts are written in."""
        return self.tag == "en" or _REVIEWED in self._catalogue

    @cached_property
    def translations(self) -> gettext.NullTranslations:
        """The catalogue; English texts are themselves."""
        if self.tag == "en":
            return gettext.NullTranslations()
        compiled = BytesIO()
        write_mo(compiled, read_po(BytesIO(self._catalogue), locale=_LOCALES[self.tag]))
        compiled.seek(0)
        return gettext.GNUTranslations(compiled)

    @property
    def _catalogue(self) -> bytes:
        return files("output").joinpath("catalogues", f"{self.tag}.po").read_bytes()

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(_LOCALES[self.tag])

    def say(self, text: str) -> str:
        """Return an English text of the interface in this language."""
        return self.translations.gettext(text)

    def count(self, one: str, many: str, number: int) -> str:
        """Return the text for this number of things, with `%(num)s` replaced by it."""
        return self.translations.ngettext(one, many, number) % {"num": number}

    def counts(self, one: str, many: str) -> dict[str, str]:
        """Return the text for each plural category of CLDR that whole numbers have, with `%(num)s` left in."""
        return {self._locale.plural_form(number): self.translations.ngettext(one, many, number) for number in _EXAMPLES}

    def listed(self, texts: Iterable[str], separator: Literal[", ", "; "] = ", ") -> str:
        """Return the texts with the language's own comma or semicolon between them."""
        return self.separator(separator).join(texts)

    def separator(self, english: str) -> str:
        """Return what stands between the parts of a list where English has this."""
        return _SEPARATORS.get(self.tag, {}).get(english, english)

    def left_to_right(self, text: str) -> str:
        """Return a name or number that is read from left to right so that text from right to left keeps its order."""
        return f"\u2066{text}\u2069" if self.direction == "rtl" else text

    def long_date(self, day: date) -> str:
        """Return a date with its weekday and year, such as `Monday, 22 June 2020`."""
        return str(format_date(day, "full", locale=self._locale))

    def medium_date(self, day: date) -> str:
        """Return a date with its year, such as `22 June 2020`."""
        return str(format_date(day, "long", locale=self._locale))

    def short_date(self, day: date) -> str:
        """Return a date without its year, such as `22 June`."""
        return str(format_skeleton("MMMMd", day, locale=self._locale))

    def day_month(self, day: date) -> str:
        """Return a date in as few letters as are usual, such as `7 Sept`."""
        return str(format_skeleton("MMMd", day, locale=self._locale))

    def date_words(self) -> dict[str, str | list[str]]:
        """Return what a script needs to write dates as `long_date` and `short_date` do.

        `long` and `short` have places such as `%(EEEE)s`, named as in CLDR's patterns; weekdays begin with Sunday.
        """
        weekdays = self._locale.days["format"]["wide"]
        months = self._locale.months["format"]["wide"]
        return {
            "weekdays": [str(weekdays[(number - 1) % 7]) for number in range(7)],
            "months": [str(months[number]) for number in range(1, 13)],
            "long": str(parse_pattern(self._locale.date_formats["full"]).format),
            "short": str(parse_pattern(self._locale.datetime_skeletons["MMMMd"]).format),
        }

    def weekday(self, day: date) -> str:
        """Return the short name of a date's weekday, such as `Mon`."""
        return str(self._locale.days["format"]["abbreviated"][day.weekday()])

    def dates(self, first: date, last: date) -> str:
        """Return a span of dates with what they share said once, such as `22–24 June 2020`."""
        if first == last:
            return self.medium_date(first)
        if self.tag == "zh":
            return str(format_interval(first, last, "yMMMd", locale=self._locale))
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.medium_date(last)}"
        if first.year == last.year:
            return f"{self.short_date(first)} – {self.medium_date(last)}"
        return f"{self.medium_date(first)} – {self.medium_date(last)}"

    def language_name(self, tag: str) -> str:
        """Return what a language (BCP 47) is called within a text, or the tag where CLDR knows no name."""
        known = self._locale.languages.get(tag.lower().replace("-", "_"))
        if known:
            return str(known)
        try:
            return Locale.parse(tag, sep="-").get_display_name(self._locale) or tag
        except (UnknownLocaleError, ValueError):
            return tag

    def country_name(self, code: str) -> str | None:
        """Return what a country (ISO 3166-1, two letters) is called, or None where CLDR knows no name."""
        return self._locale.territories.get(code)

    def city_name(self, zone: str) -> str | None:
        """Return what the city of a zone is called, by the name CLDR has for the zone, or None where it has none."""
        city = self._locale.time_zones.get(zone, {}).get("city")
        return None if city is None else str(city)

    def language_entry(self, tag: str) -> str:
        """Return what a language (BCP 47) is called as an entry of a list or menu: with a capital if it has a name."""
        name = self.language_name(tag)
        return name if name == tag else name[:1].upper() + name[1:]

    def role(self, role: str, people: int = 1) -> str:
        """Return what so many people with a role are called."""
        one, many = names.ROLES[role]
        return self.say(one if people == 1 else many)

    def duration(self, minutes: int) -> str:
        """Return a length of time, such as `1 h 30 min`."""
        hours, rest = divmod(minutes, 60)
        whole = self.count("%(num)s h", "%(num)s h", hours)
        part = self.count("%(num)s min", "%(num)s min", rest)
        if hours and rest:
            # TRANSLATORS: 1 h and 30 min as one length of time
            return self.say("%(hours)s %(minutes)s") % {"hours": whole, "minutes": part}
        return whole if hours else part

    def action_line(self, code: str) -> str:
        """Return an Action Line with its title, such as `C7 e-health: ICT applications`, or the code alone."""
        label, title = names.action_line_parts(code)
        return self.labelled(label, self.say(title)) if title else label

    def sdg(self, number: str) -> str:
        """Return a goal with its short title, such as `SDG 4: Quality education`."""
        label = self.say("SDG %(number)s") % {"number": number}
        title = names.SDGS.get(number)
        return self.labelled(label, self.say(title)) if title else label

    def labelled(self, label: str, text: str) -> str:
        """Return a text with what it is before it, such as `Organisers: ITU`."""
        # TRANSLATORS: what something is, such as Action Line C9 or Organisers, and its title, names and so on
        return self.say("%(label)s: %(text)s") % {"label": label, "text": text}


@cache
def language(tag: str) -> Language:
    """Return the language of a tag.

    Raises ValueError for a tag that is not one of `INTERFACE_LANGUAGES`.
    """
    if tag not in INTERFACE_LANGUAGES:
        raise ValueError(f"no catalogue for the language {tag!r}")
    return Language(tag)


def languages(tags: Iterable[str]) -> tuple[Language, ...]:
    """Return the languages of these tags."""
    return tuple(language(tag) for tag in tags)
