"""Programs that we did not write, as the tests call them: parsers of feeds, calendars, validators, Chromium.

Where one is not installed the test is skipped with the reason; with FORUM_REQUIRE_CLIENTS=1 it fails instead.
`tests/clients/install` and the packages in `.ci/run` put all of them in place.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
JAVA_FLAGS = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A deep stack for its schemas, and no more compiling than a short run is worth."""


def require(present, what):
    """Skip, or fail where all clients are required, unless the program is present."""
    if present:
        return
    if os.environ.get("FORUM_REQUIRE_CLIENTS") == "1":
        pytest.fail(f"{what}, and FORUM_REQUIRE_CLIENTS=1 requires it")
    pytest.skip(what)


def read_with_icaljs(feeds):
    """ical.js (JavaScript), which Thunderbird uses."""
    return _answers(["node", _script("ical.js", "read_icaljs.mjs")], feeds)


def read_with_node_ical(feeds):
    """node-ical (JavaScript), which home automation and web sites use."""
    return _answers(["node", _script("node-ical", "read_node_ical.mjs")], feeds)


def read_with_libical(feeds):
    """libical (C), which GNOME uses."""
    require(_has_libical(), "libical is not installed: apt install gir1.2-ical-3.0 python3-gi")
    return _answers(["/usr/bin/python3", str(HERE / "read_libical.py")], feeds)


def read_with_icalendar(feeds):
    """icalendar (Python), which khal and many web services use."""
    return _answers([sys.executable, str(HERE / "read_icalendar.py")], feeds)


def read_with_ruby(feeds):
    """icalendar (Ruby), which Rails applications use."""
    require(_has_ruby_icalendar(), "icalendar for Ruby is not installed: apt install ruby ruby-icalendar")
    return _answers(["ruby", str(HERE / "read_ruby.rb")], feeds)


PARSERS = {
    "ical.js": read_with_icaljs,
    "node-ical": read_with_node_ical,
    "libical": read_with_libical,
    "icalendar": read_with_icalendar,
    "ruby": read_with_ruby,
}
"""Independent parsers by name.

Each takes a list of feeds (bytes) and returns what it understands of each: a list of {uid, start, end, summary,
status}, times in UTC. It is one process for the whole list.
"""


def khal_list(feed, zone_name, folder, first, last):
    """Import a feed into khal and return what it lists from one date to before the other to a reader in the zone.

    Each line is start and end as the reader's clock says, status, title and UID, parted by `|`.
    """
    settings = folder / "khal.conf"
    (folder / "calendar").mkdir()
    settings.write_text(
        f"[calendars]\n[[feed]]\npath = {folder / 'calendar'}\n[sqlite]\npath = {folder / 'khal.db'}\n[locale]\n"
        f"local_timezone = {zone_name}\ndefault_timezone = {zone_name}\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )
    (folder / "feed.ics").write_bytes(feed)
    khal = [_beside_python("khal"), "-c", settings]
    environment = {**os.environ, "TZ": zone_name, "HOME": str(folder), "PYTHONUTF8": "1"}
    _run([*khal, "import", "--batch", "-a", "feed", folder / "feed.ics"], env=environment)
    form = "{start-long}|{end-long}|{status}|{title}|{uid}"
    said = _run([*khal, "list", "--format", form, "--day-format", "", first, last], env=environment)
    return [line.replace(" |", "|") for line in said.splitlines() if line]


def vdirsyncer_items(address, folder):
    """Have vdirsyncer subscribe to the feed at an address, and return the items that it makes of it (bytes)."""
    items = folder / "items"
    items.mkdir()
    settings = folder / "vdirsyncer.conf"
    settings.write_text(
        f'[general]\nstatus_path = "{folder / "status"}"\n'
        '[pair feed]\na = "web"\nb = "folder"\ncollections = null\nconflict_resolution = "a wins"\n'
        f'[storage web]\ntype = "http"\nurl = "{address}"\n'
        f'[storage folder]\ntype = "filesystem"\npath = "{items}"\nfileext = ".ics"\n',
        encoding="utf-8",
    )
    for step in ("discover", "sync"):
        _run([_beside_python("vdirsyncer"), "-c", settings, step], env={**os.environ, "HOME": str(folder)})
    return [item.read_bytes() for item in sorted(items.iterdir())]


OWN_ASSET = re.compile(
    r"Resource violates Content Security Policy \(meta tag\): external \w+ “((\.\./)*|(/[\w-]+)*/)assets/[\w.-]+”"
)
"""What vnu says of our own assets as it reads files: that the page and they have one origin, it cannot know.

Chromium, which reads them from a server, tells of every violation on its console.
"""

INLINE_SCRIPT = "Inline script violates Content Security Policy"
DATA_BLOCK = '<script type="application/ld+json">'
"""What vnu takes for a script is a block of data where its type is none of a script (HTML, 4.12.1).

No policy forbids it, and no browser runs it; Chromium's console says so too.
"""


def _mistaken(message):
    """Whether vnu is wrong about one of our policies, as it cannot know better."""
    text = message["message"]
    return bool(OWN_ASSET.match(text)) or (text.startswith(INLINE_SCRIPT) and DATA_BLOCK in message.get("extract", ""))


def nu_messages(folder):
    """Return what the Nu HTML Checker has to say of the HTML, CSS and SVG files in a folder: `file:line: message`."""
    require(shutil.which("java"), "Java is not installed: apt install default-jre-headless")
    jar = _installed("vnu-jar") / "build/dist/vnu.jar"
    options = ["--stdout", "--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg"]
    # It would guess the language of a page by the words of organisers, which are of any language and of none.
    options.append("--no-langdetect")
    said = json.loads(_run(["java", *JAVA_FLAGS, "-jar", jar, *options, "--skip-non-html", folder]))
    return [
        f"{message['url'].partition(f'{folder}/')[2]}:{message.get('lastLine', '')}: {message['message']}"
        for message in said["messages"]
        if not _mistaken(message)
    ]


def html_validate_messages(folder):
    """Return what html-validate has to say of the pages in a folder: `file:line: rule: message`."""
    command = [
        "node",
        str(_installed("html-validate") / "bin/html-validate.mjs"),
        "--config",
        HERE / "htmlvalidate.json",
    ]
    run = _process([*command, "--formatter", "json", f"{folder}/**/*.html"])
    assert run.returncode in (0, 1), run.stderr.decode()[-2000:]
    return [
        f"{Path(page['filePath']).relative_to(folder)}:{message['line']}: {message['ruleId']}: {message['message']}"
        for page in json.loads(run.stdout)
        for message in page["messages"]
    ]


def axe_source():
    """Return the script of axe-core, to run in a page."""
    return (_installed("axe-core") / "axe.min.js").read_text(encoding="utf-8")


def chromium():
    """Return the path of Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    require(path, "Chromium is not installed")
    return path


def _installed(package):
    """The folder of a Node package that tests/clients/install has put in place."""
    require(shutil.which("node"), "Node is not installed")
    place = NODE_MODULES / package
    require(place.exists(), f"{package} is not installed: run tests/clients/install")
    return place


def _script(package, name):
    """The path of our script that runs a Node package."""
    _installed(package)
    return str(HERE / name)


def _beside_python(name):
    """The path of a Python program that came with the dependencies."""
    path = Path(sys.executable).with_name(name)
    require(path.exists(), f"{name} is not installed in this Python: run make")
    return path


@cache
def _has_libical():
    probe = "import gi; gi.require_version('ICalGLib', '3.0'); from gi.repository import ICalGLib"
    return _succeeds(["/usr/bin/python3", "-c", probe])


@cache
def _has_ruby_icalendar():
    return _succeeds(["ruby", "-e", "require 'icalendar'"])


def _succeeds(command):
    try:
        return _process(command).returncode == 0
    except OSError:
        return False


def _process(command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, check=False, **options)


def _run(command, **options):
    """What a program writes that must end well."""
    run = _process(command, **options)
    assert run.returncode == 0, (run.stdout + run.stderr).decode()[-2000:]
    return run.stdout.decode()


def _answers(command, feeds):
    texts = json.dumps([feed.decode("utf-8") for feed in feeds])
    answers = json.loads(_run(command, input=texts.encode()))
    assert len(answers) == len(feeds)
    return answers
