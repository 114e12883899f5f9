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
        "offsetZone": say("“%(text)s” does not say when the clock changes; name a city."),
        "unclearZone": say("“%(text)s” can mean %(zones)s."),
        "stillShown": say("Times are still shown in %(zone)s."),
        "shownIn": say("Times are shown in %(zone)s."),
        "shownInWith": say("Times are shown in %(zone)s: %(offsets)s."),
        "fromDate": say("from %(date)s %(offset)s"),
        "oneOfMore": language.counts("one of %(num)s more", "one of %(num)s more"),
        "comma": language.separator(", "),
        "semicolon": language.separator("; "),
        "moment": say("%(date)s, %(times)s"),
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
        "noIndex": say(
            "Only the words in this list are searched: people and descriptions cannot be read here. "
            "They can be where the site lies on a web server."
        ),
        "quoted": say("“%(title)s”"),
        "star": say("My programme: %(title)s"),
        "ownSession": say("My programme"),
        "notKept": say(
            "This browser keeps nothing for this site, or has no room: your programme is lost when you leave the page."
        ),
        "clash": say("%(one)s (%(one_times)s) and %(other)s (%(other_times)s) overlap on %(date)s, times in %(zone)s."),
        "overlaps": say("Overlaps with %(sessions)s"),
        "ownNews": say("Changed in your programme"),
        "ownMoved": say(
            "%(title)s has moved from %(old_date)s, %(old_times)s, to %(date)s, %(times)s, times in %(zone)s."
        ),
        "ownDropped": say("%(title)s is no longer held on %(date)s, %(times)s, times in %(zone)s."),
        "ownCancelled": say("%(title)s is cancelled."),
        "ownRestored": say("%(title)s was cancelled and is held again."),
        "ownGone": say("%(title)s is no longer in the programme."),
        "noted": say("I have seen this"),
        "shared": language.counts("%(num)s session of this programme.", "%(num)s sessions of this programme."),
        "sharedMissing": language.counts(
            "%(num)s more is not in this programme.", "%(num)s more are not in this programme."
        ),
        "sharedAll": say("All are in your programme already."),
        "copied": say("The link is copied."),
        "saved": language.counts("%(num)s session saved.", "%(num)s sessions saved."),
        "notSaved": say(
            "The calendar entries of %(titles)s cannot be read here. Each session’s own page has a file with them."
        ),
        "nothingToSave": say("None of your sessions has a time that a calendar could hold."),
    }
