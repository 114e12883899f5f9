"""Templates and what they can call: each language has its environment, with its texts, dates and names."""

from __future__ import annotations

import re
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined, TemplateError
from markupsafe import Markup, escape

from data.problems import ForumError
from output import names
from output.own_templates import ORIGINAL, loader
from output.pages.here import Here, Item
from output.pages.titles import own_language
from output.view import safe_link

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from output.language import Language
    from output.view import PublicOccurrence, PublicSession, PublicView


def page(template: str, view: PublicView, language: Language, path: str, section: str = "", **values: object) -> bytes:
    """Return the page at `path` below the folder of its language.

    `section` is the path of the entry of the navigation to which it belongs. Raises ForumError where a template of the
    organisers' own fails.
    """
    here = Here(view, language, path, section or path, navigation(language))
    found = environment(language, view.look.templates)
    if not view.look.templates:
        return found.get_template(template).render(view=view, here=here, **values).encode("utf-8")
    try:
        return found.get_template(template).render(view=view, here=here, **values).encode("utf-8")
    except RecursionError as error:
        raise ForumError(f"the page {path} could not be made: {_endless(dict(view.look.templates))}") from error
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise ForumError(
            f"the page {path} could not be made with the templates of your own: {type(error).__name__}: {error}"
        ) from error


def _endless(own: dict[str, str]) -> str:
    """What to do about templates that never come to an end, naming those that extend themselves."""
    extending = re.compile(r"""\{%[-+]?\s*extends\s+["']([^"']+)["']""")
    for name, text in own.items():
        if name in extending.findall(text):
            return f'template {name} extends itself; write {{% extends "{ORIGINAL}/{name}" %}}'
    return "templates of your own extend or include one another without end"


@cache
def navigation(language: Language) -> tuple[Item, ...]:
    """Return the entries of the navigation that every page has."""
    say = language.say
    return (
        Item("index.html", say("Programme")),
        Item("d/index.html", say("Days")),
        Item("now/index.html", say("Now")),
        Item("topics/index.html", say("Topics")),
        Item("people/index.html", say("People")),
        Item("mine/index.html", say("My programme")),
        Item("changes/index.html", say("Changes")),
        Item("subscribe/index.html", say("Subscribe")),
    )


@cache
def environment(language: Language, own: tuple[tuple[str, str], ...]) -> Environment:
    """Return the environment of a language, in which the organisers' own templates (names with text) come first."""
    made = Environment(
        loader=loader(own),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(language.translations, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(
        action_line=language.action_line,
        city=lambda zone: zone.rsplit("/", 1)[-1].replace("_", " "),
        clock=names.clock,
        day_month=language.day_month,
        duration=language.duration,
        facets=facets,
        isolated=lambda texts, separator: isolated(texts, language.separator(separator)),
        language_name=language.language_name,
        left_to_right=language.left_to_right,
        linked=linked,
        listed=language.listed,
        long_date=language.long_date,
        medium_date=language.medium_date,
        moment=lambda start, end=None: moment(language, start, end),
        offset=names.offset,
        own_language=lambda session: own_language(session, language.tag),
        paragraphs=paragraphs,
        sdg=language.sdg,
        short_date=language.short_date,
        utc_minute=lambda moment: moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        weekday=language.weekday,
        zone_words=zone_words,
    )
    return made


def moment(language: Language, start: datetime, end: datetime | None = None) -> str:
    """Return a local time, or the span from it to another, such as `Monday, 22 June 2020, 11:00 CEST (UTC+02:00)`."""
    until = f"–{names.clock(end)}" if end else ""
    times = language.left_to_right(f"{names.clock(start)}{until} {zone_words(start)}")
    return language.say("%(date)s, %(times)s") % {"date": language.long_date(start.date()), "times": times}


def facets(session: PublicSession, held: PublicOccurrence | None = None) -> Markup:
    """Return the attributes by which the page's script filters a session; several values have a `|` between."""
    attributes = (
        ("type", (session.type.id,)),
        ("track", (session.track,) if session.track else ()),
        ("al", session.action_lines),
        ("sdg", session.sdgs),
        ("lang", spoken_in(session)),
        ("service", served_with(session)),
        ("hours", held.regions if held else ()),
    )
    return Markup("").join(
        Markup(' data-{}="{}"').format(name, "|".join(values)) for name, values in attributes if values
    )


def spoken_in(session: PublicSession) -> tuple[str, ...]:
    """Return the languages (BCP 47) in which a session can be followed: those of the floor, then of interpreters."""
    return tuple(dict.fromkeys((*session.languages, *session.interpretation)))


def served_with(session: PublicSession) -> tuple[str, ...]:
    """Return the keys of the services that a session has: `interpretation`, `captioning`, `sign`."""
    services = (
        ("interpretation", bool(session.interpretation)),
        ("captioning", session.captioning),
        ("sign", session.sign_language),
    )
    return tuple(key for key, there in services if there)


def zone_words(local: datetime) -> str:
    """Return name and offset of a local time, such as `CEST (UTC+02:00)`, or the offset alone."""
    name = names.abbreviation(local)
    return f"{name} ({names.offset(local)})" if name else names.offset(local)


def linked(text: str) -> Markup:
    """Return the text with its http and https addresses as links, everything else escaped."""
    words = []
    for word in text.split(" "):
        bare = word.rstrip(".,;:)")
        link = safe_link(bare) if bare.lower().startswith(("http://", "https://")) else ""
        if link:
            words.append(Markup('<a href="{}" rel="noopener nofollow">{}</a>{}').format(link, bare, word[len(bare) :]))
        else:
            words.append(escape(word))
    return Markup(" ").join(words)


def isolated(texts: Iterable[str], separator: str) -> Markup:
    """Return the texts with the separator between, each isolated from the direction of the others."""
    return Markup(separator).join(Markup("<bdi>{}</bdi>").format(text) for text in texts)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, which blank lines part."""
    return [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]
