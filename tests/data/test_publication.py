"""The table `[publication]`: the organisers' look, and every mistake in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.problems import InputProblem, InputProblems
from data.programme import Logo, Publication, Template
from data.readers import read_forum
from data.readers.publication import read_publication
from data.readers.toml_files import TomlTable, read_toml
from tests.data.pictures import png, svg
from tests.data.test_contacts import FORUM


def read(folder: Path, said: str) -> tuple[Publication, list[str]]:
    problems: list[InputProblem] = []
    (folder / "forum.toml").write_text(f"[publication]\n{said}\n", encoding="utf-8")
    root = read_toml(folder / "forum.toml", problems)
    assert isinstance(root, TomlTable)
    publication = read_publication(root.table("publication"), folder)
    return publication, [str(problem) for problem in problems]


def test_the_whole_look_is_taken(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "Logo.PNG").write_bytes(png())
    (tmp_path / "ours" / "own").mkdir(parents=True)
    (tmp_path / "ours" / "session.html").write_text("\ufeffÜber", encoding="utf-8")
    (tmp_path / "ours" / "own" / "thanks.html").write_text("{{ view.name }}", encoding="utf-8")
    for name in (".DS_Store", "session.html~", "~lock"):
        (tmp_path / "ours" / name).write_bytes(b"\xff")
    said = """
languages = ["FR", "ar"]
banner = "A note"
title = "Our Forum"
logo = "art/Logo.PNG"
logo_alt = "A globe"
accent = "#0A6478"
header = "#7a1f5c"
footer = \"\"\"
One line
and https://forum.example/contact\"\"\"
templates = "ours"
"""
    assert read(tmp_path, said) == (
        Publication(
            languages=("fr", "ar"),
            banner="A note",
            title="Our Forum",
            logo=Logo("png", png()),
            logo_alt="A globe",
            accent="#0a6478",
            header="#7a1f5c",
            footer="One line\nand https://forum.example/contact",
            templates=(Template("own/thanks.html", "{{ view.name }}"), Template("session.html", "Über")),
        ),
        [],
    )


def test_what_is_empty_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    keys = ("title", "logo", "logo_alt", "accent", "header", "footer", "templates", "banner")
    assert read(tmp_path, "\n".join(f'{key} = ""' for key in keys)) == (Publication(), [])


SHADE = "with a contrast of 4.5 or more (WCAG 2.2, 1.4.3)"
ENDINGS = "expected a picture whose name ends with one of .svg, .png, .jpg, .jpeg, .webp"
FOLDER = "expected the name of a file or folder in the forum folder"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('languages = ["en", "de"]', "languages: read “de”; expected one of ar, zh, en, fr, ru, es"),
        ('languages = ["zh-Hans"]', "languages: read “zh-Hans”; expected one of ar, zh, en, fr, ru, es"),
        ('languages = ["en", "fr", "EN"]', "languages: read “en”; expected each language once"),
        ("languages = []", 'languages: expected at least one language tag, such as ["en"]'),
        ('accent = "#08f"', "accent: read “#08f”; expected a colour such as #0a6478"),
        ('accent = "teal"', "accent: read “teal”; expected a colour such as #0a6478"),
        ('accent = "#ff8800"',
         f"accent: read “#ff8800”; expected a colour dark enough to be read as a link on the light pages, {SHADE}; "
         "this one has 2.20, and #ac5c00 would do"),
        ('accent = "#757575"',
         f"accent: read “#757575”; expected a colour dark enough to be read as a link on the light pages, {SHADE}; "
         "this one has 4.24, and #707070 would do"),
        ('header = "#ffd400"',
         f"header: read “#ffd400”; expected a colour dark enough for white text on it, {SHADE}; "
         "this one has 1.43, and #8c7500 would do"),
        ('header = "#777777"',
         f"header: read “#777777”; expected a colour dark enough for white text on it, {SHADE}; "
         "this one has 4.47, and #767676 would do"),
        ('logo = "logo.svg"', "logo: read “logo.svg”; expected a picture in the forum folder; it is not there"),
        ('logo = "logo.gif"', f"logo: read “logo.gif”; {ENDINGS}"),
        ('logo = "forum.toml"', f"logo: read “forum.toml”; {ENDINGS}"),
        ('logo = "../secret.png"', f"logo: read “../secret.png”; {FOLDER}"),
        ('logo = "/secret.png"', f"logo: read “/secret.png”; {FOLDER}"),
        ('logo = "link.png"', f"logo: read “link.png”; {FOLDER}"),
        ('logo = "folder.png"', "logo: read “folder.png”; expected a file"),
        ('logo = "large.png"', "logo: read “large.png”; expected at most 500 kB; this file has 501 kB"),
        ('logo = "no.png"',
         "logo: read “no.png”; expected a PNG picture, as its name ends with .png; it is none, or damaged"),
        ('logo = "evil.svg"',
         "logo: read “evil.svg”; expected a drawing that only draws; this one has the element <script>"),
        ('logo_alt = "A globe"', "logo_alt: read “A globe”; expected a logo that this describes"),
        ("footer = 3", "footer: read “3”; expected a text in quotes"),
        ('templates = "none"',
         "templates: read “none”; expected a folder of templates in the forum folder; it is not there"),
        ('templates = "."', f"templates: read “.”; {FOLDER}"),
        ('templates = "folder.png"',
         "templates: read “folder.png”; expected a folder with 1 to 200 templates; this one has 0"),
        ('templates = "bad"', "templates: read “bad”; page.html: expected UTF-8"),
        ('templates = "linked"', f"templates: read “linked”; page.html: {FOLDER}"),
        ('templates = "heavy"',
         "templates: read “heavy”; page.html: expected at most 500 kB; this file has 501 kB"),
        ('colour = "#0a6478"',
         "colour: read “colour”; expected a known key: accent, banner, footer, header, languages, logo, logo_alt, "
         "templates, title"),
    ],
)  # fmt: skip
def test_a_mistake_is_told(tmp_path: Path, said: str, problem: str) -> None:
    folder = tmp_path / "forum"
    for name in ("folder.png", "bad", "linked", "heavy"):
        (folder / name).mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(png())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "linked" / "page.html").symlink_to(tmp_path / "secret.png")
    (folder / "large.png").write_bytes(png() + bytes(500_001 - len(png())))
    (folder / "heavy" / "page.html").write_bytes(b" " * 500_001)
    (folder / "no.png").write_bytes(svg())
    (folder / "evil.svg").write_bytes(svg("<script>alert(1)</script>"))
    (folder / "bad" / "page.html").write_bytes(b"\xe9")
    assert read(folder, said)[1] == [f"forum.toml, row 2, publication.{problem}"]


@given(st.integers(0, 0xFFFFFF), st.sampled_from(["accent", "header"]))
def test_a_colour_is_taken_or_the_one_that_is_told_instead(number: int, key: str) -> None:
    def reading(shade: str) -> tuple[Publication, list[InputProblem]]:
        problems: list[InputProblem] = []
        table = TomlTable("forum.toml", "publication", {key: shade}, {}, problems)
        return read_publication(table, Path("nowhere")), problems

    shade = f"#{number:06x}"
    publication, problems = reading(shade)
    if problems:
        (problem,) = problems
        shade = problem.expected.split()[-3]
        publication, problems = reading(shade)
    assert problems == []
    assert getattr(publication, key) == shade


@pytest.mark.parametrize("key", ["title", "logo_alt", "footer", "templates, own/a.html"])
def test_a_join_link_in_the_look_is_told(tmp_path: Path, key: str) -> None:
    link = "https://meet.example/secret-1"
    (tmp_path / "logo.svg").write_bytes(svg())
    (tmp_path / "ours" / "own").mkdir(parents=True)
    said = {"title": "A", "logo": "logo.svg", "logo_alt": "B", "footer": "C", "templates": "ours"}
    if key in said:
        said[key] = f"Join {link}"
    (tmp_path / "ours" / "own" / "a.html").write_text(link if key not in said else "D", encoding="utf-8")
    look = "\n".join(f'{name} = "{value}"' for name, value in said.items())
    (tmp_path / "forum.toml").write_text(f"{FORUM}\n[publication]\n{look}\n", encoding="utf-8")
    (tmp_path / "contacts.csv").write_text(f"id,join_link\nR-1,{link}\n", encoding="utf-8")
    (tmp_path / "requests.csv").write_text("id,title,type\nR-1,One,workshop\n", encoding="utf-8")
    read_forum(tmp_path)
    with pytest.raises(InputProblems) as told:
        read_forum(tmp_path, contacts=True)
    assert str(told.value) == (
        f"forum.toml, publication.{key}: read “{link}”; expected nothing private, as this is published: "
        "contacts.csv, row 2, has it as a join link"
    )
