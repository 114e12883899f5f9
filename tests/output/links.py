"""A link checker for a site as publishing gives it: every address in every file, without asking the network.

A link to the site itself must lead to a file of the site and, where it names one, to an id in it. A page must reach
the rest by relative links that name a file, so that the site works below any path and from a folder; only `404.html`,
which a server shows at any address, begins its links with the site's own path. A link to elsewhere must be one that the
organisers gave or one of the few that the pages are known to need.
"""

from __future__ import annotations

import json
import posixpath
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

LINKING = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "manifest",
    "longdesc",
    "ping",
}
"""Attributes of HTML whose value is an address."""

NOT_FOUND = "404.html"

VOCABULARIES = ("https://schema.org", "http://www.w3.org/")
"""Names that look like addresses and lead nowhere: of schema.org in JSON-LD, of namespaces."""

CALENDARS = (
    "https://calendar.google.com/calendar/",
    "https://outlook.live.com/calendar/",
    "https://outlook.office.com/calendar/",
)
"""Where the page on how to subscribe leads to: the clients' own links, with the feed's address in them."""

ADDRESS = re.compile(r"""(?:https?|webcals?)://[^\s"'<>\\{}|^`]+""")


class _Page(HTMLParser):
    """The addresses, ids and JSON-LD of one page."""

    def __init__(self, text):
        super().__init__()
        self.links = []
        self.ids = set()
        self.data = []
        self.bases = 0
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        found = {name: value or "" for name, value in attrs}
        self.ids.update(found[name] for name in ("id", "name") if name in found and (name == "id" or tag == "a"))
        self.bases += tag == "base" and "href" in found
        self.links += [found[name] for name in found if name in LINKING and (name != "data" or tag == "object")]
        for source in re.split(r",\s+", found.get("srcset", "")):
            self.links += source.split()[:1]
        if tag == "meta" and found.get("property", found.get("name", "")) in META:
            self.links.append(found.get("content", ""))
        if tag == "meta" and found.get("http-equiv", "").lower() == "refresh" and "url=" in found["content"].lower():
            self.links.append(re.split("url=", found["content"], flags=re.IGNORECASE)[1])
        self.links += css_links(found.get("style", ""))
        self._inside = found.get("type", tag) if tag in ("script", "style") else ""

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self._inside = ""

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside == "application/ld+json":
            self.data.append(data)
        elif self._inside == "style":
            self.links += css_links(data)


META = {"og:url", "og:image", "og:image:url", "og:image:secure_url", "og:audio", "og:video", "twitter:image"}


def css_links(text):
    """The addresses in a style sheet."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    quoted = re.findall(r"""(?:url\(\s*|@import\s+)(["'])(.*?)\1""", text)
    return [address for _, address in quoted] + re.findall(r"""url\(\s*([^"')\s][^)]*?)\s*\)""", text)


def link_findings(files, known=()):
    """Return what is wrong with the links of a site (path to bytes): `file: address: what is wrong`, sorted.

    `known` are addresses elsewhere that the pages may lead to, beside those in `programme.json` and the calendars.
    """
    return sorted(set(_Checker(files, known).findings()))


class _Checker:
    def __init__(self, files, known):
        self.files = files
        programme = json.loads(files["programme.json"])
        self.site = programme["forum"]["site"].rstrip("/") + "/"
        self.pages = {name: _Page(content.decode()) for name, content in files.items() if name.endswith(".html")}
        given = {address for text in _strings(programme) for address in ADDRESS.findall(text)}
        self.known = {address.rstrip(".,;:)") for address in given} | given | set(known)

    def findings(self):
        for name, content in self.files.items():
            end = posixpath.splitext(name)[1]
            if end == ".html":
                yield from self._page(name)
            elif end == ".css":
                yield from self._each(name, css_links(content.decode()))
            elif end == ".webmanifest":
                yield from self._each(name, _manifest_links(json.loads(content)), folders=True)
            elif end in (".atom", ".xml", ".svg"):
                yield from self._xml(name, ET.fromstring(content))
            elif end == ".json":
                yield from self._own(name, "\n".join(_strings(json.loads(content))))
            elif end == ".ics":
                unfolded = content.decode().replace("\r\n ", "").replace("\\n", "\n")
                yield from self._own(name, re.sub(r"\\(.)", r"\1", unfolded))
            elif end == ".txt":
                yield from self._own(name, content.decode())

    def _page(self, name):
        page = self.pages[name]
        if page.bases:
            yield f"{name}: <base>: changes what every other link means"
        yield from self._each(name, page.links)
        for text in page.data:
            for value in _strings(json.loads(text)):
                if re.match(r"[a-z]+://", value):
                    yield from self._each(name, [value])

    def _xml(self, name, root):
        for part in root.iter():
            kind = part.tag.rpartition("}")[2]
            linked = [value for key, value in part.attrib.items() if key.rpartition("}")[2] in ("href", "src")]
            if kind in ("loc", "icon", "logo", "uri"):
                linked.append((part.text or "").strip())
            yield from self._each(name, linked)
            if part.attrib.get("type") == "html":
                yield from self._each(name, _Page(part.text or "").links)
            yield from self._own(name, part.text or "")

    def _own(self, name, text):
        """Judge the addresses in a text that are of this site."""
        found = (address.rstrip(".,;:)") for address in ADDRESS.findall(text))
        yield from self._each(name, [address for address in found if address.startswith(self.site)])

    def _each(self, name, addresses, *, folders=False):
        for address in addresses:
            wrong = self._wrong(name, address.strip(), folders)
            if wrong:
                yield f"{name}: {address}: {wrong}"

    def _wrong(self, name, address, folders):
        """What is wrong with an address in a file; empty if nothing is."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return "is no address"
        if parts.scheme in ("http", "https", "webcal", "webcals"):
            own = urlsplit(self.site)
            if parts.netloc == own.netloc and f"{parts.path}/".startswith(own.path):
                return self._missing(parts.path[len(own.path) :], parts, folders=True)
            if address.startswith(CALENDARS):
                carried = [value for _, value in parse_qsl(parts.query) if own.netloc in value]
                return next(filter(None, (self._wrong(name, value, folders) for value in carried)), "")
            foreign = address in self.known or address.startswith(VOCABULARIES)
            return "" if foreign else "leads to elsewhere, and nothing published names it"
        if parts.scheme or parts.netloc:
            return "is not a kind of link that pages may have"
        if not parts.path:
            return self._missing(name, parts, folders=False)
        if parts.path.startswith("/"):
            own = urlsplit(self.site).path
            if name != NOT_FOUND:
                return "begins at the root of the server, and not where the site lies"
            if not parts.path.startswith(own):
                return f"does not begin with the site's own path {own}"
            return self._missing(parts.path[len(own) :], parts, folders=True)
        if name == NOT_FOUND:
            return "is relative, and this page is shown at any address"
        reached = urljoin(f"https://below/a/b/c/d/{name}", parts.path)
        if not reached.startswith("https://below/a/b/c/d/"):
            return "leads out of the site"
        return self._missing(reached.removeprefix("https://below/a/b/c/d/"), parts, folders=folders)

    def _missing(self, path, parts, *, folders):
        path = unquote(path)
        if path == "" or path.endswith("/"):
            if not folders:
                return "leads to a folder, which opens no page without a server"
            path += "index.html"
        if path not in self.files:
            return "leads to no file of the site"
        wanted = unquote(parts.fragment)
        if wanted and wanted not in ("top",) and path in self.pages and wanted not in self.pages[path].ids:
            return f"leads to no #{wanted} in {path}"
        return ""


def _manifest_links(manifest):
    yield from (manifest[name] for name in ("start_url", "scope", "id") if name in manifest)
    for group in ("icons", "screenshots", "shortcuts"):
        for each in manifest.get(group, ()):
            yield from (each[name] for name in ("src", "url") if name in each)
            yield from _manifest_links({"icons": each.get("icons", ())})


def _strings(value):
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
