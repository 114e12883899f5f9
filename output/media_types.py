"""What a web server has to say of each kind of file that a site can hold."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPES: Mapping[str, str] = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml; charset=utf-8",
}
"""Ending of a name -> Content-Type. JSON has no charset: it is UTF-8 by definition (RFC 8259 8.1, 11)."""

UNKNOWN = "application/octet-stream"
"""The type of a file of any other kind: nothing is guessed."""

PACKED_ALREADY = frozenset({".gif", ".ico", ".jpeg", ".jpg", ".pdf", ".png", ".webp", ".woff2", ".xlsx"})
"""Endings of what does not become shorter by compression."""


def media_type(name: str) -> str:
    """Return the Content-Type of a file by its name, such as `text/calendar; charset=utf-8`."""
    return MEDIA_TYPES.get(_ending(name), UNKNOWN)


def shrinks(name: str) -> bool:
    """Return whether compression is worth while for a file of this name."""
    return _ending(name) in MEDIA_TYPES and _ending(name) not in PACKED_ALREADY


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
