"""Measures publishing: how long it takes, how heavy the pages are, and how quick they are in a browser."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measuring import FORUM, Figure, forum
from tests.clients.programs import CHROMIUM_FLAGS

HERE = Path(__file__).parent
KB = 1024
SIX = ("en", "ar", "zh", "fr", "ru", "es")
"""The languages that pages can be in, the main one first."""

SWITCH = """() => {
    const choice = value => document.querySelector(`input[type=radio][value=${value}]`);
    if (!choice("home") || !choice("utc")) return null;
    const lasted = [];
    for (const value of ["utc", "home", "utc", "home", "utc", "home", "utc"]) {
        const before = document.body.innerText;
        const began = performance.now();
        choice(value).click();
        document.body.getBoundingClientRect();
        lasted.push(performance.now() - began);
        if (document.body.innerText === before) return [];
    }
    return lasted;
}"""
"""Switches the zone to and fro, and gives the milliseconds that each took with the layout after it."""


def planted(folder: Path, scale: int) -> Path:
    """A forum of so many times the size, with the timetable it was made from."""
    place = folder / f"times-{scale}"
    if not place.exists():
        forum("sample", place, "--scale", scale)
        shutil.copy(place / "planted.json", place / "timetable.json")
    return place


def publishing(folder: Path, place: Path) -> list[Figure]:
    """Everything that is promised of publishing; `place` is the sample with a timetable."""
    site = folder / "site"
    return [
        *_first_and_again(_spoken(folder / "english", place, SIX[:1]), site),
        _six_languages(folder, place),
        *_ten_times(folder),
        *_weights(folder, site),
        _zone_switch(folder),
        *_lighthouse(folder),
    ]


def _first_and_again(place: Path, site: Path) -> list[Figure]:
    run = forum("publish", place, "--out", site)
    before = _stamps(site)
    again = forum("publish", place, "--out", site)
    touched = sum(before.get(name) != stamp for name, stamp in _stamps(site).items())
    total = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    return [
        Figure("publishing in English", run.seconds, 5, "s", f"{len(before)} files, {total / 1e6:.1f} MB"),
        Figure("publishing again, nothing changed", again.seconds, 3, "s"),
        Figure("files written again", touched, 0, ""),
    ]


def _stamps(site: Path) -> dict[str, tuple[int, int]]:
    """When each file was written, and which one it is."""
    files = ((path, path.stat()) for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): (stat.st_mtime_ns, stat.st_ino) for path, stat in files}


def _spoken(copy: Path, place: Path, languages: tuple[str, ...]) -> Path:
    """A copy of a forum whose pages are in these languages."""
    shutil.copytree(place, copy)
    settings = copy / "forum.toml"
    text = settings.read_text(encoding="utf-8")
    head, _, rest = re.split(r"(?<=\[publication\]\n)(languages = \[.*\]\n)", text)
    settings.write_text(f"{head}languages = {json.dumps(languages)}\n{rest}", encoding="utf-8")
    return copy


def _six_languages(folder: Path, place: Path) -> Figure:
    what = "publishing in six languages"
    run = forum("publish", _spoken(folder / "six", place, SIX), "--out", folder / "site-six")
    missing = [tag for tag in SIX[1:] if not (folder / "site-six" / tag).is_dir()]
    if missing:
        return Figure(what, None, 20, "s", f"no pages in {', '.join(missing)}", skipped=True)
    return Figure(what, run.seconds, 20, "s", f"{len(_stamps(folder / 'site-six'))} files")


def _ten_times(folder: Path) -> list[Figure]:
    place = planted(folder, 10)
    count = len(json.loads((place / "timetable.json").read_text(encoding="utf-8"))["placements"])
    run = forum("publish", place, "--out", folder / "site-ten")
    return [
        Figure("ten times the size: publish", run.seconds, 60, "s", f"{count} occurrences"),
        Figure("ten times the size: memory of publishing", run.memory, 1024, "MB"),
    ]


def _twice(folder: Path) -> Path:
    """The site of a forum of twice the size: a bit more than 300 sessions."""
    site = folder / "site-twice"
    if not site.exists():
        forum("publish", planted(folder, 2), "--out", site)
    return site


def _weights(folder: Path, site: Path) -> list[Figure]:
    page = (_twice(folder) / "index.html").read_bytes()
    programme = json.loads((_twice(folder) / "programme.json").read_text(encoding="utf-8"))
    held = sum(len(session["occurrences"]) for session in programme["sessions"])
    scripts = {path.name: _packed(path.read_bytes()) for path in sorted(site.rglob("*.js"))}
    styles = {path.name: _packed(path.read_bytes()) for path in sorted(site.rglob("*.css"))}

    def said(sizes: dict[str, float]) -> str:
        return ", ".join(f"{name} {size:.1f}" for name, size in sizes.items())

    return [
        Figure("list page, compressed", _packed(page), 60, "KB", f"{held} occurrences, {len(page) / KB:.0f} KB plain"),
        Figure("scripts, compressed", sum(scripts.values()), 15, "KB", said(scripts)),
        Figure("styles, compressed", sum(styles.values()), 8, "KB", said(styles)),
    ]


def _packed(content: bytes) -> float:
    """KB of a file as a server sends it."""
    return len(gzip.compress(content, mtime=0)) / KB


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _zone_switch(folder: Path) -> Figure:
    what = "switching the zone of the list page"
    if not _chromium():
        return Figure(what, None, 50, "ms", "Chromium is not installed", skipped=True)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=list(CHROMIUM_FLAGS))
        page = browser.new_page(timezone_id="Asia/Kathmandu", viewport={"width": 1280, "height": 800})
        page.goto((_twice(folder) / "index.html").as_uri(), wait_until="load")
        lasted = page.evaluate(SWITCH)
        browser.close()
    if not lasted:
        return Figure(what, None, 50, "ms", "no zone switch found" if lasted is None else "the times did not change")
    said = f"median of {', '.join(f'{each:.0f}' for each in lasted)}"
    return Figure(what, statistics.median(lasted), 50, "ms", said)


@contextmanager
def _preview(site: Path):
    """Serve the site with `forum serve`; give its address, or None where the command does not exist."""
    process = subprocess.Popen(
        [FORUM, "serve", site, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    line = process.stdout.readline()
    found = re.search(r"https?://\S+", line)
    try:
        yield found[0].rstrip("/.") + "/" if found else None
    finally:
        process.terminate()
        process.communicate()


def _lighthouse(folder: Path) -> list[Figure]:
    site = folder / "site"
    days = sorted(site.glob("d/*/index.html"), key=lambda path: path.stat().st_size)
    sessions = sorted(site.glob("s/*/index.html"), key=lambda path: path.stat().st_size)
    pages = {
        "list": site / "index.html",
        "day": days[-1] if days else None,
        "session": sessions[-1] if sessions else None,
    }
    program = HERE / "node_modules/lighthouse/cli/index.js"
    wanting = next(
        (
            reason
            for present, reason in (
                (shutil.which("node") and program.exists(), "Lighthouse: run npm ci --ignore-scripts in tests/bench"),
                (_chromium(), "Chromium is not installed"),
            )
            if not present
        ),
        "",
    )
    figures = []
    with _preview(site) as address:
        for name, path in pages.items():
            reason = wanting or ("" if path else "there is no such page") or ("" if address else "no forum serve")
            scores, failed = ({}, {}) if reason else _scores(program, address + str(path.relative_to(site)))
            for category, target in TARGETS.items():
                what = f"Lighthouse, {name} page: {category}"
                found = scores.get(category, [])
                said = reason or f"of {', '.join(f'{score:.0f}' for score in found)}; {failed.get(category, '')}"
                value = statistics.median(found) if found else None
                figures.append(Figure(what, value, target, "points", said, least=True, skipped=bool(reason)))
    return figures


TARGETS = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 95}
"""The categories of Lighthouse, and the points that each must have at least."""


def _scores(program: Path, address: str) -> tuple[dict[str, list[float]], dict[str, str]]:
    """The points of a page in each category, in three runs as Lighthouse does for a phone, and what cost points."""
    scores: dict[str, list[float]] = {category: [] for category in TARGETS}
    failed = {}
    command = ["node", program, address, "--quiet", "--output=json", f"--only-categories={','.join(TARGETS)}"]
    for _ in range(3):
        run = subprocess.run(
            [*command, f"--chrome-flags=--headless=new {' '.join(CHROMIUM_FLAGS)}"],
            capture_output=True,
            check=False,
            env={**os.environ, "CHROME_PATH": _chromium()},
        )
        if run.returncode != 0:
            sys.exit(f"Lighthouse ended with {run.returncode}: {run.stderr.decode()[-2000:]}")
        report = json.loads(run.stdout)
        for category, found in report["categories"].items():
            scores[category].append(100 * (found["score"] or 0))
            counted = (audit["id"] for audit in found["auditRefs"] if audit["weight"])
            failed[category] = ", ".join(name for name in counted if report["audits"][name]["score"] not in (None, 1))
    return scores, failed
