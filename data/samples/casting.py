"""Makes up the people of the sample and gives them parts, such that everyone is in one place at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.samples.drafts import Person
from data.samples.geography import (
    AMERICAS,
    CITY_NAMES,
    COUNTRY_NAMES,
    PLACES,
    SPEAKER_SHARES,
    WEST,
)
from data.samples.wsis_facts import ACTION_LINE_SDGS

if TYPE_CHECKING:
    from random import Random

    from data.samples.drafts import Draft
    from data.samples.geography import Place

PEOPLE = 850
"""People at the published size (846)."""

NOMINATING = (
    "private sector",
    "civil society",
    "technical and academic community",
    "international organization",
)
"""The stakeholder types that nominate facilitators of the High-Level Track."""

_STAKEHOLDERS = {
    "government": 32,
    "private sector": 21,
    "technical and academic community": 14,
    "international organization": 9,
    "civil society": 8,
    "UN agency": 5,
}
_ORGANISATIONS = {
    "government": "Invented Ministry of ICT, {}",
    "private sector": "Invented Telecom Company, {}",
    "technical and academic community": "Invented University, {}",
    "international organization": "Invented Intergovernmental Body, {} office",
    "civil society": "Invented Society for Digital Rights, {}",
    "UN agency": "Invented UN Programme, {} office",
}
_OFFICIAL_PARTS = (16, 12, 10, 8)
"""In how many sessions the busiest people of a forum of the published size appear."""

_NOMINEES = 20
_PLACES_BY_REGION = {region: tuple(p for p in PLACES if p.region == region) for region in SPEAKER_SHARES}
_LOOK, _LOOK_FAR = 12, 200
"""How many people of a region are looked at for one who fits well, and for one who may at all."""


class Cast:
    """Everyone of the sample, and the decks of speakers that are still to be given parts."""

    def __init__(self, random: Random, scale: int, drafts: list[Draft]) -> None:
        self._random = random
        self._width = max(3, len(str(PEOPLE * scale)))
        held = [draft for draft in drafts if draft.held]
        policy = [draft for draft in held if draft.kind == "policy-session"]
        concluding = next(draft for draft in held if draft.kind == "concluding-session")
        self.nominees = [self._nominee(number, concluding) for number in range(_NOMINEES * len(policy) // 11)]
        self.ministers = [self._minister(number) for number in range(24 * scale)]
        self.officials = [self._official(number) for number in range(len(_OFFICIAL_PARTS) * scale)]
        plain = PEOPLE * scale - len(self.nominees) - len(self.ministers) - len(self.officials)
        self.speakers = [self._speaker(number) for number in range(plain)]
        self._give_themes(policy)
        for nominee in self.nominees:
            nominee.busy += concluding.spans()
            nominee.days += [day for day, _ in concluding.held]
        self._choose_facilitators(sorted(policy, key=lambda draft: draft.held[0]))
        concluding.facilitators = [nominee for nominee in self.nominees if nominee.sessions]
        self._officials_appear(held)
        self._ministers_appear(held)
        self._speakers_appear(held)
        self._announce_cancelled([draft for draft in drafts if draft.cancelled])

    @property
    def people(self) -> list[Person]:
        """Everyone, in the order of the table."""
        return [*self.officials, *self.ministers, *self.nominees, *self.speakers]

    def _person(self, name: str, stakeholder: str, place: Place) -> Person:
        organisation = _ORGANISATIONS[stakeholder].format(place.country)
        return Person(name, organisation, stakeholder, place.country, place.zone, place.zone, place.region)

    def _nominee(self, number: int, concluding: Draft) -> Person:
        stakeholder = NOMINATING[number % len(NOMINATING)]
        region = tuple(SPEAKER_SHARES)[number % len(SPEAKER_SHARES)]
        places = [place for place in _PLACES_BY_REGION[region] if not concluding.at_night_in(place.zone)]
        person = self._person(
            f"Nominee {number + 1:0{self._width}d} (invented)", stakeholder, self._random.choice(places)
        )
        person.nominated_by = stakeholder
        person.most_a_day = 3
        return person

    def _minister(self, number: int) -> Person:
        region = self._random.choices(tuple(SPEAKER_SHARES), tuple(SPEAKER_SHARES.values()))[0]
        place = self._random.choice(_PLACES_BY_REGION[region])
        person = self._person(f"Minister {number + 1:0{self._width}d} (invented)", "government", place)
        person.most_a_day = 2
        return person

    def _official(self, number: int) -> Person:
        place = _PLACES_BY_REGION[WEST][0] if number % 4 != 2 else _PLACES_BY_REGION[AMERICAS][0]
        person = self._person(f"Official {number + 1:0{self._width}d} (invented)", "UN agency", place)
        person.most_a_day = 2
        return person

    def _speaker(self, number: int) -> Person:
        random = self._random
        region = random.choices(tuple(SPEAKER_SHARES), tuple(SPEAKER_SHARES.values()))[0]
        stakeholder = random.choices(tuple(_STAKEHOLDERS), tuple(_STAKEHOLDERS.values()))[0]
        name = f"Speaker {number + 1:0{self._width}d} (invented)"
        if random.random() < 0.02:
            name = random.choice((name.upper(), name.replace("Speaker ", "Speaker  No. "), name.replace(" (", "  (")))
        person = self._person(name, stakeholder, random.choice(_PLACES_BY_REGION[region]))
        self._say_zone_badly(person)
        return person

    def _say_zone_badly(self, person: Person) -> None:
        """Leave the zone out, or say it as a city or a country, as about one in ten does."""
        place = next(p for p in PLACES if (p.country, p.zone) == (person.country, person.zone))
        chance = self._random.random()
        if chance < 0.03:
            person.zone_cell, person.zone = "", place.zone if place.single else None
        elif chance < 0.05:
            person.zone_cell, person.zone, person.country = "", None, ""
        elif chance < 0.10 and place.country in COUNTRY_NAMES:
            person.zone_cell = place.country
        elif chance < 0.16 and place.city in CITY_NAMES:
            person.zone_cell = place.city

    def _give_themes(self, policy: list[Draft]) -> None:
        """Give every nominee a few Action Lines, and every policy session at least three who fit."""
        random = self._random
        codes = tuple(ACTION_LINE_SDGS)
        for nominee in self.nominees:
            nominee.themes = tuple(sorted(random.sample(codes, random.choice((2, 3, 3, 4))), key=codes.index))
        for draft in policy:
            fitting = [n for n in self.nominees if set(n.themes) & set(draft.action_lines)]
            others = [n for n in self.nominees if n not in fitting]
            for nominee in random.sample(others, max(0, 3 - len(fitting))):
                line = draft.action_lines[0]
                nominee.themes = tuple(sorted({*nominee.themes, line}, key=codes.index))

    def _choose_facilitators(self, policy: list[Draft]) -> None:
        """Plant a facilitator for each policy session, balanced over who nominates them."""
        by_type = dict.fromkeys(NOMINATING, 0)
        for draft in policy:
            able = [nominee for nominee in self.nominees if self._can_facilitate(nominee, draft)]
            chosen = min(able, key=lambda n: (by_type[n.nominated_by], len(n.sessions), self.nominees.index(n)))
            by_type[chosen.nominated_by] += 1
            chosen.facilitate(draft)

    def _can_facilitate(self, nominee: Person, draft: Draft) -> bool:
        return (
            bool(set(nominee.themes) & set(draft.action_lines))
            and nominee.may_appear(draft, 0, draft.duration)
            and _awake(nominee, draft)
        )

    def _officials_appear(self, held: list[Draft]) -> None:
        for number, person in enumerate(self.officials):
            wanted = _OFFICIAL_PARTS[number % len(_OFFICIAL_PARTS)]
            order = self._random.sample(held, min(len(held), 12 * wanted))
            order.sort(key=lambda draft: draft.kind not in ("opening", "prize-ceremony", "champions", "closing"))
            for draft in order:
                if len(person.sessions) == wanted:
                    break
                role = "welcome" if draft.panel >= 5 else "speaker"
                end = min(draft.duration, 10) if role == "welcome" else draft.duration
                if draft.days == 1 and draft.panel and person.may_appear(draft, 0, end):
                    person.appear(draft, role, 0, end, required=self._random.random() < 0.8)
                    draft.panel -= 1

    def _ministers_appear(self, held: list[Draft]) -> None:
        seats = {
            "ministerial-round-table": (8, "speaker"),
            "opening": (2, "welcome"),
            "policy-statements": (3, "speaker"),
            "policy-session": (1, "speaker"),
            "country-workshop": (1, "welcome"),
            "high-level-dialogue": (1, "speaker"),
            "prize-ceremony": (1, "welcome"),
        }
        for draft in held:
            wanted, role = seats.get(draft.kind, (0, ""))
            if role == "welcome" and draft.kind == "country-workshop" and self._random.random() < 0.4:
                continue
            for _ in range(min(wanted, draft.panel)):
                end = 5 if role == "welcome" else draft.duration
                fits = [m for m in self._random.sample(self.ministers, 12) if m.may_appear(draft, 0, end)]
                if not fits:
                    break
                best = min(fits, key=lambda m: (m.country != draft.country, len(m.sessions), m.name))
                best.appear(draft, role, 0, end, required=self._random.random() < 0.85)
                draft.panel -= 1

    def _speakers_appear(self, held: list[Draft]) -> None:
        """Deal everyone once, and some again, over the seats that are left."""
        random = self._random
        seats = sum(draft.panel + (draft.kind != "policy-session") for draft in held)
        pool = [*self.speakers, *(n for number, n in enumerate(self.nominees) if number % 2)]
        again = random.choices(pool, k=max(0, seats - len(pool)))
        self._decks: dict[str, list[Person]] = {region: [] for region in SPEAKER_SHARES}
        for person in [*pool, *again]:
            self._decks[person.region].append(person)
        for deck in self._decks.values():
            random.shuffle(deck)
        order = list(held)
        random.shuffle(order)
        for draft in order:
            if draft.kind != "policy-session":
                self._moderator(draft)
        for draft in order:
            for _ in range(draft.panel):
                start, end = self._minutes(draft)
                speaker = self._deal(draft, start, end, leads=False)
                if speaker is not None:
                    role = "host" if draft.kind == "knowledge-cafe" and random.random() < 0.3 else "speaker"
                    speaker.appear(draft, role, start, end, required=random.random() >= 0.16)

    def _moderator(self, draft: Draft) -> None:
        person = self._deal(draft, 0, draft.duration, leads=True)
        if person is not None:
            person.appear(draft, "moderator", 0, draft.duration, required=True)

    def _minutes(self, draft: Draft) -> tuple[int, int]:
        """Some speakers come for a part of the session only."""
        if draft.duration >= 60 and draft.days == 1 and self._random.random() < 0.06:
            return self._random.choice(((0, 30), (draft.duration - 30, draft.duration), (15, 45)))
        return 0, draft.duration

    def _deal(self, draft: Draft, start: int, end: int, *, leads: bool) -> Person | None:
        """Take someone who may have the part out of the decks, rather of the region, awake and nearby."""
        shares = dict(SPEAKER_SHARES)
        if draft.region:
            shares[draft.region] += 150
        wanted = self._random.choices(tuple(shares), tuple(shares.values()))[0]
        regions = (wanted, *(other for other in shares if other != wanted))
        for most in (_LOOK_FAR, max(len(deck) for deck in self._decks.values())):
            for region in regions:
                deck = self._decks[region]
                index = _find(deck[-most:], draft, start, end, leads=leads)
                if index is not None:
                    place = max(0, len(deck) - most) + index
                    deck[place], deck[-1] = deck[-1], deck[place]
                    return deck.pop()
        return None

    def _announce_cancelled(self, cancelled: list[Draft]) -> None:
        for draft in cancelled:
            for person in self._random.sample(self.speakers, 2):
                person.appear(draft, "speaker", 0, draft.duration, required=False)


def _find(deck: list[Person], draft: Draft, start: int, end: int, *, leads: bool) -> int | None:
    """Return the place in the deck, looking from its end, of someone who may have the part and fits well."""
    able: int | None = None
    for looked, index in enumerate(range(len(deck) - 1, -1, -1), start=1):
        person = deck[index]
        if (not leads or (person.zone is not None and _awake(person, draft))) and person.may_appear(draft, start, end):
            if person.country == draft.country if draft.country else not _is_uncomfortable(person, draft):
                return index
            if able is None or (_is_uncomfortable(deck[able], draft) and not _is_uncomfortable(person, draft)):
                able = index
        if looked >= _LOOK and able is not None:
            break
    return able


def _awake(person: Person, draft: Draft) -> bool:
    return person.zone is None or not draft.at_night_in(person.zone)


def _is_uncomfortable(person: Person, draft: Draft) -> bool:
    return person.zone is not None and draft.uncomfortable_in(person.zone)
