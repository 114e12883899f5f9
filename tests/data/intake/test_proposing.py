"""Tests that the questions of forms in seven languages are understood, by heading and answers, and doubts told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.intake.mapping import FormMapping, mapping_from_toml, mapping_toml
from data.intake.proposing import propose
from data.programme import Comfort, Region
from tests.data.intake.form_files import GOOGLE, STALL, VIEW, WORKSHOP, csv_source, google, microsoft
from tests.factories import forum, kind

LIKE = [
    "answered", "contact email", "contact name", "organisers", "title", "type", "description", "duration",
    "action_lines", "sdgs", "preferred_dates", "preferred_hours", "zone", "languages", "speaker 1 name",
    "speaker 1 organisation", "speaker 1 country", "captioning", "note",
]  # fmt: skip


def targets(mapping: FormMapping) -> dict[str, str]:
    return {column.heading: ", ".join(map(str, column.targets)) for column in mapping.columns}


@pytest.mark.parametrize(
    "headings",
    [
        "Timestamp|Email Address|Name of contact person|Organization|Workshop title|Session type|Abstract|Length"
        "|Relevant WSIS Action Lines|Related SDGs|Preferred date|Preferred time slot|Your time zone"
        "|Language of the session|Speaker 1: name|Speaker 1: affiliation|Speaker 1: country|Live captions?|Remarks",
        "Horodateur|Adresse e-mail|Nom et prénom|Nom de l'organisation|Titre de l'atelier|Type de session|Résumé|Durée"
        "|Grandes orientations du SMSI|ODD|Dates souhaitées|Créneau souhaité|Fuseau horaire|Langues"
        "|Nom de l'intervenant 1|Organisation de l'intervenant 1|Pays de l'intervenant 1|Sous-titrage ?|Remarques",
        "Marca temporal|Dirección de correo electrónico|Nombre y apellidos|Organización|Título de la sesión"
        "|Tipo de sesión|Descripción|Duración|Líneas de acción de la CMSI|ODS|Fechas preferidas|Horario preferido"
        "|Zona horaria|Idiomas|Nombre del ponente 1|Organización del ponente 1|País del ponente 1"
        "|¿Necesita subtitulado?|Comentarios",
        "Zeitstempel|E-Mail-Adresse|Ihr Name|Veranstalter|Titel der Sitzung|Sitzungsart|Kurzbeschreibung|Dauer"
        "|WSIS-Aktionslinien|Ziele für nachhaltige Entwicklung|Wunschtermin|Bevorzugte Uhrzeit|Zeitzone|Sprachen"
        "|Redner 1 Name|Redner 1 Organisation|Land des Redners 1|Untertitelung|Anmerkungen",
        "Отметка времени|Адрес электронной почты|ФИО|Название организации|Название сессии|Тип сессии|Описание"
        "|Продолжительность|Направления деятельности ВВУИО|ЦУР|Предпочтительные даты|Предпочтительное время"
        "|Часовой пояс|Языки|Докладчик 1: имя|Докладчик 1: организация|Страна докладчика 1|Нужны ли субтитры?"
        "|Комментарии",
        "طابع زمني|البريد الإلكتروني|الاسم الكامل|المنظمة|عنوان الجلسة|نوع الجلسة|وصف الجلسة|مدة الجلسة|خطوط العمل"
        "|أهداف التنمية المستدامة|التواريخ المفضلة|الوقت المفضل|المنطقة الزمنية|اللغات|اسم المتحدث 1|منظمة المتحدث 1"
        "|بلد المتحدث 1|هل تحتاج ترجمة نصية؟|ملاحظات",
        "时间戳记|电子邮件地址|姓名|主办单位|会议标题|会议类型|会议简介|会议时长|WSIS行动方面|可持续发展目标|首选日期|首选时间"
        "|时区|语言|演讲者1姓名|演讲者1单位|演讲者1国家|是否需要字幕|备注",
    ],
    ids=["en", "fr", "es", "de", "ru", "ar", "zh"],
)
def test_the_common_questions_in_seven_languages(headings: str) -> None:
    mapping = propose([csv_source([headings.split("|")])])
    assert list(targets(mapping).values()) == LIKE
    assert mapping.key == tuple(headings.split("|")[:2])


def test_a_form_that_asks_for_several_things() -> None:
    mapping = propose([google(WORKSHOP, STALL, VIEW)])
    assert targets(mapping) == dict(
        zip(
            GOOGLE,
            [
                "answered", "contact email", "route", "contact name",
                "organisers, recommendations.recommended_by, themes.organisation, exhibition.organisation",
                "title", "type", "description", "duration", "action_lines, themes.action_lines", "sdgs, themes.sdgs",
                "preferred_dates", "preferred_hours", "zone", "languages", "captioning", "speaker 1 name",
                "speaker 1 organisation", "speaker 1 country", "speaker 1 email", "speakers", "recommendations.name",
                "recommendations.reason", "themes.view", "exhibition.size", "preferred_weekdays",
                "preferred_weekdays", "ignore", "note",
            ],
            strict=True,
        )
    )  # fmt: skip
    found = {column.heading: column for column in mapping.columns}
    assert found["What would you like to submit?"].routes == {
        "Request a workshop": ("requests",),
        "Recommend a speaker": ("recommendations",),
        "Request an exhibition stall": ("exhibition",),
        "Share views on the themes": ("themes",),
    }
    assert found["Preferred time of day"].values == {"Morning": "08:00-12:00", "Afternoon": "12:00-18:00"}
    assert found["Languages"].values == {"English": "en", "French": "fr"}
    assert found["Which days suit you? [Tuesday]"].values == {"Impossible": "no"}
    assert found["Which days suit you? [Monday]"].item == "Mon"
    assert found["Favourite colour"].remark == "not understood (1 answer)"
    assert (mapping.source, mapping.order, mapping.separator) == ("requests", "month-first", ",")
    assert mapping.remarks["dates"] == "as the dates of the form show"


def test_a_proposal_is_a_mapping_that_is_read() -> None:
    text = mapping_toml(propose([google(WORKSHOP, STALL, VIEW)]))
    assert mapping_toml(mapping_from_toml(text, "map.toml")) == "".join(
        line.split("  # ")[0].rstrip("\n") + "\n" for line in text.splitlines(keepends=True)
    )


def test_answers_get_the_words_of_the_forum() -> None:
    known = forum(
        types=(replace(kind(), name="Thematic workshop"), replace(kind("country"), name="Country workshop")),
        comfort=Comfort(regions=(Region("Africa", 40, ()), Region("Asia-Pacific", 60, ()))),
    )
    head = ["Timestamp", "Title", "Type of session", "Target regions"]
    first = ["2020-07-01 10:00", "One", "Country workshop (90 min)", "Africa, Asia Pacific"]
    mapping = propose([csv_source([head, first, ["2020-07-02 10:00", "Two", "Thematic workshops", "Global"]])], known)
    found = {column.heading: dict(column.values) for column in mapping.columns}
    assert found["Type of session"] == {"Country workshop (90 min)": "country", "Thematic workshops": "workshop"}
    assert found["Target regions"] == {"Africa": "Africa", "Asia Pacific": "Asia-Pacific", "Global": ""}


def test_microsoft_forms_in_french() -> None:
    questions = [
        "Titre de l'atelier",
        "Langues",
        "Dates à éviter",
        "Souhaitez-vous un stand ?",
        "Pays",
        "Jours [lundi]",
    ]
    answer = ["Ponts", "français;anglais;", "05/08/2020", "Oui", "Sénégal", "oui"]
    mapping = propose([microsoft(answer, ["Autre", "arabe;", "06/08/2020", "Non", "Kenya", ""], questions=questions)])
    assert list(targets(mapping).values()) == [
        "ignore", "ignore", "answered", "contact email", "contact name", "title", "languages", "excluded_dates",
        "route", "note, zone", "preferred_weekdays",
    ]  # fmt: skip
    assert (mapping.key, mapping.separator, mapping.order) == (("ID",), ";", "")
    assert mapping.remarks["dates"] == "decide: day-first or month-first? “Dates à éviter” could be either"
    found = {column.heading: column for column in mapping.columns}
    assert found["Langues"].values == {"français": "fr", "anglais": "en", "arabe": "ar"}
    assert found["Souhaitez-vous un stand ?"].routes == {"Oui": ("exhibition",), "Non": ()}
    assert {str(where): value for where, value in mapping.fixed.items()} == {"type": "workshop"}


def test_what_headings_do_not_say_the_answers_do() -> None:
    head = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"]
    first = ["ana@boro.example", "Africa/Nairobi", "C1, C2", "SDG 4, SDG 5", "60 minutes", "nothing of this"]
    second = ["bo@makers.example", "Asia/Tokyo", "C7", "Goal 9", "1 hour", "is known"]
    mapping = propose([csv_source([head, first, second])])
    assert list(targets(mapping).values()) == ["contact email", "zone", "action_lines", "sdgs", "duration", "ignore"]
    assert mapping.columns[0].remark == "65 %: its answers are e-mail addresses"


def test_only_the_surest_of_several_questions_gives_a_column_that_takes_one() -> None:
    mapping = propose([csv_source([["Timestamp", "Session title (short)", "Title", "Name", "Name"]])])
    assert list(targets(mapping).values()) == ["answered", "title", "ignore", "contact name", "speaker 2 name"]
    assert mapping.columns[2].remark == "another question gives title already"
