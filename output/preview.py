"""Serves a published site as a good web server would, for a look before it goes out.

`answer` decides, without any network, what a request gets; the server carries that to the browser.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import ipaddress
import os
import re
import socket
import socketserver
import sys
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_to_bytes

from data.problems import ForumError
from output.media_types import media_type, shrinks
from output.site import MANIFEST, inside, published

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INDEX = "index.html"
NOT_FOUND = "404.html"

EVERYWHERE: Mapping[str, str] = {
    "Cache-Control": "no-cache",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Said with every answer: ask again each time, tell others little of where a reader comes from, guess no types."""

PATIENCE = 30
"""Seconds for which an idle connection is kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request gets. `body` is also that of a HEAD request, which is not sent."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """A published folder and the path under which it is served, as its parts: `()` is the root."""

    folder: Path
    path: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The path to type into a browser, beginning and ending in `/`."""
        return "/" + "".join(f"{quote(part, safe='')}/" for part in self.path)

    def require(self) -> None:
        """Raise ForumError where the folder holds no published site."""
        if self.folder.is_dir() and self.content(INDEX) is not None:
            return
        raise ForumError(
            f"{self.folder} is no published site: it has no {INDEX}. Write one with: forum publish DIR --out SITE"
        )

    def content(self, name: str) -> bytes | None:
        """Return a file by its path in the site; None where nothing is to be served of that name.

        That is what the manifest does not name, where there is one; what is hidden; and what lies outside the
        folder, also by a link. Raises ForumError for a damaged manifest, and OSError where the disk refuses.
        """
        if not inside(name) or _hidden(name.split("/")):
            return None
        if (self.folder / MANIFEST).exists() and name not in published(self.folder):
            return None
        root = Path(os.path.realpath(self.folder))
        place = Path(os.path.realpath(root / name))
        if not place.is_relative_to(root) or _hidden(place.relative_to(root).parts) or not os.path.isfile(place):
            return None
        return place.read_bytes()


def answer(site: PublishedSite, target: str, headers: Mapping[str, str]) -> Answer:
    """Return what a GET request gets. `target` is as in the request line; the names of `headers` are in small letters.

    Raises ForumError and OSError as `PublishedSite.content` does.
    """
    path, mark, query = _from_root(target).partition("?")
    parts = _parts(path)
    if parts is None or parts[: len(site.path)] != site.path:
        return _plain(HTTPStatus.NOT_FOUND, "There is nothing of this name here.")
    here = parts[len(site.path) :]
    name = index = "/".join((*here, INDEX))
    if not path.endswith("/"):
        name = "/".join(here)
        if site.content(name) is None and site.content(index) is not None:
            return _moved("/" + "".join(f"{quote(part, safe='')}/" for part in parts) + mark + query)
    content = site.content(name)
    if content is None:
        return _not_found(site)
    return _file(name, content, headers)


def _from_root(target: str) -> str:
    """The target without scheme and host, which a request may name (RFC 9112 3.2.2)."""
    return re.sub(r"(?i)^https?://[^/?]*/?", "/", target)


def _parts(path: str) -> tuple[str, ...] | None:
    """The parts of a path, each decoded for itself; None for a path that no published file has."""
    if not path.startswith("/"):
        return None
    try:
        parts = tuple(unquote_to_bytes(part).decode("utf-8") for part in path[1:].removesuffix("/").split("/"))
    except UnicodeDecodeError:
        return None
    if parts == ("",):
        return () if path == "/" else None
    return parts if all(inside(part) and "/" not in part for part in parts) else None


def _hidden(parts: tuple[str, ...] | list[str]) -> bool:
    return any(part.startswith(".") for part in parts)


def _plain(status: HTTPStatus, said: str, more: Mapping[str, str] | None = None) -> Answer:
    headers = {**EVERYWHERE, "Content-Type": "text/plain; charset=utf-8", **(more or {})}
    return Answer(status, headers, f"{said}\n".encode())


def _moved(place: str) -> Answer:
    return _plain(HTTPStatus.MOVED_PERMANENTLY, f"It is at {place}", {"Location": place})


def _not_found(site: PublishedSite) -> Answer:
    page = site.content(NOT_FOUND)
    if page is None:
        return _plain(HTTPStatus.NOT_FOUND, "There is nothing of this name on the site.")
    return Answer(HTTPStatus.NOT_FOUND, {**EVERYWHERE, "Content-Type": media_type(NOT_FOUND)}, page)


def _file(name: str, content: bytes, headers: Mapping[str, str]) -> Answer:
    """A file, compressed or not as the reader asks, or the word that the reader has it already."""
    said = {**EVERYWHERE, "Vary": "Accept-Encoding"}
    coding = _coding(headers.get("accept-encoding"), worth_while=shrinks(name))
    if coding is None:
        return _plain(HTTPStatus.NOT_ACCEPTABLE, "It comes as it is, or with gzip.", {"Vary": "Accept-Encoding"})
    if coding == "gzip":
        content = gzip.compress(content, mtime=0)
        said["Content-Encoding"] = "gzip"
    said["ETag"] = f'"{hashlib.sha256(content).hexdigest()}"'
    if _known(said["ETag"], headers.get("if-none-match")):
        said.pop("Content-Encoding", None)
        return Answer(HTTPStatus.NOT_MODIFIED, said)
    return Answer(HTTPStatus.OK, {**said, "Content-Type": media_type(name)}, content)


_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
"""An entity tag; its first group is what the weak comparison looks at (RFC 9110 8.8.3)."""


def _known(tag: str, wanted: str | None) -> bool:
    """Whether If-None-Match names the tag, by the weak comparison (RFC 9110 13.1.2)."""
    return wanted is not None and (wanted.strip() == "*" or tag in _TAG.findall(wanted))


_CHOICE = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?")
"""A content coding with its weight (RFC 9110 12.4.2, 12.5.3)."""

_LEAST = 0.0005
"""Less than the least weight that can be said: the file as it is will do where nothing is said of it."""


def _coding(accepted: str | None, *, worth_while: bool) -> str | None:
    """Return the coding to use, `identity` or `gzip`, by the header Accept-Encoding; None where neither will do."""
    if accepted is None:
        return "identity"
    weights = dict(_choices(accepted))
    others = weights.get("*")
    packed = weights.get("gzip", weights.get("x-gzip", others or 0.0))
    plain = weights.get("identity", _LEAST if others is None else others)
    if packed and (packed >= plain if worth_while else not plain):
        return "gzip"
    return "identity" if plain else None


def _choices(accepted: str) -> Iterator[tuple[str, float]]:
    for choice in accepted.split(","):
        found = _CHOICE.fullmatch(choice)
        if found:
            yield found[1].lower(), float(found[2] or 1)


class _Handler(BaseHTTPRequestHandler):
    """Carries requests in and answers out; nothing of them is printed."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = PATIENCE
    server: PreviewServer

    def do_GET(self) -> None:
        """Answer a GET request."""
        self._send(self._answer())

    def do_HEAD(self) -> None:
        """Answer a HEAD request: as GET, without the content."""
        self._send(self._answer())

    def _refuse(self) -> None:
        self.close_connection = True
        self._send(_plain(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD are answered.", {"Allow": "GET, HEAD"}))

    do_CONNECT = do_DELETE = do_OPTIONS = do_PATCH = do_POST = do_PUT = do_TRACE = _refuse  # noqa: N815

    def _answer(self) -> Answer:
        if {"content-length", "transfer-encoding"} & {name.lower() for name in self.headers}:
            self.close_connection = True  # what follows might be taken for the next request
        asked: dict[str, str] = {}
        for name, value in self.headers.items():
            key = name.lower()
            asked[key] = f"{asked[key]}, {value}" if key in asked else value
        try:
            return answer(self.server.site, self.path, asked)
        except (ForumError, OSError) as error:
            return _plain(HTTPStatus.INTERNAL_SERVER_ERROR, f"The site could not be read: {error}")

    def _send(self, found: Answer) -> None:
        self.send_response(found.status)
        for name, value in found.headers.items():
            self.send_header(name, value)
        if found.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(found.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(found.body)

    def version_string(self) -> str:
        """Return what the server calls itself."""
        return "forum"

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""


class PreviewServer(ThreadingHTTPServer):
    """Listens for browsers; `serve_forever` answers them. Port 0 takes any that is free."""

    def __init__(self, site: PublishedSite, host: str, port: int) -> None:
        """Begin to listen. Raises ForumError where the folder is no site or the port cannot be had."""
        site.require()
        self.site = site
        self.host = host
        if ":" in host:
            self.address_family = socket.AF_INET6
        try:
            super().__init__((host, port), _Handler)
        except (OSError, UnicodeError) as error:
            raise ForumError(_why_not(error, host, port)) from error

    @property
    def address(self) -> str:
        """The address to open, such as `http://127.0.0.1:8000/2020/`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.server_port}{self.site.address}"

    def server_bind(self) -> None:
        """Take the port, without asking anybody for the name of this machine."""
        socketserver.TCPServer.server_bind(self)
        self.server_name = self.host
        self.server_port = self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over readers who hang up; tell of anything else."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def only_here(host: str) -> bool:
    """Return whether a server that listens at this host is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _why_not(error: OSError | UnicodeError, host: str, port: int) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return f"Port {port} of {host} is taken by another program; choose another with --port."
    if number == errno.EACCES:
        return f"Port {port} of {host} is not for everybody; choose one above 1023 with --port."
    return f"It is not possible to listen at {host}: {getattr(error, 'strerror', None) or error}."
