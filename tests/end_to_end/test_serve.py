"""`forum serve` as people run it: another process, a browser's requests, Ctrl-C."""

from __future__ import annotations

import re
import signal
import socket
import urllib.request
from urllib.error import HTTPError

import pytest

from output import write_site
from tests.end_to_end import command
from tests.end_to_end.command import forum
from tests.output.tiny_forum import files_of, tiny_timetable


@pytest.fixture
def site(tmp_path):
    place = tmp_path / "site"
    write_site(files_of(tiny_timetable()), place)
    return place


def started(*arguments):
    """The server on its way; it hears Ctrl-C as in a terminal, also where the tests run in the background."""
    hears = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler)}
    return command.started("serve", *arguments, **hears)


def test_a_site_is_shown_until_ctrl_c(site):
    process = started(site, "--port", 0, "--path", "2020")
    try:
        said = process.stdout.readline()
        address = re.fullmatch(
            rf"Serving {re.escape(str(site))} at (http://127\.0\.0\.1:\d+/2020/) until Ctrl-C\.\n", said
        )[1]
        for name in ("", "all.ics", "s/W-1"):
            with urllib.request.urlopen(address + name, timeout=20) as answer:
                end = {"": "index.html", "s/W-1": "s/W-1/index.html"}.get(name, name)
                assert answer.read() == (site / end).read_bytes()
        with pytest.raises(HTTPError, match="HTTP Error 404"):
            urllib.request.urlopen(address.removesuffix("2020/"), timeout=20)
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=60)
    assert (process.returncode, *rest) == (0, "", "")


def test_a_preview_for_other_machines_is_warned_of(site):
    process = started(site, "--port", 0, "--host", "0.0.0.0")
    try:
        said = process.stdout.readline()
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=60)
    assert re.fullmatch(rf"Serving {re.escape(str(site))} at http://0\.0\.0\.0:\d+/ until Ctrl-C\.\n", said)
    warning = "Warning: with --host 0.0.0.0 other machines can read this preview. It is no web server.\n"
    assert (process.returncode, *rest) == (0, "", warning)


def test_a_port_that_is_taken_is_told(site):
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = other.getsockname()[1]
        run = forum("serve", site, "--port", number)
    said = f"Port {number} of 127.0.0.1 is taken by another program; choose another with --port.\n"
    assert (run.returncode, run.stdout, run.stderr) == (1, "", said)


def test_a_folder_that_is_no_site_is_told(tmp_path):
    run = forum("serve", tmp_path)
    said = f"{tmp_path} is no published site: it has no index.html. Write one with: forum publish DIR --out SITE\n"
    assert (run.returncode, run.stdout, run.stderr) == (1, "", said)


@pytest.mark.parametrize("path", ["/a//b/", "/a/../b", "/a?b", "a\\b", "/%41/"])
def test_a_path_that_is_none_is_wrong_usage(site, path):
    run = forum("serve", site, "--path", path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.endswith(f"Error: Invalid value for '--path': {path!r} is not a path such as /2020/.\n")
