"""The page that says what is on now and what comes next, by the reader's clock; and what it asks for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from output import paths
from output.pages.environment import page
from output.pages.titles import title_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from output.language import Language
    from output.view import PublicView

PATH = "now/index.html"


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield `now/index.html`, which a script fills in."""
    yield PATH, page("now.html", view, language, PATH, dates=language.dates(view.first, view.last))


def held_script(view: PublicView) -> bytes:
    """Return every occurrence as a script that sets `forumNow`, in the order of time.

    It is a script and not JSON so that a site opened from a folder can load it too; the page asks for it again from
    time to time.
    """
    rows = [
        {
            "id": held.id,
            "page": paths.session(session.id),
            "title": session.title,
            "lang": title_language(session),
            "type": session.type.name,
            "hue": session.type.number % 12,
            "start": int(held.start.timestamp()) * 1000,
            "end": int(held.end.timestamp()) * 1000,
            "channel": held.channel.name,
            "link": held.link,
        }
        for session, held in view.held
    ]
    return f"globalThis.forumNow = {json.dumps(rows, separators=(',', ':'))};\n".encode("ascii")
