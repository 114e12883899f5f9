"""Facts of the WSIS Forum 2020: sessions with their sources, and the matrix of Action Lines and goals.

Only what public pages say about sessions enters here; nobody's name, zone or nomination does. A source with
“type inferred” or the like says which part of the row is a reading of the page and not its own words.
"""

# ruff: noqa: E501 - titles and addresses are quoted whole
from __future__ import annotations

from dataclasses import dataclass

HOME = "Europe/Zurich"
FIRST_DAY = "2020-06-22"
LAST_DAY = "2020-09-10"

_SPEECHES = "https://www.itu.int/en/osg/dsg/speeches/Pages/archive/2015-2022"
_AGENDA = "https://www.itu.int/net4/wsis/forum/2020/Agenda"
_OUTCOMES = (
    "contents list of the 2020 Outcome Document, "
    "https://123dok.org/document/dy4l3l9z-icts-older-persons-responsible-cyberspace-tips-hints-seniors.html"
)
_HIGHLIGHTS = "https://dig.watch/event/wsis-forum-2020/wsis-forum-2020-highlights-and-key-achievements-date"
_CONSULTATIONS = "itu.int/net4/wsis/forum/2020/Home/Consultations"
_RADAR = "https://internet-governance-radar.de/aktuelles/blogpost/q3-2020-international-telecommunication-union-itu"
_CHAMPIONS = f"{_SPEECHES}/2020-08-26.aspx"
_SPORTS = f"{_SPEECHES}/2020-08-03.aspx (“a session each day this week”)"

SPORTS = "ICTs and Sports"
GENDER = "ICTs and Gender Mainstreaming"
OLDER = "ICTs and Older Persons"
EDUCATION = "WSIS Special Track by CMAI"
HIGH_LEVEL = "High-Level Track"
CHAMPIONS = "WSIS Prizes Champions series"

TRACKS = (OLDER, GENDER, SPORTS, EDUCATION, "ICTs and Accessibility", "ICTs and Youth", "Extended Reality")
"""The special tracks named on public pages of 2020 and 2021; their programmes were not recovered."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A session that was really held: what its source says, and no more.

    `when` is a home date and time, a home date, or empty. `not_after` is the last day on which it can have been held,
    where the source says so.
    """

    title: str
    type: str
    source: str
    organisers: str = ""
    when: str = ""
    duration: int | None = None
    track: str = ""
    action_lines: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    captioning: bool = False
    series: str = ""
    part: int | None = None
    not_after: str = ""
    periods: str = ""


FACTS: tuple[Fact, ...] = (
    Fact(
        "WSIS Forum 2020: High-Level Opening Ceremony of the Virtual WSIS Forum 2020 Workshops and Special Tracks",
        "opening",
        _AGENDA,
        organisers="WSIS",
        when="2020-06-22 12:00",
        duration=60,
    ),
    Fact(
        "Fostering Digital Agriculture in Europe and Central Asia: Status of Digital Agriculture in Eighteen "
        "Countries of ECA",
        "workshop",
        f"{_AGENDA} (type inferred)",
        organisers="ITU Office for Europe; ITU Regional Office for CIS; FAO Regional Office for Europe and Central Asia",
        when="2020-06-22 10:00",
        duration=90,
    ),
    Fact(
        "Opening of ICTs and Gender Mainstreaming track",
        "workshop",
        "https://itu.int/net4/wsis/forum/2020/Agenda/Session/208",
        organisers="WSIS Gender Group",
        when="2020-07-01 13:00",
        duration=60,
        track=GENDER,
        sdgs=(5,),
    ),
    Fact(
        "International Education Summit for Digital Transformation: Digital Transformation & Innovations in "
        "Cybersecurity, ICT based on 5G, IoT, Blockchain, AI, VR, Big Data & other new technologies and Linking "
        "Education with ICTs Capacity Building & Employability",
        "workshop",
        f"{_SPEECHES}/2020-07-10.aspx (date only)",
        organisers="CMAI Association of India",
        when="2020-07-10",
        track=EDUCATION,
    ),
    Fact(
        "Living the standard - how can the Information and Knowledge Society live to an ethical and FAIR Standard "
        "and leave nobody behind",
        "workshop",
        "https://www.ipthree.org/newsroom/ip3-at-world-summit-for-information-society-2020/ (Geneva time assumed)",
        organisers="IFIP IP3 (International Professional Practice Partnership)",
        when="2020-07-15 12:00",
        duration=60,
        action_lines=("C4", "C5", "C10"),
    ),
    Fact(
        "High-Level Policy Session 10: Ethical Dimensions of Information and Knowledge Societies",
        "policy-session",
        "https://www.itu.int/net4/wsis/forum/2020/Agenda/Session/210 (Action Line inferred)",
        organisers="High-Level Policy Session (WSIS)",
        when="2020-07-28 14:00",
        duration=60,
        track=HIGH_LEVEL,
        action_lines=("C10",),
        captioning=True,
    ),
    Fact(
        "Game for Good: Gaming industry for positive social impact (opening of the ICTs and Sports track)",
        "workshop",
        _SPORTS,
        organisers="ITU; Europe China Foundation",
        when="2020-08-03",
        track=SPORTS,
        series=SPORTS,
        part=1,
    ),
    *(
        Fact(
            f"ICTs and Sports track, day {day} (title not recovered)",
            "workshop",
            f"{_SPORTS}; date inferred",
            organisers="ITU; partners of the track",
            when=f"2020-08-{day + 2:02d}",
            track=SPORTS,
            series=SPORTS,
            part=day,
        )
        for day in (2, 3, 4, 5)
    ),
    Fact(
        "Inauguration of the virtual WSIS Forum 2020 Exhibition Space",
        "exhibition-inauguration",
        "https://humanitarianencyclopedia.org/2020/08/14/wsis-virtual-forum-our-involvement/ (on or before this date)",
        organisers="WSIS Secretariat",
        action_lines=("C3", "C7-e-learning"),
        not_after="2020-08-14",
    ),
    Fact(
        "Action Line C7: Fostering an Enabling Ecosystem for Food and Agriculture through Digital Innovation",
        "action-line-facilitation",
        "https://www.fao.org/e-agriculture/news/"
        "digitalization-sets-path-enabling-and-sustainable-ecosystem-food-and-agriculture-world-summit",
        organisers="FAO; ITU; Zhejiang University",
        when="2020-08-21",
        duration=60,
        action_lines=("C7-e-agriculture",),
        periods="weekly",
    ),
    *(
        Fact(
            f"WSIS Prizes 2020 Champion Success Stories, part {part} of 5",
            "champions",
            f"{_CHAMPIONS} (follows from “fifth and last session”)",
            organisers="WSIS (ITU)",
            track=CHAMPIONS,
            series=CHAMPIONS,
            part=part,
        )
        for part in (1, 2, 3, 4)
    ),
    Fact(
        "WSIS Prizes 2020 Champion Success Stories of WSIS Action Lines Implementation and SDGs Advancement "
        "(5th and last)",
        "champions",
        _CHAMPIONS,
        organisers="WSIS (ITU)",
        when="2020-08-26",
        track=CHAMPIONS,
        series=CHAMPIONS,
        part=5,
    ),
    Fact(
        "Official Opening Segment of the final week",
        "opening",
        "http://kimandelvis.com/en/desa/remarks-virtual-wsis-forum-2020-official-opening-segment (date inferred)",
        organisers="WSIS",
        when="2020-09-07",
    ),
    Fact(
        "WSIS Prizes 2020 Ceremony (18 winners)",
        "prize-ceremony",
        "https://www.itu.int/en/myitu/News/2020/09/04/15/50/2020-WSIS-Prizes-winners "
        "(“just after the virtual opening ceremony”; date inferred)",
        organisers="WSIS",
        when="2020-09-07",
    ),
    Fact(
        "Ministerial Round Table",
        "ministerial-round-table",
        "https://en.rcc-org.ru/events-copy/sobytiya-copy_149.html (final week)",
        organisers="WSIS",
    ),
    Fact(
        "High-Level Track concluding session: executive summary by the Chairman, outcomes by all HLTFs",
        "concluding-session",
        _CONSULTATIONS,
        organisers="WSIS",
        when="2020-09-08",
        track=HIGH_LEVEL,
    ),
    Fact(
        "WSIS Forum 2020 highlights and key achievements to date",
        "interactive-session",
        f"{_HIGHLIGHTS} (Geneva time assumed)",
        organisers="WSIS",
        when="2020-09-09 12:00",
        duration=60,
    ),
    Fact(
        "Launch of the open consultations process WSIS Forum 2021",
        "consultation-meeting",
        "https://wp.dig.watch/event/wsis-forum-2020/launch-open-consultations-process-wsis-forum-2021 "
        "(Geneva time assumed)",
        organisers="WSIS (ITU, UNESCO, UNCTAD, UNDP)",
        when="2020-09-09 15:00",
        duration=60,
    ),
    Fact(
        "WSIS UN Regional Commissions Meeting Round Table",
        "regional-meeting",
        "https://drrgateway.net/wsis-forum-2020-round-table (Action Line inferred)",
        organisers="UN Regional Commissions",
        action_lines=("C11",),
    ),
    Fact(
        "UN Group on the Information Society (UNGIS) annual meeting",
        "inter-agency-meeting",
        _RADAR,
        organisers="UNGIS",
    ),
    Fact(
        "WSIS Forum 2020 virtual Hackathon",
        "hackathon",
        _RADAR,
        organisers="University of Geneva (GTI); ITU",
    ),
    Fact(
        "WSIS Action Line C7: E-Environment: Climate Change and Early Warning for Climate Action",
        "action-line-facilitation",
        f"{_OUTCOMES} (organisers inferred)",
        organisers="WMO; ITU",
        action_lines=("C7-e-environment",),
    ),
    Fact(
        "WSIS Action Line C4: Capacity building and C7: E-Employment",
        "action-line-facilitation",
        f"{_OUTCOMES} (organisers inferred)",
        organisers="ITU; ILO",
        action_lines=("C4", "C7-e-employment"),
    ),
    Fact(
        "WSIS Action Line C6: Acting now: new and innovative policy and regulatory approaches for digital market "
        "development",
        "action-line-facilitation",
        f"{_OUTCOMES} (organiser inferred)",
        organisers="ITU",
        action_lines=("C6",),
    ),
    Fact(
        "WSIS Action Line C5: Cybersecurity in the era of Quantum Information Technology (QIT): challenges and "
        "considerations for ICT networks",
        "action-line-facilitation",
        f"{_OUTCOMES} (organiser inferred)",
        organisers="ITU",
        action_lines=("C5",),
    ),
    Fact(
        "WSIS Action Line C1, C7: Government and C11: Latest findings from the United Nations E-Government Survey 2020",
        "action-line-facilitation",
        _OUTCOMES,
        organisers="UN DESA",
        action_lines=("C1", "C7-e-government", "C11"),
    ),
    Fact(
        "WSIS Action Line C7: E-Business",
        "action-line-facilitation",
        f"{_OUTCOMES} (organisers inferred)",
        organisers="UNCTAD; ITC; UPU",
        action_lines=("C7-e-business",),
    ),
    Fact(
        "ICTs and Older Persons: Responsible use of the cyberspace: tips and hints for Seniors",
        "workshop",
        _OUTCOMES,
        track=OLDER,
    ),
    Fact(
        "Opening of the ICTs and Older Persons track",
        "workshop",
        f"{_SPEECHES}/2022-05-02.aspx (“launched this special track in June 2020”)",
        organisers="ITU; GCOA; CSEND; E-Seniors; WHO; UN DESA",
        track=OLDER,
        not_after="2020-06-30",
    ),
    Fact(
        "Decentralised Identities (DIDs) in development projects",
        "workshop",
        _HIGHLIGHTS,
        organisers="Geneva Macro Labs",
    ),
    Fact(
        "UAE PASS digital identity session (title not recovered)",
        "country-workshop",
        f"{_HIGHLIGHTS} (type inferred)",
        organisers="Telecommunications Regulatory Authority, United Arab Emirates",
    ),
    Fact(
        "SMART Villages session (title not recovered)",
        "workshop",
        _HIGHLIGHTS,
        organisers="eWorldwide Group",
    ),
)
"""The 38 sessions of which public pages keep a trace and that were held inside the forum's dates."""

EXHIBITION = Fact(
    "Virtual WSIS Forum 2020 Exhibition Space",
    "exhibition",
    "https://humanitarianencyclopedia.org/2020/08/14/wsis-virtual-forum-our-involvement/",
    organisers="WSIS Secretariat",
    action_lines=("C3", "C7-e-learning"),
)
"""The exhibition that stands: it has a page and no time."""

ACTION_LINE_SDGS: dict[str, tuple[int, ...]] = {
    "C1": (1, 3, 5, 10, 16, 17),
    "C2": (1, 8, 9, 11),
    "C3": (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17),
    "C4": (1, 2, 3, 4, 5, 6, 12, 13, 14, 16, 17),
    "C5": (1, 4, 5, 7, 8, 9, 11, 16, 17),
    "C6": (2, 4, 5, 8, 9, 10, 11, 16, 17),
    "C7-e-government": (9, 16, 17),
    "C7-e-business": (1, 2, 5, 8, 9, 17),
    "C7-e-learning": (4,),
    "C7-e-health": (1, 2, 3, 5, 17),
    "C7-e-employment": (4, 8, 10, 12, 17),
    "C7-e-environment": (9, 11, 13, 15, 16),
    "C7-e-agriculture": (1, 2, 3, 4, 5, 8, 9, 12, 13, 17),
    "C7-e-science": (1, 4, 6, 7, 13, 14, 15, 17),
    "C8": (2, 4, 6, 8, 9, 11, 12),
    "C9": (5, 9, 12, 16),
    "C10": (1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 16, 17),
    "C11": (17,),
}
"""The official WSIS-SDG matrix: which goals each Action Line serves."""
