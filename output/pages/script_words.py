"""The words that the pages' script says, in one language: `forumWords` in `assets/words-<tag>.js`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from output.language import Language


def script_words(language: Language) -> dict[str, object]:
    """Return the texts of the script by key; what counts things has a text for each plural category (CLDR).

    Placeholders are written as in `%(zone)s`; the script puts values in their place.
    """
    say = language.say
    return {
        "unknownZone": say("“%(text)s” is not a city or zone that this page knows."),
        "unclearZone": say("“%(text)s” can mean %(zones)s."),
        "stillShown": say("Times are still shown in %(zone)s."),
        "shownIn": say("Times are shown in %(zone)s."),
        "shownInWith": say("Times are shown in %(zone)s: %(offsets)s."),
        "fromDate": say("from %(date)s %(offset)s"),
        "oneOfMore": language.counts("one of %(num)s more", "one of %(num)s more"),
        "comma": language.separator(", "),
        "dates": language.date_words(),
        "awake": say("daytime"),
        "asleep": say("night"),
        "past": say("Over"),
        "now": say("On now"),
        "next": say("Next"),
        "showPast": language.counts("Show %(num)s past session", "Show %(num)s past sessions"),
        "hidePast": language.counts("Hide %(num)s past session", "Hide %(num)s past sessions"),
        "hours": language.counts("%(num)s h", "%(num)s h"),
        "minutes": language.counts("%(num)s min", "%(num)s min"),
        "hoursMinutes": say("%(hours)s %(minutes)s"),
        "left": say("%(time)s left"),
        "begins": say("in %(time)s"),
        "takePart": say("Take part"),
        "nothingNow": say("Nothing is on at the moment."),
        "over": say("The forum is over."),
        "days": language.counts("%(num)s day", "%(num)s days"),
        "found": language.counts("%(num)s session found", "%(num)s sessions found"),
    }
