"""The pages of the site, complete without scripts: one module a kind of page, one template each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from output.language import languages
from output.pages import changes, day, embed, mine, not_found, now, people, programme, session, subscribe, topics
from output.pages.assets import assets
from output.pages.search import search
from output.pages.sitemap import sitemap

if TYPE_CHECKING:
    from output.view import PublicView

__all__ = ["pages"]

KINDS = (
    programme.pages,
    day.pages,
    now.pages,
    session.pages,
    topics.pages,
    people.pages,
    mine.pages,
    changes.pages,
    subscribe.pages,
    embed.pages,
    not_found.pages,
)
"""Each yields the pages of its kind in one language: path below the language's folder, and content."""


def pages(view: PublicView) -> dict[str, bytes]:
    """Return every page in each language of the view, and what pages load: path in the site -> content.

    The first language is the main one and lies at the top, the others each in a folder of their own.
    """
    spoken = languages(view.languages)
    found = {**assets(view, spoken), "search.json": search(view)}
    made = []
    for number, language in enumerate(spoken):
        folder = "" if number == 0 else f"{language.tag}/"
        for kind in KINDS:
            for path, content in kind(view, language):
                found[f"{folder}{path}"] = content
                made.append((language, path))
    return {**found, **sitemap(view, made)}
