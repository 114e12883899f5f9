"""The organisers' colours: every one that is taken can be read in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.colours import DARK_PAPERS, LIGHT_PAPERS, READABLE, WHITE, contrast, least_contrast, mixed
from output import colours
from output.colours import look_css, properties

STYLE = "\n".join(
    place.read_text(encoding="utf-8") for place in sorted((Path(colours.__file__).parent / "assets").rglob("*.css"))
)
any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
on_the_edge = st.builds(lambda one, step: mixed(one, "#000000", step), any_colour, st.integers(0, 256))
accents = on_the_edge.filter(lambda one: least_contrast(one, LIGHT_PAPERS) >= READABLE)
headers = on_the_edge.filter(lambda one: contrast(one, WHITE) >= READABLE)


def inks():
    """The colours of text by theme, as the style has them."""
    return [f"#{found}" for found in re.findall(r"--ink: #([0-9a-f]{6});", STYLE)][:2]


@given(accents, headers)
def test_every_accent_that_is_taken_is_readable_as_a_link_in_both_themes(accent, header):
    for dark, papers in ((False, LIGHT_PAPERS), (True, DARK_PAPERS)):
        shown = properties(accent, header, dark=dark)
        assert least_contrast(shown["--accent"], papers) >= READABLE
        red, green, blue = map(int, shown["--shade"].split())
        assert f"#{red:02x}{green:02x}{blue:02x}" == shown["--accent"]
    assert properties(accent, header, dark=False)["--accent"] == accent


@given(accents)
def test_the_dates_of_the_calendar_are_readable_on_every_shade(accent):
    light, dark = inks()
    for ink, papers, night in ((light, LIGHT_PAPERS, False), (dark, DARK_PAPERS, True)):
        shade = properties(accent, "", dark=night)["--accent"]
        for load in (26, 46, 72, 103):
            assert all(contrast(ink, mixed(paper, shade, load)) >= READABLE for paper in papers)


@given(headers)
def test_text_is_readable_on_every_part_of_a_header_and_on_what_is_chosen(header):
    for dark in (False, True):
        shown = properties("", header, dark=dark)
        for place in ("--deep", "--deeper", "--glow"):
            assert contrast(shown["--on-deep"], shown[place]) >= READABLE
            assert contrast(shown["--on-deep-quiet"], shown[place]) >= READABLE
        assert contrast(shown["--on-deep"], shown["--chosen"]) >= READABLE
    assert least_contrast(properties("", header, dark=True)["--chosen"], DARK_PAPERS) >= 3
    assert properties("", header, dark=False)["--deep"] == header


def test_the_style_sheet_is_this():
    assert look_css("", "") == ""
    assert look_css("#7a1f5c", "") == (
        "/* The organisers' colours, made from forum.toml. */\n"
        ":root { --accent: #7a1f5c; --shade: 122 31 92; }\n"
        "@media (prefers-color-scheme: dark) { :root { --accent: #c59eb8; --shade: 197 158 184; } }\n"
    )
    assert look_css("", "#0f3f4e").splitlines()[1:] == [
        ":root { --deep: #0f3f4e; --deeper: #0c313d; --glow: #26515f;"
        " --on-deep: #ffffff; --on-deep-quiet: #cbd5d8; --chosen: #0f3f4e; }",
        "@media (prefers-color-scheme: dark) { :root { --deep: #0b2f3b; --deeper: #09252e; --glow: #22434d;"
        " --on-deep: #ffffff; --on-deep-quiet: #cad2d4; --chosen: #5a7b85; } }",
    ]


def test_the_papers_are_those_of_the_style():
    themes = re.findall(r"--paper: (#[0-9a-f]+); --card: (#[0-9a-f]+);", STYLE)[:2]
    assert [tuple(WHITE if each == "#fff" else each for each in theme) for theme in themes] == [
        LIGHT_PAPERS,
        DARK_PAPERS,
    ]


@pytest.mark.parametrize(
    "name", ["--accent", "--shade", "--deep", "--deeper", "--on-deep", "--on-deep-quiet", "--chosen"]
)
def test_the_style_uses_each_property(name):
    assert f"var({name}" in STYLE


def test_contrast_is_that_of_the_definition():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#0a6478", "#0a6478") == 1
