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
from babel.dates import format_date, format_skeleton, parse_pattern
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from data.programme import INTERFACE_LANGUAGES
from output import names

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_LOCALES = {"ar": "ar", "zh": "zh", "en": "en_GB", "fr": "fr", "ru": "ru", "es": "es"}
_BROWSERS = {"ar": "ar-u-nu-latn", "en": "en-GB"}
_OWN_NAMES = {"ar": "العربية", "zh": "中文", "en": "English", "fr": "français", "ru": "русский", "es": "español"}
_TERRITORIES = {"ar": "ar_AR", "zh": "zh_CN", "en": "en_GB", "fr": "fr_FR", "ru": "ru_RU", "es": "es_ES"}
_LARGEST_EXAMPLE = 1_000_001
"""Every plural category of CLDR that whole numbers of the six languages have is met up to 100, or at a million."""


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

    @property
    def reviewed(self) -> bool:
        """Whether its catalogue was reviewed by a native speaker; English is what the texts are written in."""
        return self.tag == "en" or self._reviewed

    @cached_property
    def translations(self) -> gettext.NullTranslations:
        """The catalogue; English texts are themselves."""
        return self._catalogue[0]

    @cached_property
    def _reviewed(self) -> bool:
        return self._catalogue[1]

    @cached_property
    def _catalogue(self) -> tuple[gettext.NullTranslations, bool]:
        if self.tag == "en":
            return gettext.NullTranslations(), True
        source = files("output").joinpath("catalogues", f"{self.tag}.po").read_bytes()
        catalogue = read_po(BytesIO(source), locale=_LOCALES[self.tag])
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        reviewed = dict(catalogue.mime_headers).get("X-Reviewed-By-Native-Speaker", "no")
        return gettext.GNUTranslations(compiled), reviewed == "yes"

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
        found: dict[str, str] = {}
        for number in (*range(101), 1_000_000, _LARGEST_EXAMPLE):
            found.setdefault(self._locale.plural_form(number), self.translations.ngettext(one, many, number))
        return found

    def long_date(self, day: date) -> str:
        """Return a date with its weekday and year, such as `Monday 22 June 2020`."""
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
        """Return a span of dates, such as `22 June – 10 September 2020`."""
        if first == last:
            return self.medium_date(first)
        if first.year == last.year and self.tag != "zh":
            return f"{self.short_date(first)} – {self.medium_date(last)}"
        return f"{self.medium_date(first)} – {self.medium_date(last)}"

    def language_name(self, tag: str) -> str:
        """Return what a language (BCP 47) is called in this one, or the tag where CLDR knows no name."""
        if self.tag == "en":
            return names.language(tag)
        try:
            found = Locale.parse(tag, sep="-").get_display_name(self._locale)
        except (UnknownLocaleError, ValueError):
            return tag
        return found or tag

    def role(self, role: str, people: int = 1) -> str:
        """Return what so many people with a role are called."""
        one, many = names.ROLES[role]
        return self.translations.ngettext(one, many, people)

    def duration(self, minutes: int) -> str:
        """Return a length of time, such as `1 h 30 min`."""
        hours, rest = divmod(minutes, 60)
        parts = ([self.say("%(num)d h") % {"num": hours}] if hours else []) + (
            [self.say("%(num)d min") % {"num": rest}] if rest or not hours else []
        )
        return " ".join(parts)

    def action_line(self, code: str) -> str:
        """Return an Action Line with its title, such as `C7 e-health: ICT applications`, or the code alone."""
        label, title = names.action_line_parts(code)
        return f"{label}: {self.say(title)}" if title else label

    def sdg(self, number: str) -> str:
        """Return a goal with its short title, such as `SDG 4: Quality education`."""
        label = self.say("SDG %(number)s") % {"number": number}
        title = names.SDGS.get(number)
        return f"{label}: {self.say(title)}" if title else label


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
