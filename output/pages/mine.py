"""The page of a reader's own sessions: all of them are in it, and the script shows those that the browser keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from output.pages.days import days, others, sentence
from output.pages.environment import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from output.language import Language
    from output.view import PublicView

PATH = "mine/index.html"


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the page."""
    content = page(
        "mine.html",
        view,
        language,
        PATH,
        sentence=sentence(language, view.zone, [held for _, held in view.held]),
        days=days(view, view.held),
        others=others(language, view.sessions),
    )
    yield PATH, content
