"""A published site as `forum serve` shows it: through real HTTP, header by header."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import json
import os
import socket
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.problems import ForumError
from output import write_site
from output.media_types import MEDIA_TYPES
from output.preview import PreviewServer, PublishedSite, only_here
from output.site import MANIFEST

EVERYWHERE = {
    "cache-control": "no-cache",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
}
TEXT = {"content-type": "text/plain; charset=utf-8"}
VARIES = {"vary": "Accept-Encoding"}


@contextmanager
def serving(folder, path=()):
    with PreviewServer(PublishedSite(folder, path), "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


class Asked:
    """One answer: status, headers in small letters without those that say when and how it was sent, content."""

    def __init__(self, response):
        self.status = response.status
        self.sent = {name.lower(): value for name, value in response.getheaders()}
        self.headers = {k: v for k, v in self.sent.items() if k not in ("server", "date", "content-length")}
        assert len(self.sent) == len(response.getheaders())
        self.body = response.read()


def ask(port, target, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, target, skip_accept_encoding=True)
    for name, value in headers.items():
        for each in value if isinstance(value, list) else [value]:
            connection.putheader(name.replace("_", "-"), each)
    connection.endheaders(body)
    asked = Asked(connection.getresponse())
    connection.close()
    return asked


def tag(content):
    return f'"{hashlib.sha256(content).hexdigest()}"'


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    """The tiny site with a page for what is not found, and files of others beside those of publishing."""
    place = tmp_path_factory.mktemp("web") / "site"
    write_site({**site, "404.html": b"<!doctype html><title>Not here</title>", "all.atom": b"<feed/>"}, place)
    (place / "notes.txt").write_bytes(b"not published")
    (place.parent / "secret.txt").write_bytes(b"outside")
    return place


@pytest.fixture(scope="module")
def port(folder):
    with serving(folder) as number:
        yield number


# ---- What there is -------------------------------------------------------------------------------------------------


def test_every_file_of_the_site_comes_with_its_type_and_the_tag_of_its_bytes(site, port):
    for name, content in site.items():
        if name == "404.html":
            continue
        found = ask(port, f"/{name}")
        assert (found.status, found.body) == (200, content), name
        ending = name[name.rindex(".") :]
        assert found.headers == {**EVERYWHERE, **VARIES, "content-type": MEDIA_TYPES[ending], "etag": tag(content)}
        assert found.sent["content-length"] == str(len(content))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.ics", "text/calendar; charset=utf-8"),
        ("a.ICS", "text/calendar; charset=utf-8"),
        ("a.atom", "application/atom+xml; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.html", "text/html; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json"),
        ("a.pdf", "application/pdf"),
        ("a.png", "image/png"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.webmanifest", "application/manifest+json"),
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.xml", "application/xml; charset=utf-8"),
        ("a.exe", "application/octet-stream"),
        ("ics", "application/octet-stream"),
    ],
)
def test_the_type_of_a_file(tmp_path, name, said):
    write_site({"index.html": b"home", name: b"x"}, tmp_path)
    with serving(tmp_path) as port:
        assert ask(port, f"/{name}").headers["content-type"] == said


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("/", "index.html"),
        ("/?tz=Asia/Kathmandu", "index.html"),
        ("/s/W-1/", "s/W-1/index.html"),
        ("/s/%57-1/", "s/W-1/index.html"),
        ("http://other.example/all.ics", "all.ics"),
        ("http://other.example", "index.html"),
        ("//all.ics", "all.ics"),
    ],
)
def test_a_folder_answers_with_its_index_and_addresses_are_decoded(site, port, target, name):
    found = ask(port, target)
    assert (found.status, found.body) == (200, site[name])


@pytest.mark.parametrize(
    ("target", "place"),
    [("/s/W-1", "/s/W-1/"), ("/s/W-1?tz=UTC&a=%0d%0ab", "/s/W-1/?tz=UTC&a=%0d%0ab"), ("/s/%57-1?", "/s/W-1/?")],
)
def test_a_folder_without_its_slash_leads_to_it_and_keeps_the_query(port, target, place):
    found = ask(port, target)
    assert (found.status, found.headers) == (301, {**EVERYWHERE, **TEXT, "location": place})


def test_head_says_the_same_as_get_without_the_content(port, site):
    for target in ("/all.ics", "/s/W-1", "/nothing"):
        get, head = ask(port, target), ask(port, target, "HEAD")
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
        assert head.sent["content-length"] == str(len(get.body))


def test_one_connection_carries_many_requests(port, site):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.connect()
    first = connection.sock
    for method, target, expected in [
        ("HEAD", "/all.ics", b""),
        ("GET", "/nothing/", b"<!doctype html><title>Not here</title>"),
        ("GET", "/programme.csv", site["programme.csv"]),
    ]:
        connection.request(method, target)
        assert connection.getresponse().read() == expected
        assert connection.sock is first
    connection.close()


# ---- Asked again ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "wanted",
    ["{tag}", "W/{tag}", "*", ' "other" , W/{tag}', ['"a, b"', "{tag}"]],
    ids=["same", "weak", "*", "list", "two"],
)
def test_who_has_it_already_is_told_so(port, site, method, wanted):
    mine = tag(site["all.ics"])
    wanted = [each.format(tag=mine) for each in wanted] if isinstance(wanted, list) else wanted.format(tag=mine)
    found = ask(port, "/all.ics", method, If_None_Match=wanted)
    assert (found.status, found.body) == (304, b"")
    assert found.headers == {**EVERYWHERE, **VARIES, "etag": mine}
    assert "content-length" not in found.sent


@pytest.mark.parametrize("wanted", ['"other"', "", "{bare}", 'W/"other", "and"', '"*"', '"x{bare}"'])
def test_who_has_something_else_gets_it(port, site, wanted):
    mine = tag(site["all.ics"])
    found = ask(port, "/all.ics", If_None_Match=wanted.format(bare=mine.strip('"')))
    assert (found.status, found.body, found.headers["etag"]) == (200, site["all.ics"], mine)


def test_what_is_not_there_is_never_unchanged(port):
    assert ask(port, "/nothing", If_None_Match="*").status == 404
    assert ask(port, "/s/W-1", If_None_Match="*").status == 301


def test_a_changed_file_is_seen_at_once_with_another_tag(tmp_path):
    write_site({"index.html": b"one"}, tmp_path)
    with serving(tmp_path) as port:
        before = ask(port, "/")
        write_site({"index.html": b"two", "new.csv": b"1"}, tmp_path)
        after = ask(port, "/", If_None_Match=before.headers["etag"])
        assert (after.status, after.body, after.headers["etag"]) == (200, b"two", tag(b"two"))
        assert ask(port, "/new.csv").body == b"1"


# ---- Compressed ----------------------------------------------------------------------------------------------------

PACKED = ["gzip", "GZIP", "x-gzip", "*", "br, gzip;q=0.001", "gzip;q=0.5", "identity;q=0, gzip;q=0.1", "gzip;Q=1.000"]
PACKED += ["gzip, identity", "identity;q=0.5, gzip", "*;q=0.3", "identity;q=0, *", ["br", "gzip"], "gzip ; q=1"]
PLAIN = ["", "identity", "br", "gzip;q=0", "gzip;q=0.0, *", "*;q=0, identity", "gzip;q=0.4, identity;q=0.5"]
PLAIN += ["*, gzip;q=0", "gzip;q=2", "gzip;q=0.1234", "gzip;level=9", "gzip;q=0.000"]
NEITHER = ["identity;q=0", "*;q=0", "gzip;q=0, identity;q=0", "br, *;q=0"]


@pytest.mark.parametrize("accepted", PACKED, ids=str)
def test_it_is_compressed_for_who_prefers_it(port, site, accepted):
    found = ask(port, "/all.ics", Accept_Encoding=accepted)
    assert (found.status, gzip.decompress(found.body)) == (200, site["all.ics"])
    assert len(found.body) < len(site["all.ics"]) / 2
    # Another sequence of bytes, so another strong tag (RFC 9110 8.8.3.3).
    assert found.headers == {
        **EVERYWHERE,
        **VARIES,
        "content-type": "text/calendar; charset=utf-8",
        "content-encoding": "gzip",
        "etag": tag(found.body),
    }
    again = ask(port, "/all.ics", Accept_Encoding=accepted, If_None_Match=f'"x", {tag(found.body)}')
    assert (again.status, again.headers) == (304, {**EVERYWHERE, **VARIES, "etag": tag(found.body)})
    other = ask(port, "/all.ics", Accept_Encoding=accepted, If_None_Match=tag(site["all.ics"]))
    assert (other.status, other.body) == (200, found.body)


@pytest.mark.parametrize("accepted", PLAIN)
def test_it_comes_as_it_is_for_who_does_not(port, site, accepted):
    found = ask(port, "/all.ics", Accept_Encoding=accepted)
    assert (found.status, found.body, found.headers["etag"]) == (200, site["all.ics"], tag(site["all.ics"]))
    assert "content-encoding" not in found.headers


@pytest.mark.parametrize("accepted", NEITHER)
def test_who_takes_neither_is_told(port, accepted):
    found = ask(port, "/all.ics", Accept_Encoding=accepted)
    assert (found.status, found.headers) == (406, {**EVERYWHERE, **TEXT, **VARIES})


def test_what_is_compressed_in_itself_is_not_compressed_again(tmp_path):
    write_site({"index.html": b"home", "a.png": b"a" * 5000}, tmp_path)
    with serving(tmp_path) as port:
        assert "content-encoding" not in ask(port, "/a.png", Accept_Encoding="gzip").headers
        assert ask(port, "/a.png", Accept_Encoding="gzip, identity;q=0").headers["content-encoding"] == "gzip"


# ---- What there is not ---------------------------------------------------------------------------------------------

NOWHERE = [
    "/nothing",
    "/nothing/",
    "/s/",
    "/s",
    "/all.ics/",
    "/index.html/",
    "/s/W-1//",
    "/s//W-1/",
    "/s/./W-1/",
    "/../secret.txt",
    "/s/../../secret.txt",
    "/s/../all.ics",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/%2E%2E%2Fsecret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "/s%2FW-1/index.html",
    "/all.ics%00",
    "/%00",
    "/all.ics%00.html",
    "/C:/secret.txt",
    "/index.html::$DATA",
    "/%ff%fe",
    "/%c0%ae%c0%ae/secret.txt",
    "/all.ics%",
    "/%zz",
    "all.ics",
    "*",
    "ftp://other.example/all.ics",
    f"/{MANIFEST}",
    "/%2eforum-site.json",
    "/notes.txt",
    "/" + "a" * 5000,
    "/" + "a/" * 3000,
]


@pytest.mark.parametrize("target", NOWHERE, ids=[each[:24] for each in NOWHERE])
def test_whatever_publishing_did_not_write_is_not_found(port, target):
    found = ask(port, target)
    assert found.status == 404
    if found.headers != {**EVERYWHERE, **TEXT}:
        assert found.headers == {**EVERYWHERE, "content-type": "text/html; charset=utf-8"}
        assert found.body == b"<!doctype html><title>Not here</title>"


def test_the_whole_path_of_a_file_outside_is_not_found(folder, port):
    for target in (str(folder.parent / "secret.txt"), "/" + str(folder / "all.ics"), str(folder / "all.ics")):
        assert ask(port, target).status == 404


def test_the_page_for_what_is_not_found_is_that_of_the_site_where_it_has_one(port, folder, tmp_path):
    found = ask(port, "/s/nothing/?a=b", Accept_Encoding="gzip")
    assert (found.status, found.body) == (404, b"<!doctype html><title>Not here</title>")
    assert found.headers == {**EVERYWHERE, "content-type": "text/html; charset=utf-8"}
    write_site({"index.html": b"home"}, tmp_path)
    with serving(tmp_path) as other:
        plain = ask(other, "/nothing")
        assert (plain.status, plain.headers) == (404, {**EVERYWHERE, **TEXT})
        assert plain.body == b"There is nothing of this name on the site.\n"


@pytest.mark.parametrize("listed", [True, False], ids=["with a manifest", "without"])
def test_links_are_followed_inside_the_folder_only_and_never_to_what_is_hidden(tmp_path, listed):
    site = tmp_path / "site"
    links = {"out.txt": "../secret.txt", "hidden.txt": ".git/config", "loop.txt": "loop.txt", "in.txt": "real.txt"}
    (site / ".git").mkdir(parents=True)
    (site / ".git/config").write_bytes(b"hidden")
    (tmp_path / "secret.txt").write_bytes(b"outside")
    write_site({"index.html": b"home", "real.txt": b"real", **dict.fromkeys(links, b"x")}, site)
    for name, goal in links.items():
        (site / name).unlink()
        (site / name).symlink_to(goal)
    (site / "folder").symlink_to(tmp_path)
    if not listed:
        (site / MANIFEST).unlink()
    with serving(site) as port:
        assert ask(port, "/in.txt").body == b"real"
        for target in ("/out.txt", "/hidden.txt", "/loop.txt", "/folder/secret.txt", "/.git/config", "/folder"):
            assert ask(port, target).status == 404, target


def test_without_a_manifest_whatever_is_not_hidden_is_shown(tmp_path):
    (tmp_path / "index.html").write_bytes(b"home")
    (tmp_path / "robots.txt").write_bytes(b"theirs")
    (tmp_path / ".index.html.begun").write_bytes(b"half")
    os.mkfifo(tmp_path / "pipe.txt")
    with serving(tmp_path) as port:
        assert ask(port, "/robots.txt").body == b"theirs"
        for target in ("/.index.html.begun", "/pipe.txt", "/" + "a" * 5000):
            assert ask(port, target).status == 404


def test_a_manifest_that_is_damaged_meanwhile_is_told_to_the_reader(tmp_path):
    write_site({"index.html": b"home"}, tmp_path)
    with serving(tmp_path) as port:
        (tmp_path / MANIFEST).write_bytes(b"not JSON")
        found = ask(port, "/")
    assert (found.status, found.headers) == (500, {**EVERYWHERE, **TEXT})
    assert b"this is not a list of published files" in found.body


# ---- Other requests ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"])
def test_only_get_and_head_are_answered(port, method):
    found = ask(port, "/all.ics", method)
    assert found.status == 405
    assert found.headers == {**EVERYWHERE, **TEXT, "allow": "GET, HEAD", "connection": "close"}


def test_a_method_that_nobody_knows_is_refused_as_such(port):
    assert ask(port, "/all.ics", "BREW").status == 501


def test_the_content_of_a_request_is_not_taken_for_the_next_one(port):
    inner = b"GET /programme.csv HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as sent:
        sent.sendall(b"GET /all.ics HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(inner) + inner)
        received = b""
        while more := sent.recv(65536):
            received += more
    assert received.count(b"HTTP/1.1 200 OK") == 1


def test_readers_who_hang_up_are_passed_over(folder, capfd):
    with serving(folder) as port:
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as sent:
                sent.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                sent.sendall(b"GET /all.ics HTTP/1.1\r\nHost: x\r\n\r\n" * 200)
        assert ask(port, "/").status == 200
    assert capfd.readouterr() == ("", "")


# ---- Below a path --------------------------------------------------------------------------------------------------


def test_below_a_path_the_site_is_there_and_nowhere_else(folder, site):
    with serving(folder, ("2020", "été")) as port:
        assert ask(port, "/2020/%C3%A9t%C3%A9/all.ics").body == site["all.ics"]
        assert ask(port, "/2020/%c3%a9t%c3%a9/s/W-1/").body == site["s/W-1/index.html"]
        moved = [ask(port, f"/2020/%C3%A9t%C3%A9{end}").headers["location"] for end in ("", "?a=b", "/s/W-1?a")]
        below = "/2020/%C3%A9t%C3%A9/"
        assert moved == [below, f"{below}?a=b", f"{below}s/W-1/?a"]
        for target in ("/", "/all.ics", "/2020/", "/2020", "/s/W-1/", "/2021/%C3%A9t%C3%A9/all.ics"):
            assert ask(port, target).status == 404, target
        assert ask(port, f"{below}nothing").body == b"<!doctype html><title>Not here</title>"


# ---- Before it begins ----------------------------------------------------------------------------------------------


def test_a_folder_that_is_no_site_is_refused(tmp_path):
    (tmp_path / "forum.toml").write_bytes(b"")
    with pytest.raises(ForumError, match=r"is no published site: it has no index\.html"):
        PreviewServer(PublishedSite(tmp_path), "127.0.0.1", 0)
    (tmp_path / MANIFEST).write_text(json.dumps({"format": "forum-site/1", "files": ["index.html"]}))
    with pytest.raises(ForumError, match=r"it has no index\.html"):
        PreviewServer(PublishedSite(tmp_path), "127.0.0.1", 0)
    (tmp_path / MANIFEST).write_bytes(b"[]")
    with pytest.raises(ForumError, match="this is not a list of published files"):
        PreviewServer(PublishedSite(tmp_path), "127.0.0.1", 0)


def test_a_port_that_is_taken_is_told(folder, port):
    with pytest.raises(ForumError, match=rf"^Port {port} of 127\.0\.0\.1 is taken by another program"):
        PreviewServer(PublishedSite(folder), "127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "a..b", "::ffff:192.0.2.1"], ids=str)
def test_a_host_that_is_not_this_machine_is_told(folder, host):
    with pytest.raises(ForumError, match=r"^It is not possible to listen at "):
        PreviewServer(PublishedSite(folder), host, 0)


@pytest.mark.parametrize(
    ("host", "only"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("forum.example", False),
        ("", False),
    ],
)
def test_who_can_reach_it(host, only):
    assert only_here(host) is only


def test_the_address_is_the_one_to_open(folder):
    with PreviewServer(PublishedSite(folder, ("a b", "c")), "127.0.0.1", 0) as server:
        assert server.address == f"http://127.0.0.1:{server.server_port}/a%20b/c/"
    if Path("/proc/net/if_inet6").exists() and "lo" in Path("/proc/net/if_inet6").read_text():
        with PreviewServer(PublishedSite(folder), "::1", 0) as server:
            assert server.address == f"http://[::1]:{server.server_port}/"
