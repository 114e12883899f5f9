"""The page that a server gives in place of one that it does not find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from output.pages.environment import page
from output.pages.here import NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from output.language import Language
    from output.view import PublicView


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield `404.html` if this is the main language; its links hold from any depth below the site."""
    if language.tag == view.languages[0]:
        yield NOT_FOUND, page("404.html", view, language, NOT_FOUND)
