"""What feeds are called: one of a preview says so, that nobody takes it for what was released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from output.language import language

if TYPE_CHECKING:
    from output.view import PublicView


def feed_name(view: PublicView, name: str) -> str:
    """Return the name that a feed bears, in the main language of the site; it is `name` but for a preview."""
    if not view.preview:
        return name
    # TRANSLATORS: the name of a feed of changes that are not released yet
    return language(view.languages[0]).say("PREVIEW: %(title)s") % {"title": name}
