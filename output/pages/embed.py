"""The programme as a list without head and navigation, to be shown in a frame on another site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from output.pages.days import days, others, sentence
from output.pages.environment import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from output.language import Language
    from output.view import PublicView

INDEX = "embed/index.html"


def pages(view: PublicView, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the page for frames; its links open in the whole window."""
    yield (
        INDEX,
        page(
            "embed.html",
            view,
            language,
            INDEX,
            sentence=sentence(language, view.zone, [held for _, held in view.held]),
            days=days(view, view.held),
            others=others(language, view.sessions),
        ),
    )
