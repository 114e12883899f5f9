"""How to subscribe to the programme, program by program, and the addresses of all feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from output import paths
from output.feeds import feeds
from output.pages.embed import INDEX as EMBED
from output.pages.environment import page
from output.pages.here import Here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from output.feeds import Feed, Kind
    from output.language import Language
    from output.view import PublicView

INDEX = "subscribe/index.html"


@dataclass(frozen=True, slots=True)
class _Program:
    """A calendar program: id for the page, name, what to do, how often it looks for changes, and a link that does it.

    `copies`: whether the address has to be pasted, so that it is shown with the steps.
    """

    id: str
    name: str
    steps: tuple[str, ...]
    refresh: str
    link: str = ""
    action: str = ""
    copies: bool = False


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed in the list: what it is of, its path and that of its twin in UTC, its address as https and as webcal."""

    name: str
    path: str
    twin: str
    address: str
    webcal: str


@dataclass(frozen=True, slots=True)
class _Group:
    """All feeds of a kind."""

    name: str
    feeds: tuple[_Feed, ...]


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the page that tells how to subscribe."""
    here = Here(view, language, EMBED, "", ())
    content = page(
        "subscribe.html",
        view,
        language,
        INDEX,
        address=address(view, paths.ALL),
        webcal=webcal(address(view, paths.ALL)),
        programs=tuple(_programs(view, language)),
        feeds=tuple(_feeds(view, language)),
        snippet=frame(here.address, view.look.name),
    )
    yield INDEX, content


def address(view: PublicView, path: str) -> str:
    """Return the address of a file of the site."""
    return f"{view.site}{quote(path)}"


def webcal(feed: str) -> str:
    """Return the address of a feed with the scheme that opens a calendar program."""
    return f"webcal://{feed.partition('://')[2]}"


def frame(shown: str, title: str) -> str:
    """Return the HTML by which another page shows the page at an address."""
    return f'<iframe src="{escape(shown)}" title="{escape(title)}" loading="lazy" width="100%" height="800"></iframe>'


def google(feed: str) -> str:
    """Return the link by which Google Calendar subscribes to the feed at an address."""
    return f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal(feed)})}"


def outlook(host: str, feed: str, name: str) -> str:
    """Return the link by which Outlook on the web at `host` subscribes to the feed at an address."""
    return f"https://{host}/calendar/0/addfromweb?{urlencode({'url': feed, 'name': name}, quote_via=quote)}"


def _feeds(view: PublicView, language: Language) -> Iterator[_Group]:
    """The feeds by kind; those of people and sessions are linked on their own pages."""
    say = language.say
    kinds: dict[Kind, str] = {
        "all": say("The whole programme"),
        "track": say("Tracks"),
        "type": say("Types of sessions"),
        "language": say("Languages"),
        "week": say("Weeks"),
        "channel": say("Channels"),
        "region": say("Sessions in the waking hours of a region"),
        "facilitators": say("For facilitators"),
    }
    of: dict[Kind, list[_Feed]] = {kind: [] for kind in kinds}
    for feed in feeds(view):
        if feed.kind in of:
            found = address(view, feed.path)
            name = _name(feed, language)
            of[feed.kind].append(_Feed(name, feed.path, paths.utc_twin(feed.path), found, webcal(found)))
    return (_Group(kinds[kind], tuple(found)) for kind, found in of.items() if found)


def _name(feed: Feed, language: Language) -> str:
    if feed.kind == "all":
        return language.say("All sessions")
    if feed.kind == "facilitators":
        return language.say("Facilitated sessions")
    if feed.kind == "language":
        return language.language_entry(feed.key)
    if feed.kind == "week":
        year, number = feed.key.split("-W")
        return language.say("Week of %(date)s") % {
            "date": language.medium_date(date.fromisocalendar(int(year), int(number), 1))
        }
    return feed.key if feed.kind == "region" else feed.title


def _programs(view: PublicView, language: Language) -> Iterator[_Program]:
    say = language.say
    feed = address(view, paths.ALL)
    paste = say("Paste the address of the feed and confirm.")
    own = say("as often as you set it there")
    unknown = say("how often is not known to us")
    open_link = say("Open the link below on the device and confirm.")
    yield _Program(
        "google",
        "Google Calendar",
        (
            say("Open the link below in a browser in which you are signed in, and confirm."),
            say("The calendar then also appears in the app on your phone."),
        ),
        say("every 4 to 24 hours; it cannot be set"),
        google(feed),
        say("Add to Google Calendar"),
    )
    yield _Program(
        "iphone",
        "Apple: iPhone, iPad",
        (open_link,),
        say("every 15 minutes at best; as usually set, only while charging on Wi-Fi"),
        webcal(feed),
        say("Subscribe on this device"),
    )
    yield _Program(
        "mac",
        "Apple: Mac",
        (open_link, say("Choose in the dialogue how often it looks for changes.")),
        say("every 5 minutes to once a week, as you choose"),
        webcal(feed),
        say("Subscribe on this device"),
    )
    yield _Program(
        "outlook-com",
        "Outlook.com",
        (say("Open the link below in a browser in which you are signed in, and confirm."),),
        say("about every 3 hours"),
        outlook("outlook.live.com", feed, view.name),
        say("Add to Outlook.com"),
    )
    yield _Program(
        "outlook-office",
        say("Outlook with an account of work or school (Microsoft 365)"),
        (say("Open the link below in a browser in which you are signed in, and confirm."),),
        unknown,
        outlook("outlook.office.com", feed, view.name),
        say("Add to Outlook for work"),
    )
    yield _Program(
        "outlook-new",
        say("Outlook for Windows, new"),
        (say("In the calendar choose to add a calendar, then to subscribe from the web."), paste),
        unknown,
        copies=True,
    )
    yield _Program(
        "outlook-classic",
        say("Outlook for Windows, classic"),
        (say("Open the account settings, then internet calendars, then a new one."), paste),
        say("every hour, as the feed asks, if the settings allow it"),
        copies=True,
    )
    yield _Program(
        "thunderbird",
        "Thunderbird",
        (say("Choose a new calendar, then one on the network."), paste),
        say("every 30 minutes, if not set otherwise"),
        copies=True,
    )
    yield _Program(
        "android",
        say("Android: ICSx5, or DAVx5 with it"),
        (
            say("Android itself cannot subscribe: use Google Calendar as above, or install the free app ICSx5."),
            say("In the app add a subscription."),
            paste,
        ),
        own,
        copies=True,
    )
    yield _Program(
        "nextcloud",
        "Nextcloud",
        (say("In the calendar choose a new subscription from a link."), paste),
        say("every hour, as the feed asks"),
        copies=True,
    )
    yield _Program(
        "proton",
        "Proton Calendar",
        (say("In a browser choose to add a calendar from an address."), paste),
        say("every 4 to 16 hours; it cannot be set"),
        copies=True,
    )
    yield _Program(
        "kde",
        "KDE: Merkuro, KOrganizer",
        (say("Add a calendar of the kind “iCal calendar file”."), paste),
        own,
        copies=True,
    )
    yield _Program(
        "gnome",
        "GNOME: Calendar, Evolution",
        (say("In the list of calendars choose to add one by its address."), paste),
        own,
        copies=True,
    )
