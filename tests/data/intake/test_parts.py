"""Tests of what the formats share: texts of exports as clean cells, times, and links."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from data.intake.parts import Gathering, commonest, line, lines, listed, moment, number, shown, slug, tabled
from data.intake.sources import Sheet
from data.problems import Origin


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ("a < b, c > d & e", "a < b, c > d & e"),
        ("AT&amp;T &#8211; caf&eacute;", "AT&T – café"),
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<b>List<int></b> and <3", "List<int> and <3"),
        ("&lt;b&gt; <i>is</i> a tag", "<b> is a tag"),
        ("<script>evil()</script>x<style>p{}</style>", "x"),
        ("<p>x<script>never ends", "x"),
        ("a <!-- hidden <b>x</b> --> b<br>", "a b"),
        ("<p>a <!-- never ends", "a never ends"),
        ('<a href="https://x.example?a=1&amp;b=2">here</a>', "here (https://x.example?a=1&b=2)"),
        ('<a href="https://x.example">https://x.example</a>', "https://x.example"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("</a></ul><p", "<p"),
        ("one\r\n\r\n\r\n\r\ntwo\t\n", "one\n\ntwo"),
        ("\u200b \u2060", ""),
        (None, ""),
    ],
)
def test_html_and_plain_texts_become_lines(found: object, text: str) -> None:
    assert lines(found) == text


@pytest.mark.parametrize("found", ["<p <p <p ", "<!--", "<a href='", "</", "&#", "<script>", "< ", "<p a='"])
def test_markup_without_end_is_read(found: str) -> None:
    assert len(lines("<b>" + found * 50_000)) <= 8 * 32_767


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ({"de": "Wasser", "en": "Water"}, "Water"),
        ({"fr": "Eau", "de": "Wasser"}, "Wasser"),
        ({"en": "", "de": None, "fr": "Eau"}, "Eau"),
        ({"name": {"en": "Water"}, "color": "#00f"}, "Water"),
        (True, "yes"),
        (3.0, "3"),
        (float("inf"), ""),
        (10**30, ""),
        ([1], ""),
    ],
)
def test_a_value_is_shown_as_a_person_writes_it(found: object, text: str) -> None:
    assert shown(found) == text


def test_lines_lists_and_names_are_what_cells_take() -> None:
    assert line("a\n\u202e\x00b\ud800 c") == "a b c"
    assert listed(["a;b", "c", " ", None, "c"]) == "a,b; c"
    assert slug("Forum 2020! (Zürich)") == "Forum-2020-Z-rich"
    assert [number(each) for each in ("07", 7.0, "7.5", True, None, "9" * 99)] == [7, 7, None, None, None, None]
    assert (commonest([30, 45, 45, 30, 60]), commonest([])) == (30, None)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("18 Oct 2025 09:05 PM", datetime(2025, 10, 18, 21, 5, tzinfo=UTC)),
        ("18 October 2025, 12:00 am", datetime(2025, 10, 18, 0, 0, tzinfo=UTC)),
        ("2025-10-18", datetime(2025, 10, 18, tzinfo=UTC)),
        ("2025-10-18 09:05+05:45", datetime(2025, 10, 18, 3, 20, tzinfo=UTC)),
    ],
)
def test_times_are_read_in_forms_that_mean_one_thing(found: str, expected: datetime) -> None:
    assert moment(found, "UTC") == expected


@pytest.mark.parametrize("found", ["", "10/11/2025 09:00", "18 Okt 2025 09:00", "18 Oct 2025 13:00 PM", "31 Feb 2025"])
def test_times_that_may_mean_two_things_are_refused(found: str) -> None:
    with pytest.raises(ValueError, match="expected a date and time such as 2020-07-14T15:00:00"):
        moment(found, "UTC")


def test_links_may_be_relative_but_nothing_that_runs_or_tells_an_address() -> None:
    gathering = Gathering()
    found = [
        ("Slides; <1>", "files/1.pdf"),
        ("", "https://x.example/a;b"),
        ("", "https://x.example/a;b"),
        ("Bad", "javascript:alert(1)"),
        ("Data", "data:text/html,x"),
        ("Mail", "mailto:a@x.example"),
        ("User", "https://user:secret@x.example"),
        ("Odd", "http://["),
        ("None", ""),
    ]
    cell = gathering.links(Origin("f", 1), "links", found, "https://forum.example/2020/")
    assert cell == "Slides, 1 <https://forum.example/2020/files/1.pdf>; https://x.example/a%3Bb"
    assert [note.found for note in gathering.notes] == [
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@x.example",
        "https://user:secret@x.example",
        "http://[",
    ]


def test_a_table_is_read_by_its_first_line_that_is_not_blank() -> None:
    sheet = Sheet("s", (("", ""), ("Title", "Title", ""), (), ("'=1+1", "again", "x"), ("b",)))
    assert list(tabled(sheet)) == [(4, {"title": "=1+1"}), (5, {"title": "b"})]
