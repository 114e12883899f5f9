"""Proposes which question of a form becomes what: from the words of its heading and from its answers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from data.intake import answers
from data.intake.answers import Manner, key_of, parts
from data.intake.forms import WISHES, form_table
from data.intake.headings import (
    MICROSOFT,
    PART_WORDS,
    RESPONSE_IDS,
    ROLE_WORDS,
    TABLE_WORDS,
    TIMESTAMPS,
    phrases,
    plain,
)
from data.intake.mapping import (
    ANSWERED,
    EMAIL,
    IGNORE,
    MAPPED,
    NOTE,
    ROUTE,
    SENDER,
    FormMapping,
    MappedColumn,
    Target,
    target,
)
from data.readers.columns import ROUTED
from data.zone_names import place_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from data.intake.sources import Source
    from data.programme import Forum

LIKELY = 0.6
"""How sure a proposal must be to be written as one."""

MOST_CHOICES = 20
"""A question with more different answers is no choice among given ones."""

_SAMPLE = 200
_SHOWN = 500
"""So many letters of an answer show what it is."""

_TIMES_OF_DAY = {
    "08:00-12:00": "morning|matin|mañana|vormittag|morgen|утро|صباح|上午|早上",
    "12:00-18:00": "afternoon|après-midi|tarde|nachmittag|день|после обеда|بعد الظهر|下午",
    "18:00-22:00": "evening|soir|soirée|noche|abend|вечер|مساء|晚上",
}
"""What a time of day may mean, to be looked through."""

_TICKED = re.compile(r"prefer|préf|prefi|bevorzug|предпоч|ideal|best|مفضل|首选", re.IGNORECASE)
_GRID = re.compile(r"(?P<question>.+\S)\s*\[(?P<row>[^\[\]]+)\]")
_SPACELESS = re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff]")
"""Arabic puts its article before a word and East Asian writing knows no blanks: a word is found within others."""

_SDG = re.compile(r"(?:sdg|goal|odd|ods|цур|objecti[fv]|ziel|目标|الهدف)\s*\d", re.IGNORECASE)
_ONE_ONLY = frozenset(
    {ANSWERED, EMAIL, SENDER}
    | {
        Target(table, name)
        for table, columns in MAPPED.items()
        for name, column in columns.items()
        if not column.form.startswith("list") and name not in answers.PARAGRAPHS
    }
)


@dataclass(frozen=True, slots=True)
class _Question:
    """A question with its answers, each as it is written."""

    heading: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Guess:
    """What a question may become, from 0 (no idea) to 1 (sure), and why."""

    targets: tuple[Target, ...]
    sure: float
    why: str
    item: str = ""


def propose(sources: Sequence[Source], forum: Forum | None = None) -> FormMapping:
    """Propose a mapping for the files of a form, with the reason of each line as its remark.

    With a forum, answers are mapped to its types and audience regions. Raises InputProblems where a file is no table.
    """
    tables = [form_table(source) for source in sources]
    said: dict[str, list[str]] = {}
    for table in tables:
        for place, heading in enumerate(table.headings):
            if heading:
                cells = (answers.clean(row[place][:_SHOWN]) for _, row in table.rows if place < len(row))
                said.setdefault(heading, []).extend(filter(None, cells))
    questions = [_Question(heading, tuple(found)) for heading, found in said.items()]
    headings = {key_of(heading) for heading in said}
    separator = ";" if any(both <= headings for both in MICROSOFT) else ","
    guesses = _shared(_one_each([_guess(question, separator) for question in questions]))
    guesses = _with_country_as_zone(questions, guesses)
    columns = tuple(
        _column(question, guess, separator, forum) for question, guess in zip(questions, guesses, strict=True)
    )
    remarks: dict[str, str] = {}
    order = _order(questions, columns, remarks)
    key = _key(questions, columns, remarks)
    used = {each for column in columns for each in column.targets}
    fixed: dict[Target, str] = {}
    kind = Target("requests", "type")
    if kind not in used and any(each.table in ("requests", "people") for each in used):
        types = [each.id for each in forum.types] if forum is not None else []
        fixed[kind] = "workshop" if "workshop" in types or not types else types[0]
        remarks["type"] = "no question asks for it"
    wished = ""
    if Target("requests", "zone") not in used and any(each.column in WISHES for each in used):
        wished = forum.zone if forum is not None else ""
        remarks["wished_zone"] = "no question asks for the zone of wished times; empty is the forum's home zone"
    return FormMapping(
        source=_source(sources[0].name) if sources else "form",
        key=key,
        columns=columns,
        wished_zone=wished,
        order=order,
        separator=separator,
        fixed=fixed,
        remarks=remarks,
    )


def _source(file: str) -> str:
    """A name for the source, from the name of its first file without what Google and browsers add to it."""
    stem = re.split(r"\s*[(\[]|\s-\s", PurePath(file).stem)[0]
    letters = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", letters))[:40].strip("-") or "form"


# ---- one question ----------------------------------------------------------------------------------------------


def _guess(question: _Question, separator: str) -> _Guess:
    key = key_of(question.heading)
    if key in TIMESTAMPS:
        return _Guess((ANSWERED,), 1, "the form writes here when it was answered")
    if key in RESPONSE_IDS:
        return _Guess((IGNORE,), 0.9, "the number of the answer")
    grid = _GRID.fullmatch(question.heading)
    if grid is not None:
        return _of_grid(question, grid["question"], grid["row"])
    routed = _of_route(question, separator)
    if routed is not None:
        return routed
    found = max((_by_synonym(question.heading), _by_person(question)), key=lambda guess: guess.sure)
    found = _weighed(question, found, separator)
    by_answers = _by_answers(question)
    if by_answers is not None and (found.sure < LIKELY or _contradicts(by_answers, found)):
        return by_answers
    if found.sure < LIKELY:
        many = f"{len(question.said)} answers" if len(question.said) != 1 else "1 answer"
        hint = f"; is it {found.targets[0]}?" if found.targets != (IGNORE,) and found.sure > 0.3 else ""
        return _Guess((IGNORE,), 0, f"not understood{hint} ({many})")
    return found


def _by_synonym(heading: str) -> _Guess:
    known = phrases()
    text = plain(re.sub(r" #\d+$", "", heading))
    if text in known:
        again = re.search(r" #\d+$", heading) is not None
        return _Guess((target(known[text]),), 0.5 if again else 0.95, "by its heading")
    near = process.extractOne(text, known.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=84)
    if near is not None and len(text) > 3:
        return _Guess((target(known[near[0]]),), round(near[1] / 100 - 0.06, 2), f"its heading is like “{near[0]}”")
    inside = [phrase for phrase in known if len(phrase) > 3 or _SPACELESS.search(phrase) if _has_word(text, phrase)]
    if inside:
        longest = max(inside, key=len)
        sure = 0.55 + 0.35 * len(longest) / len(text)
        return _Guess((target(known[longest]),), round(sure, 2), f"“{longest}” is in its heading")
    return _Guess((IGNORE,), 0, "")


def _has_word(text: str, word: str) -> bool:
    if _SPACELESS.search(word):
        return word in text and len(word) > 1
    return re.search(rf"(?<!\w){re.escape(word)}s?(?!\w)", text) is not None


def _by_person(question: _Question) -> _Guess:
    """A question about one of the people of a session, or about all of a role."""
    text = plain(question.heading.replace("#", " "))
    if _table_in(text, ("recommendations", "exhibition")):
        return _Guess((IGNORE,), 0, "")
    text = re.sub(r"(?<=[^\W\d])(\d{1,2})$", r" \1", text)
    number = re.search(r"(?<!\d)(\d{1,2})(?!\d)", text)
    place = int(number[1]) if number is not None and 1 <= int(number[1]) <= 50 else 0
    role = _word_of(text, ROLE_WORDS)
    if role is None:
        repeated = _word_of(text, PART_WORDS) if place >= 2 and len(text.split()) <= 3 else None
        if repeated is None:
            return _Guess((IGNORE,), 0, "")
        return _Guess((Target("people", repeated, "speaker", place),), LIKELY, "asked again: of another speaker?")
    rest = next((text.replace(word, " ") for word in _longest(ROLE_WORDS[role]) if _has_word(text, word)), text)
    part = _word_of(rest, PART_WORDS)
    if part is None and question.said and all(answer.isdigit() for answer in question.said):
        return _Guess((IGNORE,), LIKELY, "a number of people")
    if part is None:
        return _Guess((Target("people", "", role, place),), 0.85, f"its heading is about a {role}")
    return _Guess((Target("people", part, role, place or 1),), 0.9, f"the {part} of a {role}, by its heading")


def _longest(joined: str) -> list[str]:
    return sorted(joined.split("|"), key=lambda word: (-len(word), word))


def _word_of(text: str, words: Mapping[str, str]) -> str | None:
    """The name of which the longest word is in the text."""
    found = [(word, name) for name, joined in words.items() for word in joined.split("|") if _is_in(word, text)]
    return min(found, key=lambda each: (-len(each[0]), each))[1] if found else None


def _is_in(word: str, text: str) -> bool:
    return word in text if _SPACELESS.search(word) else _has_word(text, word)


def _table_in(text: str, among: Iterable[str] = TABLE_WORDS) -> str | None:
    """The first table of which a word begins in the text."""
    for table in TABLE_WORDS:
        for word in TABLE_WORDS[table].split("|") if table in among else ():
            if word in text if _SPACELESS.search(word) else re.search(rf"(?<!\w){re.escape(word)}", text):
                return table
    return None


def _of_grid(question: _Question, asked: str, row: str) -> _Guess:
    """A row of a grid: an item of a list that is ticked, or not."""
    about = _by_synonym(asked)
    where = about.targets[0]
    if place_key(row) in answers.weekday_names():
        where = Target("requests", "preferred_weekdays")
    if where.table in MAPPED and MAPPED[where.table][where.column].form.startswith("list"):
        try:
            item = ";".join(answers.reader_of(MAPPED[where.table][where.column])(row, Manner()))
        except ValueError:
            item = ""
        if item:
            return _Guess((where,), 0.7, "a row of a grid: where it is ticked, the item counts", item)
    return _Guess((IGNORE,), 0, f"not understood: a row of a grid ({len(question.said)} answers)")


def _of_route(question: _Question, separator: str) -> _Guess | None:
    """A question that says what is submitted."""
    choices = _choices(question, separator)
    if not 1 < len(choices) <= MOST_CHOICES:
        return None
    leads = _leads(question, choices)
    tables = {table for found in leads.values() for table in found}
    asked = _by_synonym(question.heading)
    if asked.targets == (ROUTE,) and asked.sure >= LIKELY and tables:
        return _Guess((ROUTE,), 0.9, "its answers say what is submitted")
    if asked.sure >= 0.9:
        return None
    if len(tables) > 1 and all(leads.values()) and max(map(len, choices)) < 100 and tables & set(ROUTED):
        return _Guess((ROUTE,), 0.75, "its answers say what is submitted")
    if len(tables) == 1 and tables <= {"exhibition", "recommendations"} and _share(question, _yes_or_no) == 1:
        return _Guess((ROUTE,), 0.75, f"a yes asks for {tables.pop()}")
    return None


def _leads(question: _Question, choices: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The tables to which each answer leads; those of yes by the words of the question."""
    found: dict[str, tuple[str, ...]] = {}
    asked = _table_in(plain(question.heading))
    for choice in choices:
        if _reads(_yes_or_no, choice):
            yes = answers.yes_or_no(choice, Manner()) == ("yes",)
            found[choice] = (asked,) if yes and asked in ("exhibition", "recommendations") else ()
        else:
            table = _table_in(key_of(choice))
            found[choice] = () if table is None else (table,)
    return found


def _choices(question: _Question, separator: str) -> list[str]:
    """The different answers of a question in their order, single ones of those that are joined.

    What goes on with a small letter is taken for one answer, as in “Health, education”.
    """
    found: dict[str, str] = {}
    for answer in question.said:
        pieces: list[str] = []
        for part in parts(answer, separator):
            if separator == "," and pieces and part[0].islower():
                pieces[-1] += f"{separator} {part}"
            else:
                pieces.append(part)
        for piece in pieces:
            found.setdefault(key_of(piece), piece)
        if len(found) > MOST_CHOICES:
            break
    return list(found.values())


# ---- answers ---------------------------------------------------------------------------------------------------


def _reads(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except ValueError:
        return False
    return True


def _share(question: _Question, reader: Callable[[str], object]) -> float:
    """Of the answers, the part that can be read."""
    sample = question.said[:_SAMPLE]
    return sum(_reads(reader, text) for text in sample) / len(sample) if sample else 0


def _yes_or_no(text: str) -> object:
    return answers.yes_or_no(text, Manner())


def _some_date(text: str) -> object:
    for order in ("day-first", "month-first"):
        if _reads(lambda found: answers.dates(found, Manner(order, ",")), text):  # noqa: B023
            return True
    raise ValueError


def _marked(pattern: re.Pattern[str]) -> Callable[[str], object]:
    def read(text: str) -> object:
        if not pattern.search(text):
            raise ValueError
        return True

    return read


def _email_alone(text: str) -> object:
    if answers.email(text) != text:
        raise ValueError
    return True


def _short_duration(text: str) -> object:
    if text.isdigit() or len(text) > 40:
        raise ValueError
    return answers.duration(text, Manner())


def _by_answers(question: _Question) -> _Guess | None:
    """What the answers themselves show, whatever the heading says."""
    shown: tuple[tuple[str, Callable[[str], object], str], ...] = (
        ("contact email", _email_alone, "e-mail addresses"),
        ("zone", _marked(re.compile(r"^[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+")), "time zones"),
        ("action_lines", _marked(re.compile(r"^[CС]\s?(?:1[01]|[1-9])\b")), "Action Lines"),
        ("sdgs", _marked(_SDG), "Sustainable Development Goals"),
        ("preferred_hours", lambda text: answers.hours(text, Manner(separator=",")), "hours"),
        ("duration", _short_duration, "durations"),
        ("preferred_dates", _some_date, "dates"),
        ("languages", lambda text: answers.languages(text, Manner()), "languages"),
    )
    for name, reader, what in shown:
        if len(question.said) >= 2 and _share(question, reader) >= 0.8:
            return _Guess((target(name),), 0.65, f"its answers are {what}")
    return None


def _contradicts(by_answers: _Guess, found: _Guess) -> bool:
    """Whether answers of a plain form show that the heading was not understood."""
    where, other = found.targets[0], by_answers.targets[0]
    if other == EMAIL:
        return where != EMAIL and where.column != "email" and where != IGNORE
    names = {"action_lines", "sdgs", "zone"}
    return other.column in names and where.column not in {*names, "themes"} and where.table in ("requests", "")


def _weighed(question: _Question, guess: _Guess, separator: str) -> _Guess:
    """The guess, less sure where its answers cannot be read as what it says."""
    where = guess.targets[0]
    if where in (EMAIL,) or where.column == "email":
        share = _share(question, lambda text: key_of(text) in answers.ANONYMOUS or answers.email(text))
    elif where.table in MAPPED and (column := MAPPED[where.table][where.column]).name not in ("type", "target_regions"):
        reader = answers.reader_of(column)
        orders = ("day-first", "month-first") if "date" in column.form else ("year-first",)
        share = max(
            _share(question, lambda text, order=order: reader(text, Manner(order, separator)))  # type: ignore[misc]
            for order in orders
        )
        if column.form.startswith("list") and len(_choices(question, separator)) <= MOST_CHOICES:
            share = max(share, 0.5)  # a choice, whose answers are given a meaning
    else:
        return guess
    if not question.said or share >= 0.5:
        return guess
    return replace(guess, sure=round(guess.sure * (0.5 + share / 2), 2))


# ---- all questions ---------------------------------------------------------------------------------------------


def _one_each(guesses: list[_Guess]) -> list[_Guess]:
    """Of several questions for a column that takes one, the surest stays; equal ones in their order."""
    best: dict[Target, int] = {}
    for place, guess in enumerate(guesses):
        where = guess.targets[0]
        single = where in _ONE_ONLY or (where.table == "people" and where.column not in ("", "note"))
        if single and (where not in best or guess.sure > guesses[best[where]].sure):
            best[where] = place
    found = []
    for place, guess in enumerate(guesses):
        where = guess.targets[0]
        if where in best and best[where] != place:
            guess = _Guess((IGNORE,), 0, f"another question gives {where} already")
        found.append(guess)
    return found


def _shared(guesses: list[_Guess]) -> list[_Guess]:
    """Let questions about the sender serve the tables of what is routed too."""
    tables = [table for table in ROUTED if any(guess.targets[0].table == table for guess in guesses)]
    given = {guess.targets[0] for guess in guesses}
    more = {
        Target("requests", "organisers"): {
            "recommendations": "recommended_by", "themes": "organisation", "exhibition": "organisation",
        },
        Target("requests", "action_lines"): {"themes": "action_lines"},
        Target("requests", "sdgs"): {"themes": "sdgs"},
    }  # fmt: skip
    found = []
    for guess in guesses:
        places = more.get(guess.targets[0], {})
        extra = tuple(Target(table, places[table]) for table in tables if table in places)
        found.append(replace(guess, targets=(*guess.targets, *(each for each in extra if each not in given))))
    return found


def _with_country_as_zone(questions: Sequence[_Question], guesses: list[_Guess]) -> list[_Guess]:
    """Let the sender's country give the zone of wished times where no question asks for the zone."""
    given = {guess.targets[0] for guess in guesses}
    zone = Target("requests", "zone")
    wishes = any(each.table == "requests" and each.column in WISHES for each in given)
    if zone in given or not wishes:
        return guesses
    why = "no question asks for the zone: that of the country, where it has one"
    return [
        _Guess((NOTE, zone), 0.5, why) if plain(question.heading) in PART_WORDS["country"].split("|") else guess
        for question, guess in zip(questions, guesses, strict=True)
    ]


def _column(question: _Question, guess: _Guess, separator: str, forum: Forum | None) -> MappedColumn:
    where = guess.targets[0]
    sure = f"{round(guess.sure * 100)} %: " if guess.sure else ""
    made = MappedColumn(question.heading, guess.targets, item=guess.item, remark=f"{sure}{guess.why}")
    if where == ROUTE:
        return replace(made, routes=_leads(question, _choices(question, separator)))
    if guess.item:
        return replace(made, values=_ticks(question))
    if where.table == "people" and not where.column:
        return made
    if where.table in MAPPED and MAPPED[where.table][where.column].form.startswith("list") and separator == ",":
        typed = where.column in ("organisers", "documents") or any(";" in answer for answer in question.said)
        made = replace(made, separator=";" if typed else "")
    return replace(made, values=_meanings(question, where, made.separator or separator, forum))


def _ticks(question: _Question) -> dict[str, str]:
    """For the answers of a row of a grid, whether they tick it."""
    found: dict[str, str] = {}
    for choice in dict.fromkeys(question.said):
        if not _reads(_yes_or_no, choice) and len(found) < MOST_CHOICES:
            found[choice] = "yes" if _TICKED.search(choice) else "no"
    return found


def _meanings(question: _Question, where: Target, separator: str, forum: Forum | None) -> dict[str, str]:
    """What each answer of a choice means, where the forum has a word of its own for it."""
    if where.table not in MAPPED or where.column not in ("type", "target_regions", "languages", "interpretation",
                                                         "preferred_hours", "excluded_hours"):  # fmt: skip
        return {}
    choices = _choices(question, separator) if where.column != "type" else list(dict.fromkeys(question.said))
    if len(choices) > MOST_CHOICES:
        return {}
    if where.column == "type":
        types = {word: each.id for each in forum.types for word in (each.name, each.id)} if forum is not None else {}
        return {choice: types[near] for choice in choices if (near := _nearest(choice, types)) is not None}
    if where.column == "target_regions":
        regions = {region.name: region.name for region in forum.comfort.regions} if forum is not None else {}
        if not regions:
            return {}
        return {choice: regions.get(_nearest(choice, regions) or "", "") for choice in choices}
    if where.column in ("languages", "interpretation"):
        return {choice: _languages(choice) for choice in choices}
    found: dict[str, str] = {}
    for choice in choices:
        if not _reads(lambda text: answers.hours(text, Manner(separator=separator)), choice):
            span = next((span for span, words in _TIMES_OF_DAY.items() if _word_of(key_of(choice), {span: words})), "")
            found[choice] = span
    return found


def _languages(choice: str) -> str:
    if re.search(r"\b(?:un|official|six)\b.*languages", choice, re.IGNORECASE):
        return "ar;en;es;fr;ru;zh"
    try:
        return ";".join(answers.languages(choice, Manner()))
    except ValueError:
        return ""


def _nearest(choice: str, known: Mapping[str, str]) -> str | None:
    words = {word: key_of(word) for word in sorted(known)}
    near = process.extractOne(key_of(re.sub(r"\([^()]*\)", "", choice)), words, scorer=fuzz.WRatio, score_cutoff=85)
    return None if near is None else near[2]


def _order(questions: Sequence[_Question], columns: Sequence[MappedColumn], remarks: dict[str, str]) -> str:
    """The order of dates that the columns show; empty, with a remark, where it has to be decided."""
    doubtful, shown = "", ""
    for question, column in zip(questions, columns, strict=True):
        where = column.targets[0]
        if where != ANSWERED and not (where.table in MAPPED and "date" in MAPPED[where.table][where.column].form):
            continue
        possible = answers.possible_orders(question.said)
        if len(possible) == 1:
            order = next(iter(possible))
            if shown and order != shown:
                remarks["dates"] = "the questions differ: say it for each, as in { to = …, dates = … }"
                return ""
            shown = order
        elif "year-first" not in possible:
            doubtful = question.heading
    if shown:
        remarks["dates"] = "as the dates of the form show"
        return shown
    if doubtful:
        remarks["dates"] = f"decide: day-first or month-first? “{doubtful}” could be either"
    return ""


def _key(questions: Sequence[_Question], columns: Sequence[MappedColumn], remarks: dict[str, str]) -> tuple[str, ...]:
    """The headings that name an answer for good: its number; else when it was sent and by whom."""
    for question in questions:
        unique = len(set(question.said)) == len(question.said) > 0
        if key_of(question.heading) in RESPONSE_IDS and unique:
            remarks["key"] = "the number that the form gives each answer"
            return (question.heading,)
    by_target = {column.targets[0]: column.heading for column in reversed(columns)}
    wanted = (ANSWERED, EMAIL) if ANSWERED in by_target else (EMAIL, Target("requests", "title"))
    title = Target("requests", "title")
    found = [by_target[each] for each in wanted if each in by_target]
    if len(found) < 2 and title in by_target and by_target[title] not in found:
        found.append(by_target[title])
    remarks["key"] = "what these say together stays the same in every export of an answer"
    return tuple(found) or tuple(question.heading for question in questions[:1])
