"""A folder with 25 different mistakes across its files is told 25 times, each with file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.problems import InputProblems
from data.readers import read_forum

FORUM = """\
[forum]
name = "Mistaken Forum"
site = "https://forum.example/"
zone = "Europe/Zurich"
first_day = 2020-06-22
last_day = 2020-09-10
grid = 15
bannner = "x"

[[comfort.regions]]
name = "Africa"
share = 100
zones = ["Africa/Nairobi"]

[[periods]]
id = "weekly"
name = "Weekly programme"
first_day = 2020-06-22
last_day = 2020-09-30
hours = ["10:00-18:00"]
types = ["workshop", "cafe"]

[[channels]]
id = "room"
name = "Virtual room"
count = 2

[[types]]
id = "workshop"
name = "Thematic workshop"
duration = 60
"""

RULES = """\
[comfortable-hours]
mode = "sometimes"
"""

REQUESTS = """\
id,titel,type,duration,sdgs,zone,after,fixed_start,public_link
R-1,One,workshp,,,,,,
R-2,Two,workshop,50,,,,,
R-3,Three,workshop,,17,,,,
R-4,Four,workshop,,,CST,,,
R-5,Five,workshop,,,,R-6,,
R-6,Six,workshop,,,,R-5,,
R-7,Seven,workshop,,,,R-99,,
R-8,Eight,workshop,,,,,14/07/2020,
R-9,Nine,workshop,,,,,,javascript:alert(1)
R-9,Nine again,workshop,,,,,,
"""

SESSIONS = """\
id;title;type;repeats;days;fixed_start;channel
S-1;A;workshop;2;2;;
S-2;B;workshop;;;2020-07-14 10:05;
S-3;C;workshop;;;;hall
../S-4;D;workshop;;;;
"""

PEOPLE = """\
id,name,zone,cannot,most_a_day
P-1,,UTC,,
P-2,Two,+02:00,,
P-3,Three,UTC,Freitag,
P-4,Four,UTC,,none
"""

APPEARANCES = """\
session,person,role,from_minute,to_minute
R-2,P-1,chair,,
R-3,P-9,,,
R-4,P-2,,30,90
"""

DECISIONS = """\
session,action,start
R-3,postpone,
"""

EXPECTED = """\
appearances.csv, row 2, role: read “chair”; expected one of moderator, speaker, host, welcome
appearances.csv, row 3, person: read “P-9”; expected the id of a person
appearances.csv, row 4, to_minute: read “90”; expected a minute of the session, which goes over 60
decisions.csv, row 2, action: read “postpone”; expected one of pin, free, leave out, cancel
forum.toml, row 8, forum.bannner: read “bannner”; expected a known key: date_format, first_day, grid, last_day, \
name, site, zone
forum.toml, row 19, periods.last_day: read “2020-09-30”; expected a day of the forum, 2020-06-22..2020-09-10
forum.toml, row 21, periods.types: read “cafe”; expected the id of a session type
people.csv, row 2, name: expected text; this cell is empty
people.csv, row 3, zone: read “+02:00”; expected a zone such as Africa/Nairobi; an offset does not say when the \
clock changes
people.csv, row 4, cannot: read “Freitag”; expected times such as 2020-07-14, 2020-07-14..2020-07-17, Fri, Mon,Wed \
09:00-11:00, 2020-07-14 09:00-12:00 or 22:00-07:00
people.csv, row 5, most_a_day: read “none”; expected a whole number, 1 or more
requests.csv, row 1, titel: read “titel”; expected a known heading; did you mean “title”?
requests.csv, row 2, type: read “workshp”; expected the id of a session type; did you mean “workshop”?
requests.csv, row 3, duration: read “50”; expected a multiple of the grid, 15 minutes
requests.csv, row 5, zone: read “CST”; expected a zone; CST can mean America/Chicago, America/Mexico_City, \
America/Havana, Asia/Shanghai or Asia/Taipei
requests.csv, row 6, after: read “R-6”; expected an order without a circle: R-5 after R-6 after R-5
requests.csv, row 8, after: read “R-99”; expected the id of a session; did you mean “R-9”?
requests.csv, row 9, fixed_start: read “14/07/2020”; expected a local date and time such as 2020-07-14 15:00, or a \
date
requests.csv, row 10, public_link: read “javascript:alert(1)”; expected a web address such as \
https://forum.example/register
requests.csv, row 11, id: read “R-9”; expected an id that no other session has; it is also in requests.csv, row 10
rules.toml, row 2, comfortable-hours.mode: read “sometimes”; expected one of hard, soft, off
sessions.csv, row 2, repeats: read “2”; expected repeats or several days, not both
sessions.csv, row 3, fixed_start: read “2020-07-14 10:05”; expected a start on the grid of 15 minutes
sessions.csv, row 4, channel: read “hall”; expected the id of a channel or pool; known: room, room-1, room-2
sessions.csv, row 5, id: read “../S-4”; expected an id of at most 64 letters (A to Z), digits, “-” and “_”
"""


def test_every_mistake_of_every_file_is_told_once(tmp_path: Path) -> None:
    texts = {
        "forum.toml": FORUM,
        "rules.toml": RULES,
        "requests.csv": REQUESTS,
        "sessions.csv": SESSIONS,
        "people.csv": PEOPLE,
        "appearances.csv": APPEARANCES,
        "decisions.csv": DECISIONS,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(InputProblems) as raised:
        read_forum(tmp_path)

    assert len(raised.value.problems) == 25
    assert [str(problem) for problem in raised.value.problems] == EXPECTED.splitlines()
    assert all(problem.row and problem.column for problem in raised.value.problems)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(texts)
