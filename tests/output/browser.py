"""Chromium and a web server for tests of pages, of which the fixtures in conftest.py are made."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from output import write_site
from tests.clients.programs import CHROMIUM_FLAGS, chromium

BELOW = "some/where/"
"""The path on the server below which sites are served: none may depend on lying at the root."""

FAR_ZONES = ("Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Kiritimati", "Pacific/Chatham")
"""Readers far from the forum: quarters of an hour, hours behind, a day ahead, and the other summer."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def running_chromium():
    """Run Chromium; skip where it is not installed."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS), headless=True)
        yield running
        running.close()


@contextmanager
def web_server(root):
    """Serve a folder; give its address, which ends with a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=root))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@contextmanager
def site_served(files, root, below=BELOW):
    """Write a site below `root` and serve it there; give the address of its first page's folder."""
    write_site(files, root / below)
    with web_server(root) as address:
        yield address + below


class Opener:
    """Opens pages, each in a context of its own, and collects whatever a page should not do."""

    def __init__(self, browser):
        self._browser = browser
        self._contexts = []
        self.troubles = []
        """Errors, words on the console, dialogues, and requests to anywhere else."""

    def __call__(
        self,
        address,
        zone_name="Asia/Kathmandu",
        *,
        javascript=True,
        width=1280,
        height=800,
        locale="en-US",
        color_scheme="light",
        reduced_motion="no-preference",
        forced_colors="none",
    ):
        """Open the page as a reader in this zone with these wishes sees it."""
        context = self._browser.new_context(
            timezone_id=zone_name,
            locale=locale,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            color_scheme=color_scheme,
            reduced_motion=reduced_motion,
            forced_colors=forced_colors,
        )
        self._contexts.append(context)
        context.set_default_timeout(5_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda message: self.troubles.append(message.text))
        page.on("dialog", lambda dialog: (self.troubles.append(dialog.message), dialog.dismiss()))
        own = re.match(r"(https?://[^/]*|file://)", address)[0]
        page.on("request", lambda request: request.url.startswith((own, "blob:")) or self.troubles.append(request.url))
        page.goto(address)
        return page

    def close(self):
        for context in self._contexts:
            context.close()
