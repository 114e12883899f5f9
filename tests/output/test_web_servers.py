"""nginx and Apache with the settings of docs/web-servers.md answer as `forum serve` does."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from output import write_site
from output.media_types import MEDIA_TYPES, shrinks
from output.site import MANIFEST
from tests.clients.programs import require
from tests.output.test_preview import EVERYWHERE, ask, serving

PAGE = (Path(__file__).parents[2] / "docs/web-servers.md").read_text(encoding="utf-8")
HOME = "/srv/forum/site"

NGINX = """\
daemon off;
master_process off;
pid {place}/nginx.pid;
error_log {place}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    server {{
        listen 127.0.0.1:{port};
{settings}
    }}
}}
"""

APACHE = """\
{modules}
ServerRoot {place}
ServerName 127.0.0.1:{port}
Listen 127.0.0.1:{port}
PidFile {place}/apache.pid
ErrorLog {place}/error.log
DocumentRoot {place}/root
TypesConfig /dev/null
AccessFileName .htaccess
{user}
{settings}
"""

MODULES = Path("/usr/lib/apache2/modules")
LOADED = (
    "mpm_prefork",
    "authz_core",
    "alias",
    "autoindex",
    "dir",
    "mime",
    "negotiation",
    "headers",
    "filter",
    "deflate",
)


def blocks(language):
    """The blocks of the page in a language, with the place of the site to fill in."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def place(site):
    """A folder that every user may read, with one file of each kind below `site`."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        kinds = {f"kinds/file{ending}": f"some {ending} ".encode() * 100 for ending in MEDIA_TYPES}
        write_site({**site, **kinds, "404.html": b"<!doctype html><title>Not here</title>"}, Path(made) / "site")
        yield Path(made)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def running(command, place, port):
    """Run a server until it is no longer wanted; the port answers when this begins to."""
    # In a session of its own: Apache ends with a signal to its whole process group, which would end the tests too.
    process = subprocess.Popen(
        command, cwd=place, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    log = place / "error.log"
    try:
        for _ in range(600):
            assert process.poll() is None, process.stderr.read() + (log.read_text() if log.exists() else "")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def nginx(place):
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    require(program, "nginx is not installed: apt install nginx-light")
    port = free_port()
    (settings,) = blocks("nginx")
    config = place / "nginx.conf"
    config.write_text(NGINX.format(place=place, port=port, settings=settings.replace(HOME, f"{place}/site")))
    yield from running([program, "-p", place, "-c", config, "-e", place / "error.log"], place, port)


@pytest.fixture(scope="module")
def apache(place):
    program = shutil.which("apache2", path=f"{os.environ['PATH']}:/usr/sbin")
    require(program and MODULES.is_dir(), "Apache is not installed: apt install apache2-bin")
    port = free_port()
    in_folder, in_server = blocks("apache")
    (place / "site/.htaccess").write_text(in_folder)
    (place / "root").mkdir()
    config = place / "apache.conf"
    config.write_text(
        APACHE.format(
            modules="\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED),
            place=place,
            port=port,
            user="User #65534\nGroup #65534" if os.geteuid() == 0 else "",
            settings=in_server.replace(HOME, f"{place}/site"),
        )
    )
    yield from running([program, "-DFOREGROUND", "-f", config], place, port)


@pytest.fixture(params=["nginx", "apache"])
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def preview(place):
    with serving(place / "site", ("2020",)) as port:
        yield port


ALIKE = (*EVERYWHERE, "content-type", "content-encoding")


def alike(found):
    return found.status, {name: found.headers[name] for name in ALIKE if name in found.headers}


def test_every_file_comes_as_in_the_preview(server, preview, place):
    names = [p.relative_to(place / "site").as_posix() for p in (place / "site").rglob("*") if p.is_file()]
    names = sorted(name for name in names if "/." not in f"/{name}")
    assert {Path(name).suffix for name in names} == set(MEDIA_TYPES)
    for name in names:
        theirs, ours = ask(server, f"/2020/{name}"), ask(preview, f"/2020/{name}")
        assert (name, *alike(theirs), theirs.body) == (name, *alike(ours), ours.body)
        assert theirs.headers["strict-transport-security"] == "max-age=31536000"


def test_what_becomes_shorter_is_compressed_with_a_tag_of_its_own_and_304_works(server, preview):
    for ending in MEDIA_TYPES:
        name = f"/2020/kinds/file{ending}"
        plain, packed = ask(server, name), ask(server, name, Accept_Encoding="gzip")
        assert (ending, *alike(packed)) == (ending, *alike(ask(preview, name, Accept_Encoding="gzip")))
        assert (packed.headers.get("content-encoding") == "gzip") == shrinks(name)
        if shrinks(name):
            assert gzip.decompress(packed.body) == plain.body
            assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
            assert packed.headers["etag"] != plain.headers["etag"]
        for accepted, tag in [("identity", plain.headers["etag"]), ("gzip", packed.headers["etag"])]:
            again = ask(server, name, Accept_Encoding=accepted, If_None_Match=tag)
            assert (again.status, again.body) == (304, b"")
            assert {key: again.headers[key] for key in EVERYWHERE} == EVERYWHERE
            # What says 304 may leave out of the tag that it was compressed.
            bare = re.compile(r'^W/|-gzip(?="$)')
            assert bare.sub("", again.headers["etag"]) == bare.sub("", tag)


@pytest.mark.parametrize("target", ["/2020", "/2020?a=b", "/2020/s/W-1", "/2020/s/W-1?a=b"])
def test_folders_lead_to_their_slash_as_in_the_preview(server, preview, target):
    theirs, ours = ask(server, target), ask(preview, target)
    place = urlsplit(theirs.headers["location"])
    assert (theirs.status, f"{place.path}{'?' if place.query else ''}{place.query}") == (301, ours.headers["location"])
    assert place.netloc in ("", f"127.0.0.1:{server}")


@pytest.mark.parametrize("target", ["/2020/", "/2020/s/W-1/", "/2020/?tz=UTC"])
def test_folders_show_their_index_as_in_the_preview(server, preview, target):
    theirs, ours = ask(server, target), ask(preview, target)
    assert (*alike(theirs), theirs.body) == (*alike(ours), ours.body)


@pytest.mark.parametrize("target", ["/2020/nothing", "/2020/s/nothing/", "/2020/nothing.ics"])
def test_what_is_not_there_has_the_page_of_the_site(server, preview, target):
    theirs, ours = ask(server, target), ask(preview, target)
    assert (*alike(theirs), theirs.body) == (*alike(ours), ours.body)
    assert theirs.status == 404


@pytest.mark.parametrize(
    "target", [f"/2020/{MANIFEST}", "/2020/.htaccess", "/2020/s/.hidden", "/2020/%2eforum-site.json"]
)
def test_what_is_hidden_is_not_served(server, place, target):
    (place / "site/s/.hidden").write_bytes(b"hidden")
    assert (place / "site" / MANIFEST).is_file()
    assert ask(server, target).status == 404


def test_the_table_of_types_is_what_the_preview_says():
    rows = re.findall(r"^\| ((?:`\.\w+`(?:, )?)+) \| `([^`]+)` \|$", PAGE, re.MULTILINE)
    assert {ending: said for row, said in rows for ending in re.findall(r"\.\w+", row)} == MEDIA_TYPES


def test_the_lines_for_object_storage_name_every_type():
    (storage,) = (block for block in blocks("shell") if "put()" in block)
    rows = re.findall(r"^put '([^']+)' (.+)$", storage, re.MULTILINE)
    assert {f".{ending}": said for said, endings in rows for ending in endings.split()} == MEDIA_TYPES
