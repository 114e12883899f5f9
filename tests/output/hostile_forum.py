"""A forum in which every text is hostile, and a tame one of the same form to hold its site against."""

from __future__ import annotations

from datetime import timedelta

from data.programme import Channel, Comfort, Days, Hours, Link, Programme, Publication, Region, SessionType
from data.timetable import Placement, Timetable
from tests.output.tiny_forum import appearance, forum, instant, person, session

TEXTS = (
    # markup
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>alert(1)</script>",
    "--><img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "` onload=alert(1) `",
    "</title></textarea></style></option></select><script>alert(1)//",
    "<a href=javascript:alert(1)>here</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css><style>*{display:none}</style>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<![CDATA[x]]> ]]>",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;',
    "&x; &lt;b&gt; &amp;amp; &#60;b&#62; &#x3c;b &nbsp",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    # templates and placeholders
    "{{ 7 * 7 }} {% include 'base.html' %} {# gone #}",
    "%(name)s %s %d 100 % {0} {name} ${7*7} #{7}",
    "__proto__",
    "constructor",
    # addresses
    "javascript:alert(1)",
    "see javascript:alert(1) and data:text/html,<script>alert(1)</script>",
    'http://example.org/"onclick="alert(1)',
    "https://example.org/<script>alert(1)</script>",
    "https://example.org/')alert(1)('",
    "https://user:secret@example.org/ //evil.example/x \\\\evil.example\\x",
    # formulas
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "''=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "_x003D_1+1 _x0041_ _x005F_",
    # lines
    "a\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nX-EVIL:1",
    "a\nATTENDEE:mailto:someone\n b",
    "a; b, c: d \\ e \\n \\N \\; \\, \\\\",
    "a\u2028b\u2029c\x85d\x0be\x0cf",
    "\"quoted\" 'so' «and» ^n ^^ ^'",
    "a,b|c;d:e\tf",
    # letters
    "nul \x00 bell \x07 escape \x1b[2J delete \x7f control \x9b",
    "lone \ud800 and \udfff",
    "none \ufdd0 \ufffe \uffff \U0001ffff \U0010ffff",
    "no width \u200b \ufeff \u00ad \u2060 here",
    "right \u200f left \u200e \u061c marks",
    "override \u202e gnirts \u202c and \u2067 isolate \u2069",
    "\u202eunclosed",
    "e\u0301 \u00e9 \ufb01 \u0130\u0131 \u1e9e",
    "😀👩‍👩‍👧‍👦🇨🇭" * 12,
    "عنوان طويل جدا (١) " * 8 + "end",
    "中文标题，带逗号；和分号" * 9,
    "Zalgo t\u0300\u0301\u0302\u0303\u0304" * 9,
    "x" * 10_000,
    "long words " * 900 + "end",
    "😀" * 2_500,
)
"""What people could type, paste or try as a title."""

LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "blob:https://evil.example/1",
    "file:///etc/passwd",
    "//evil.example/",
    "https:evil.example",
    "https://",
    "https://user:secret@evil.example/",
    "https://evil.example\\@ok.example/",
    "mailto:someone@evil.example",
    "https://ok.example/?to=someone@evil.example",
    'https://ok.example/"><script>alert(1)</script>',
    "https://ok.example/'onclick='alert(1)",
    "https://ok.example/\r\nX-EVIL:1",
    "https://ok.example/\u2028\u202e",
    "https://ok.example/;,:=+&amp;%0d%0aX-EVIL:1",
    "https://ok.example/#javascript:alert(1)",
    "https://ok.example/{{7*7}}",
    "https://ok.example/]]>",
    "https://ok.example/&x;?a=1&copy=2",
    "https://ок.example/ü?中=文#é",
    "https://ok.example/" + "a" * 10_000,
    "https://ok.example/%",
    "https://[::1]/",
    "https://ok.example:99999/",
)
"""What could stand where a link is expected."""

TAME = (
    "Even plainer words",
    "Plain words",
    "A second title",
    "عنوان",
    "中文标题",
    "Заголовок",
    "see https://example.org/more and\n\nanother paragraph",
)
TAME_LINKS = ("https://ok.example/1", "")


def forum_of(texts, links):
    """A forum of a session for each text, each with everything that texts and links can be in.

    Half of the sessions have a description of the text alone; one stands, one is cancelled, one has two days.
    """
    everything = " ".join(text for text in texts if len(text) < 1_000)
    count = max(len(texts), len(links))
    sessions, people, appearances, placements = [], [], [], {}
    channels = [Channel(f"c{number}", texts[number % len(texts)], link=link) for number, link in enumerate(links)]
    for number in range(count):
        text, link = texts[number % len(texts)], links[number % len(links)]
        name = f"S-{number:03d}"
        sessions.append(
            session(
                name,
                text,
                track=text,
                organisers=(text, "Open Air"),
                action_lines=("C7-e-health",),
                sdgs=("4",),
                languages=("en", "fr"),
                interpretation=("es",),
                captioning=number % 2 == 0,
                sign_language=number % 2 == 0,
                target_regions=(text,),
                description=text if number % 2 else f"{text}\n\n{text}\n{text}",
                public_link=link,
                documents=(Link(text, link), Link("", link), Link(text, "https://ok.example/1.pdf")),
                recordings=(Link(text, link),),
                source=text,
                series=text,
                part=number,
                synthetic=number % 2 == 0,
            )
        )
        people.append(person(f"p{number}", name=text, organisation=text, country=text))
        appearances += [appearance(name, f"p{number}"), appearance(name, f"p{(number + 1) % count}", "moderator")]
        start = instant("2020-06-22T06:00:00") + timedelta(hours=number % 60)
        placements[name] = Placement(start, f"c{number % len(links)}", (f"p{number}",) if number % 2 else ())
    sessions += [
        session("S-stands", everything, "exhibition", official=True, status="confirmed", track=everything),
        session("S-gone", everything, status="cancelled", public_link=links[0]),
        session("S-days", everything, days=2),
    ]
    appearances += [appearance("S-stands", "p0"), appearance("S-gone", "p1")]
    placements["S-days.1"] = Placement(instant("2020-06-22T07:00:00"), "c0")
    placements["S-days.2"] = Placement(instant("2020-06-23T07:00:00"), "c0")
    frame = forum(
        name=everything,
        days=Days(placements["S-days.1"].start.date(), instant("2020-06-25T00:00:00").date()),
        channels=tuple(channels),
        types=(SessionType("workshop", everything, 60), SessionType("exhibition", everything, 15, timed=False)),
        comfort=Comfort(day=Hours(480, 1200), regions=(Region(everything, 100, ("Africa/Nairobi",)),)),
        publication=Publication(banner=everything, title=everything, footer=f"{everything}\n{everything}"),
    )
    return Timetable(Programme(frame, tuple(sessions), tuple(people), tuple(appearances)), placements)


def hostile():
    """The forum in which every text and every link is hostile."""
    return forum_of(TEXTS, LINKS)
