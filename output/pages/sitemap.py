"""What search engines are told of the whole site: `sitemap.xml`, and `robots.txt` where the site has its host alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from data.grid import utc_text
from output import paths
from output.pages.here import Here

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from output.language import Language
    from output.view import PublicView

SITEMAP = "sitemap.xml"

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def sitemap(view: PublicView, pages: Iterable[tuple[Language, str]]) -> dict[str, bytes]:
    """Return the map of these pages, each a language and the path below its folder, by path in the site.

    `robots.txt` is read at the root of a host alone (RFC 9309 2.3): a site in a folder has none. Of a preview there is
    no map, and robots may read it: only so they find on each page that it is not to be listed.
    """
    at_root = urlsplit(view.site).path == "/"
    if view.preview:
        return {"robots.txt": b"User-agent: *\nAllow: /\n"} if at_root else {}
    modified = _modified(view)
    entries = []
    for language, path in pages:
        here = Here(view, language, path, "", ())
        if path.endswith(".html") and here.indexed:
            entries.append((here.address, _entry(here, modified.get(path))))
    content = f"{_HEAD}{''.join(entry for _, entry in sorted(entries))}</urlset>\n"
    found = {SITEMAP: content.encode("utf-8")}
    if at_root:
        found["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {view.site}{SITEMAP}\n".encode()
    return found


def _modified(view: PublicView) -> dict[str, datetime]:
    """When pages of sessions last changed, as far as the ledger knows."""
    return {
        paths.session(session.id): max(held.revision.modified for held in known)
        for session in view.sessions
        if (known := (*session.occurrences, *session.withdrawn))
    }


def _entry(here: Here, modified: datetime | None) -> str:
    others = [(each.language.tag, each.address) for each in here.alternates]
    others = [*others, ("x-default", others[0][1])] if len(others) > 1 else []
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(address)}/>\n' for tag, address in others
    )
    last = f"<lastmod>{utc_text(modified)}</lastmod>\n" if modified else ""
    return f"<url>\n<loc>{escape(here.address)}</loc>\n{last}{links}</url>\n"
