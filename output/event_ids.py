"""The numbers and guids by which other programs know what is published: one place, so that a ledger can replace it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from output.view import PublicView

MOST = 999_999
"""The highest number: slugs of voc/schedule hold one of at most six digits."""


def guid(view: PublicView, kind: Literal["occurrence", "channel", "person"], name: str) -> str:
    """Return the UUID of the thing with the id `name` on this site: uuid5 of the site's address, its kind and its id.

    It stays as long as `site` in `forum.toml` and the id do, whatever the title, the time or the channel.
    """
    return str(uuid5(NAMESPACE_URL, f"{view.site}#{kind}/{name}"))


def numbers(view: PublicView) -> dict[str, int]:
    """Return a number from 1 to `MOST` for each occurrence that is held, by its id.

    It comes from a hash (SHA-256) of site and id, so it stays when titles, times and other sessions change. Of two
    occurrences with the same hash the one whose id comes first, letter by letter, keeps it and the other takes the next
    number that is free: only there can a session that is new or gone change the number of another.
    """
    found: dict[str, int] = {}
    taken: set[int] = set()
    for name in sorted(held.id for _, held in view.held):
        number = _hashed(f"{view.site}#{name}")
        while number in taken:
            number = number % MOST + 1
        taken.add(number)
        found[name] = number
    return found


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()) % MOST + 1
