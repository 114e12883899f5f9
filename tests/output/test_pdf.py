"""The programme as a PDF, as poppler reads it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from data.problems import ForumError
from data.programme import Publication, Template
from data.timetable import Placement, Timetable
from output import pdf
from tests.clients.programs import require
from tests.output.tiny_forum import PRIVATE, instant, one_session, tiny_timetable, view_of

ROOT = Path(__file__).parents[2]
HEAD = "Tiny Forum | Europe/Zurich | Last revised Monday, 1 June 2020, 09:00 UTC."


def poppler(program, content, *options):
    """What a program of poppler says of a PDF."""
    require(shutil.which(program), f"{program} is not installed: apt install poppler-utils")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        end = ["-"] if program == "pdftotext" else []
        run = subprocess.run([program, *options, file.name, *end], capture_output=True, check=True)
    assert run.stderr == b""
    return run.stdout.decode()


def pages(content):
    """The lines of each page, the columns of a line with ` | ` between."""
    text = poppler("pdftotext", content, "-layout")
    lines = [[re.sub(r" {3,}", " | ", line.strip()) for line in page.splitlines()] for page in text.split("\f")]
    return [[line for line in page if line] for page in lines if page]


def outline(content):
    """The outline as (level, page, text)."""
    found, level = [], 0
    for line in poppler("pdftohtml", content, "-xml", "-i", "-stdout").splitlines():
        level += (line == "<outline>") - (line == "</outline>")
        if item := re.fullmatch(r'<item page="(\d+)">(.*)</item>', line):
            found.append((level, int(item[1]), item[2]))
    return found


@pytest.fixture(scope="module")
def made():
    return pdf.programme_pdf(view_of(tiny_timetable()))


def test_each_day_has_a_page_of_its_own_and_each_page_says_whose_time_it_shows(made):
    found = pages(made)
    assert [page[0] for page in found] == [HEAD] * 6
    assert [page[-1] for page in found] == [f"{number}/6" for number in range(1, 7)]
    assert found[0][1:-1] == [
        "Tiny Forum",
        "22–24 June 2020",
        "Only an example",
        "Times are shown in Europe/Zurich: CEST (UTC+02:00).",
        "The programme as it is now, in every time zone:",
        "https://forum.example/2020/",
        "Times worked out with the IANA time zone database, release " + view_of(tiny_timetable()).tzdata + ".",
    ]
    assert found[1][1:-1] == [
        "Monday, 22 June 2020 Europe/Zurich, CEST (UTC+02:00)",
        "11:00–12:00 | Ethics",
        "Policy session",
        "Plenary hall · Facilitated by Cy Example",
        "https://forum.example/2020/s/P-1/",
        "14:30–15:30 | Rural radio, and more",
        "Thematic workshop Media",
        "Open Air; Village & Sons",
        "Room 1 · English, French · Interpretation: Spanish · Captions",
        "https://forum.example/2020/s/W-1/",
    ]
    assert found[2][1:-1] == [
        "Tuesday, 23 June 2020 Europe/Zurich, CEST (UTC+02:00)",
        "10:00–12:00 | Code 1 of 2",
        "Hackathon",
        "Room 1",
        "https://forum.example/2020/s/H-1/",
    ]
    assert [page[1] for page in found[3:]] == [
        "Wednesday, 24 June 2020 Europe/Zurich, CEST (UTC+02:00)",
        "Throughout the forum",
        "Cancelled sessions",
    ]
    assert found[4][2:4] == ["Open | Stalls", "Exhibition"]
    assert found[5][2:4] == ["Cancelled | Gone", "Thematic workshop"]


def test_it_is_tagged_and_says_its_title_and_language(made):
    about = dict(line.split(":", 1) for line in poppler("pdfinfo", made).splitlines())
    about = {key: value.strip() for key, value in about.items()}
    assert (about["Tagged"], about["Title"], about["Pages"]) == ("yes", "Tiny Forum: programme", "6")
    assert about["Page size"].endswith("(A4)")
    assert "CreationDate" not in about
    assert 'pdfuaid:part="1"' in poppler("pdfinfo", made, "-meta")
    packed = re.findall(rb"stream\n(.*?)\nendstream", made, re.DOTALL)
    objects = b"".join(zlib.decompress(each) for each in packed if each[:1] == b"x")
    assert (b"/Lang (en)" in objects, b"/DisplayDocTitle true" in objects) == (True, True)
    kinds = re.findall(r"^ *(\w+)", poppler("pdfinfo", made, "-struct"), re.MULTILINE)
    assert {kind: kinds.count(kind) for kind in ("H1", "H2", "H3", "Art")} == {"H1": 1, "H2": 5, "H3": 6, "Art": 6}


def test_the_outline_leads_to_days_and_their_sessions(made):
    assert outline(made) == [
        (1, 2, "Monday, 22 June 2020"),
        (2, 2, "Ethics"),
        (2, 2, "Rural radio, and more"),
        (1, 3, "Tuesday, 23 June 2020"),
        (2, 3, "Code 1 of 2"),
        (1, 4, "Wednesday, 24 June 2020"),
        (2, 4, "Code 2 of 2"),
        (1, 5, "Throughout the forum"),
        (2, 5, "Stalls"),
        (1, 6, "Cancelled sessions"),
        (2, 6, "Gone"),
    ]


def test_titles_lead_to_the_pages_of_sessions(made):
    links = poppler("pdfinfo", made, "-url").split()
    found = {link for link in links if link.startswith("https://")}
    assert found == {"https://forum.example/2020/", *(f"https://forum.example/2020/s/{n}-1/" for n in "CEHPW")}


def test_nothing_private_is_in_it(made):
    text = poppler("pdftotext", made) + poppler("pdfinfo", made, "-meta")
    assert PRIVATE not in text
    assert "Marquesas" not in text
    assert "@" not in text


def test_a_day_on_which_the_clock_changes_says_the_offset_of_each_time():
    old = one_session(start="2020-10-25T00:00:00")
    forum = old.programme.forum
    sessions = (*old.programme.sessions, replace(old.programme.sessions[0], id="S-2", title="Another"))
    placements = old.placements | {"S-2": Placement(instant("2020-10-25T03:00:00"), "hall")}
    timetable = Timetable(replace(old.programme, forum=forum, sessions=sessions), placements)
    day = pages(pdf.programme_pdf(view_of(timetable)))[1]
    assert day[1] == "Sunday, 25 October 2020 Europe/Zurich, CEST (UTC+02:00) / CET (UTC+01:00)"
    text = " ".join(day)
    assert re.search(r"02:00–02:00 UTC\+02:00|02:00–02:00.*UTC\+02:00", text)
    assert re.search(r"04:00–05:00.*UTC\+01:00", text)


HOSTILE = "<img src='file:///etc/passwd'> & </style><link rel=stylesheet href=https://evil.example/x.css> {{ 7*7 }}"


def test_markup_in_texts_is_text_and_fetches_nothing():
    fields = {"name": HOSTILE, "publication": Publication(banner=HOSTILE)}
    view = view_of(one_session(HOSTILE, track=HOSTILE, organisers=(HOSTILE,), forum_fields=fields))
    text = " ".join(poppler("pdftotext", pdf.programme_pdf(view)).split())
    for part in ("<img src='file:///etc/passwd'>", "</style><link rel=stylesheet", "{{ 7*7 }}"):
        assert text.count(part) >= 4


def test_titles_in_arabic_and_of_any_length_are_held():
    title = "مستقبل الإذاعة الريفية"
    long = "x" * 10_000
    text = poppler("pdftotext", pdf.programme_pdf(view_of(one_session(title, organisers=(long,)))))
    letters = {letter for letter in title if letter.isalpha()}
    assert letters <= set(text)
    assert text.count("x") >= 10_000


def test_a_template_that_asks_for_a_file_is_refused():
    reaching = Template("print/programme.html", '<img src="file:///etc/hostname">')
    with pytest.raises(ForumError, match=r"^programme\.pdf: its template asks for file:///etc/hostname; expected"):
        pdf.programme_pdf(view_of(tiny_timetable(publication=Publication(templates=(reaching,)))))


BESIDE = """
import hashlib, sys
if sys.argv[1] == "with":
    import output.pdf
from tests.output.tiny_forum import files_of, tiny_timetable
for name, content in files_of(tiny_timetable()).items():
    print(name, hashlib.sha256(content).hexdigest())
"""


def test_what_is_published_beside_it_is_the_same_with_weasyprint_and_without():
    said = [
        subprocess.run(
            [sys.executable, "-c", BESIDE, way],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for way in ("with", "without")
    ]
    assert "programme.xlsx" in said[0]
    assert said[0] == said[1]


PROGRAM = """
import hashlib
from output.pdf import programme_pdf
from tests.output.tiny_forum import tiny_timetable, view_of
print(hashlib.sha256(programme_pdf(view_of(tiny_timetable()))).hexdigest())
"""


def test_the_bytes_are_the_same_in_other_surroundings(made):
    usual = {key: value for key, value in os.environ.items() if key not in ("LANG", "LC_ALL", "SOURCE_DATE_EPOCH")}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**usual, "PYTHONPATH": str(ROOT), "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4242"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert (run.stdout.strip(), run.stderr) == (hashlib.sha256(made).hexdigest(), "")
