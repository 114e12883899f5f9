"""What the public view shows, and what it never does."""

from __future__ import annotations

from dataclasses import fields

import pytest

from data.problems import ForumError
from data.programme import Comfort, Hours, Link, Logo, Publication, Region, Template
from output import view
from output.view import safe_link, text
from tests.output.tiny_forum import files_of, forum, one_session, tiny_timetable, view_of


def test_published_are_held_standing_and_cancelled_sessions_only():
    shown = view_of(tiny_timetable())
    assert [session.id for session in shown.sessions] == ["C-1", "E-1", "H-1", "P-1", "W-1"]
    assert [session.id for session in shown.standing] == ["E-1"]
    assert [session.id for session in shown.cancelled] == ["C-1"]
    assert [held.id for _, held in shown.held] == ["P-1", "W-1", "H-1.1", "H-1.2"]
    assert [(str(day.day), len(day.held)) for day in shown.days] == [
        ("2020-06-22", 2),
        ("2020-06-23", 1),
        ("2020-06-24", 1),
    ]


def test_rehearsals_are_private_also_when_they_are_cancelled(changed):
    shown = view_of(changed("W-1", rehearsal_of="P-1"))
    assert [session.id for session in shown.sessions] == ["C-1", "E-1", "H-1", "P-1"]
    assert [held.id for _, held in shown.held] == ["P-1", "H-1.1", "H-1.2"]
    assert view_of(changed("C-1", rehearsal_of="P-1")).cancelled == ()


def test_the_public_fields_are_these_and_no_others():
    assert [field.name for field in fields(view.PublicPerson)] == ["id", "name", "organisation", "country"]
    assert [field.name for field in fields(view.PublicPart)] == ["role", "person"]
    assert [field.name for field in fields(view.PublicChannel)] == ["id", "name", "link", "named"]
    assert [field.name for field in fields(view.PublicLink)] == ["title", "address"]
    assert [field.name for field in fields(view.PublicRegion)] == ["name", "zones"]
    assert [field.name for field in fields(view.PublicSession)] == [
        "id",
        "title",
        "type",
        "track",
        "organisers",
        "action_lines",
        "sdgs",
        "languages",
        "captioning",
        "interpretation",
        "sign_language",
        "target_regions",
        "public_link",
        "documents",
        "recordings",
        "description",
        "status",
        "synthetic",
        "source",
        "series",
        "part",
        "parts",
        "people",
        "occurrences",
        "withdrawn",
        "standing",
    ]


def test_occurrences_are_numbered_by_time_among_those_that_are_held(timetable):
    swapped = dict(timetable.placements)
    swapped["H-1.1"], swapped["H-1.2"] = swapped["H-1.2"], swapped["H-1.1"]
    hack = next(s for s in view_of(type(timetable)(timetable.programme, swapped)).sessions if s.id == "H-1")
    assert [(held.id, held.number, held.of) for held in hack.occurrences] == [("H-1.2", 1, 2), ("H-1.1", 2, 2)]
    del swapped["H-1.2"]
    hack = next(s for s in view_of(type(timetable)(timetable.programme, swapped)).sessions if s.id == "H-1")
    assert [(held.id, held.number, held.of) for held in hack.occurrences] == [("H-1.1", 1, 1)]


def test_of_documents_and_recordings_only_public_links_are_published():
    documents = (
        Link("Slides\r\nby secret@mail.example", "https://forum.example/ü.pdf"),
        Link("", "https://forum.example/paper"),
        Link("Script", "javascript:alert(1)"),
        Link("Meeting", "https://user:secret@meet.example/"),
        Link("Mail", "https://forum.example/?to=secret@mail.example"),
    )
    shown = view_of(one_session(documents=documents, recordings=documents[1:4], sign_language=True)).sessions[0]
    assert shown.documents == (
        view.PublicLink(f"Slides by {NO_EMAIL}", "https://forum.example/%C3%BC.pdf"),
        view.PublicLink("https://forum.example/paper", "https://forum.example/paper"),
    )
    assert shown.recordings == (view.PublicLink("https://forum.example/paper", "https://forum.example/paper"),)
    assert shown.sign_language
    assert not any(b"secret" in content for content in files_of(one_session(documents=documents)).values())


def test_an_occurrence_says_in_which_regions_it_is_in_waking_hours():
    comfort = Comfort(
        day=Hours(7 * 60, 19 * 60),
        regions=(
            Region("Africa", 60, ("Africa/Nairobi",)),
            Region("Pacific\x07 coasts", 40, ("Pacific/Auckland", "America/Los_Angeles")),
        ),
    )
    shown = view_of(one_session(start="2020-06-22T14:00:00", forum_fields={"comfort": comfort}))
    assert shown.waking == Hours(420, 1140)
    assert shown.regions == (
        view.PublicRegion("Africa", ("Africa/Nairobi",)),
        view.PublicRegion("Pacific coasts", ("Pacific/Auckland", "America/Los_Angeles")),
    )
    assert shown.held[0][1].regions == ("Africa", "Pacific coasts")
    later = view_of(one_session(start="2020-06-22T15:15:00", forum_fields={"comfort": comfort}))
    assert later.held[0][1].regions == ("Pacific coasts",)


def test_the_look_is_the_organisers_without_what_is_private():
    said = Publication(
        title="Our\x07 Forum",
        logo=Logo("svg", b"<svg/>"),
        logo_alt="A globe,\nsecret@mail.example",
        accent="#0a6478",
        header="#0f3f4e",
        footer="Ask secret@mail.example\r\nor https://forum.example/contact",
        templates=(Template("session.html", "{{ session.title }}"),),
    )
    assert view_of(one_session(forum_fields={"publication": said})).look == view.PublicLook(
        name="Our Forum",
        logo="logo.svg",
        picture=b"<svg/>",
        alt=f"A globe, {NO_EMAIL}",
        accent="#0a6478",
        header="#0f3f4e",
        footer=f"Ask {NO_EMAIL}\nor https://forum.example/contact",
        templates=(("session.html", "{{ session.title }}"),),
    )
    usual = view_of(one_session(forum_fields={"publication": Publication(logo_alt="of nothing")}))
    assert usual.look == view.PublicLook("Tiny Forum", "", b"", "", "", "", "", ())


def test_home_times_follow_the_home_zone():
    held = view_of(one_session(start="2020-10-25T01:00:00")).held[0][1]
    assert held.home_start.isoformat() == "2020-10-25T02:00:00+01:00"
    assert held.home_end.isoformat() == "2020-10-25T03:00:00+01:00"


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" HTTP://Example.ORG ", "http://example.org"),
        ("https://exämple.org/ü?ö", "https://xn--exmple-cua.org/%C3%BC?%C3%B6"),
        ("https://example.org:8443/%20x", "https://example.org:8443/%20x"),
        ("https://example.org/100%?%zz#%4", "https://example.org/100%25?%25zz#%254"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("https://user:secret@example.org/", ""),
        ("https://user@example.org/", ""),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt://example.org/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org/", ""),
        ("https:///path", ""),
        ("https://exam ple.org/", ""),
        ("https://example.org/\r\nX-Evil:1", ""),
        ('https://example.org/"onclick="x', ""),
        ("https://example.org\\@evil.example/", ""),
        ("https://exa;mple.org/", ""),
        ("https://example.org:port/", ""),
        ("https://[::1", ""),
        ("https://example.org/@team/1", "https://example.org/@team/1"),
        ("https://example.org/?q=a@b.example", ""),
        ("https://example.org/?q=a%40b.example", ""),
        ("https://example.org/?q=a%252540b.example", ""),
        ("https://example.org/mailto:a@b.example", ""),
        ("https://example.org/#a@b.example", ""),
        ("https://example.org/a＠b.example", ""),
        ("https://a＠b.example/", ""),
        ("https://example.org/?to=root@localhost", ""),
        ("", ""),
    ],
)
def test_only_plain_web_addresses_are_links(raw, link):
    assert safe_link(raw) == link


def test_texts_lose_what_no_format_can_hold():
    assert text("a\x00b\x07\x7f\x9bc\ud800d\ufffe") == "abcd"
    assert text("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd e"
    assert text("write to first.last+x@mail.example.org, or @forum") == (
        "write to [e-mail address not published], or @forum"
    )
    assert text("a@b\x00.example") == "[e-mail address not published]"
    assert view.line("  a\r\n b\u2029c ") == "a b c"
    assert text("\u202eرمز 😀 e\u0301") == "\u202eرمز 😀 e\u0301"


NO_EMAIL = "[e-mail address not published]"


@pytest.mark.parametrize(
    "address",
    [
        "jane.doe@example.org", "o'neil+x@mail.example.org", "jane.doe＠example.org", "jane﹫example.org",
        "jane＠example．org", "jane%40example.org", "user@localhost", "user@LocalHost", '"john doe"@example.org',
        "user@[1.2.3.4]", "user@[IPv6:2001:db8::1]", "ja\u00adne\u200b@\u200bexample.org",
        "田中@例え.example", "root+a@localhost",
    ],
)  # fmt: skip
def test_no_e_mail_address_is_left_in_a_text(address):
    assert text(f"Write to {address}, please.") == f"Write to {NO_EMAIL}, please."
    assert text(f"<{address}>") == f"<{NO_EMAIL}>"


def test_e_mail_addresses_in_links_of_a_text_are_replaced_in_the_text():
    assert text("https://example.org/?q=a@b.example&r") == f"https://example.org/?q={NO_EMAIL}&r"
    assert text("mailto:a@b.example?subject=c") == f"mailto:{NO_EMAIL}?subject=c"


@pytest.mark.parametrize("kept", ["Health@Home", "@forum", "at 10 @ noon", "https://example.org/@team", "50% @ 40%"])
def test_a_sign_alone_is_no_e_mail_address(kept):
    assert text(kept) == kept


@pytest.mark.parametrize("site", ["", "ftp://forum.example/", "https://forum.example/?a=b", "forum.example"])
def test_a_site_without_a_plain_address_is_refused(site):
    with pytest.raises(ForumError, match="site"):
        view_of(one_session(forum_fields={"site": site}))


def test_the_address_of_the_site_ends_in_one_slash():
    shown = view_of(one_session(forum_fields={"site": "https://forum.example/2020"}))
    assert shown.site == "https://forum.example/2020/"
    assert shown.page(shown.sessions[0]) == "https://forum.example/2020/s/S-1/"


def test_ids_that_cannot_be_names_of_pages_are_refused(timetable):
    from dataclasses import replace

    programme = timetable.programme
    for ids in (("../x", "W-1"), ("a/b", "W-1"), ("", "W-1"), ("w-1", "W-1")):
        sessions = tuple(
            replace(each, id=name, status="cancelled") for each, name in zip(programme.sessions[:2], ids, strict=True)
        )
        odd = type(timetable)(replace(programme, forum=forum(), sessions=sessions), {})
        with pytest.raises(ForumError, match="id"):
            view_of(odd)
