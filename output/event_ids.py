"""The UIDs, numbers and guids by which other programs know what is published, as they are given for the first time.

What an occurrence was given stands in the ledger from then on (`data/revisions.py`).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from collections.abc import Container

MOST = 999_999
"""The highest number: slugs of voc/schedule hold one of at most six digits."""


def guid(site: str, kind: Literal["occurrence", "channel", "person"], name: str) -> str:
    """Return the UUID of the thing with the id `name` on a site: uuid5 of the site's address, its kind and its id.

    It stays as long as `site` in `forum.toml` and the id do, whatever the title, the time or the channel.
    """
    return str(uuid5(NAMESPACE_URL, f"{site}#{kind}/{name}"))


def number(site: str, occurrence: str, taken: Container[int]) -> int:
    """Return a number from 1 to `MOST` for an occurrence: from a hash (SHA-256) of site and id, the next one free."""
    digest = hashlib.sha256(f"{site}#{occurrence}".encode()).digest()
    found = int.from_bytes(digest) % MOST + 1
    while found in taken:
        found = found % MOST + 1
    return found


def uid(site: str, occurrence: str, taken: Container[str]) -> str:
    """Return the UID of an occurrence: its id and the site's path at the site's host, whatever its title or time.

    With the path, two forums on one host (`/2019/` and `/2020/`) never share a UID (RFC 5545 3.8.4.7). One that was
    given to another occurrence, under another address of the site, is not given again: then the id is its guid.
    """
    parts = urlsplit(site)
    path = [part for part in parts.path.split("/") if part]
    found = f"{'.'.join(quote(part, safe='-_.') for part in (occurrence, *path))}@{parts.hostname}"
    return f"{guid(site, 'occurrence', occurrence)}@{parts.hostname}" if found in taken else found
