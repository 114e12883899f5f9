"""The words by which forms ask: for each target of a mapping, headings in several languages, as they are compared."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from data.intake.answers import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMESTAMPS = frozenset(
    [
        "timestamp",
        "horodateur",
        "marca temporal",
        "zeitstempel",
        "отметка времени",
        "طابع زمني",
        "时间戳记",
        "时间戳",
        "時間戳記",
        "carimbo de data/hora",
        "informazioni cronologiche",
        "タイムスタンプ",
        "타임스탬프",
        "zaman damgası",
        "sygnatura czasowa",
    ]
)
"""The first heading of a table of Google Forms, in the languages of its owner."""

MICROSOFT = (
    frozenset({"start time", "completion time"}),
    frozenset({"heure de début", "heure de fin"}),
    frozenset({"hora de inicio", "hora de finalización"}),
    frozenset({"startzeit", "fertigstellungszeit"}),
    frozenset({"время начала", "время выполнения"}),
    frozenset({"وقت البدء", "وقت الإكمال"}),
    frozenset({"开始时间", "完成时间"}),
)
"""Two headings that a table of Microsoft Forms has, in the languages of its owner."""

SYNONYMS: Mapping[str, str] = {
    "answered": "completion time|submitted at|submission date|submission time|date submitted|heure de fin"
    "|hora de finalización|fertigstellungszeit|время выполнения|وقت الإكمال|完成时间|提交时间",
    "ignore": "start time|heure de début|hora de inicio|startzeit|время начала|وقت البدء|开始时间|last modified time"
    "|i agree|consent|data protection|privacy notice|captcha|score|total points|quiz feedback",
    "contact email": "email|e-mail|mail|adresse de messagerie|adresse électronique|email address|e-mail address"
    "|your email|contact email|adresse e-mail|adresse mail|courriel|correo electrónico"
    "|dirección de correo electrónico|correo|e-mail-adresse|электронная почта|адрес электронной почты|эл. почта"
    "|البريد الإلكتروني|عنوان البريد الإلكتروني|电子邮件|邮箱|电子邮箱|电子邮件地址|username|nom d'utilisateur"
    "|nombre de usuario|nutzername",
    "contact name": "name|your name|full name|contact person|name of contact person|contact name|submitter"
    "|submitted by|focal point|nom|votre nom|nom et prénom|nom complet|personne de contact|nombre|su nombre"
    "|nombre completo|persona de contacto|nombre y apellidos|ihr name|vollständiger name|ansprechpartner"
    "|kontaktperson|имя|ваше имя|фио|контактное лицо|الاسم|اسمك|الاسم الكامل|جهة الاتصال|姓名|您的姓名|联系人",
    "note": "country|pays|país|land|страна|البلد|国家|city|ville|ciudad|stadt|город|المدينة|城市|phone|telephone"
    "|phone number|mobile|comments|comment|remarks|any other comments|anything else|additional information"
    "|other information|special requirements|notes|message|téléphone|commentaires|remarques|autres informations"
    "|teléfono|comentarios|observaciones|información adicional|telefon|bemerkungen|anmerkungen|kommentare|телефон"
    "|комментарии|примечания|дополнительная информация|الهاتف|ملاحظات|تعليقات|معلومات إضافية|电话|备注|意见|其他信息"
    "|job title|position|function|fonction|poste|cargo|funktion|должность|المسمى الوظيفي|职务",
    "title": "title|session title|title of the session|title of session|workshop title|title of the workshop"
    "|proposed title|name of the session|event title|topic|titre|titre de la session|titre de l'atelier|título"
    "|título de la sesión|título del taller|titel|titel der sitzung|titel des workshops|titel der veranstaltung"
    "|название|название сессии|название семинара|тема сессии|العنوان|عنوان الجلسة|عنوان ورشة العمل|标题|题目"
    "|会议标题|研讨会题目|研讨会标题|会议名称",
    "type": "type|session type|type of session|session format|format|kind of session|type of event|type de session"
    "|type d'événement|format de la session|tipo|tipo de sesión|formato de la sesión|art der sitzung|sitzungsart"
    "|veranstaltungsart|тип сессии|формат сессии|вид мероприятия|نوع الجلسة|会议类型|研讨会类型|类型",
    "track": "track|thematic track|special track|stream|axe|piste|volet thématique|eje temático|línea temática"
    "|themenstrang|тематическое направление|المسار|专题|分论坛",
    "organisers": "organisation|organization|organisers|organizers|organiser|organizer|name of organisation"
    "|name of your organisation|organizing institutions|organising entities|co-organisers|institution|company"
    "|affiliation|partners|organisateur|organisateurs|nom de l'organisation|structure|établissement|organización"
    "|organizadores|organizador|institución|entidad|nombre de la organización|veranstalter|einrichtung"
    "|name der organisation|организация|организаторы|название организации|учреждение|المنظمة|الجهة المنظمة|المؤسسة"
    "|المنظمون|组织|主办方|机构|单位|组织机构|主办单位|机构名称",
    "duration": "duration|length|duration of the session|session duration|duration in minutes|how long|durée"
    "|durée de la session|duración|duración de la sesión|dauer|dauer der sitzung|продолжительность|длительность"
    "|المدة|مدة الجلسة|时长|持续时间|会议时长",
    "action_lines": "action lines|wsis action lines|related wsis action lines|action line|relevant action lines"
    "|grandes orientations|grandes orientations du smsi|orientations du smsi|líneas de acción"
    "|líneas de acción de la cmsi|aktionslinien|wsis-aktionslinien|направления деятельности"
    "|направления деятельности ввуио|خطوط العمل|行动方面|行动路线|wsis行动方面",
    "sdgs": "sdgs|sdg|sustainable development goals|related sdgs|sustainable development goal|odd"
    "|objectifs de développement durable|ods|objetivos de desarrollo sostenible|ziele für nachhaltige entwicklung"
    "|nachhaltigkeitsziele|цур|цели устойчивого развития|أهداف التنمية المستدامة|可持续发展目标",
    "preferred_dates": "preferred dates|preferred date|proposed date|proposed dates|wished dates|date of the session"
    "|dates souhaitées|date souhaitée|dates préférées|fechas preferidas|fecha preferida|fecha propuesta|wunschtermin"
    "|wunschtermine|bevorzugte termine|bevorzugtes datum|предпочтительные даты|предпочтительная дата|желаемая дата"
    "|التواريخ المفضلة|التاريخ المفضل|首选日期|希望日期|期望日期",
    "excluded_dates": "dates to avoid|excluded dates|unavailable dates|impossible dates|dates not possible"
    "|dates à éviter|dates impossibles|fechas a evitar|fechas excluidas|termine ausgeschlossen"
    "|nicht mögliche termine|неподходящие даты|исключённые даты|التواريخ غير المناسبة|不可用日期|应避免的日期",
    "preferred_hours": "preferred hours|preferred time|preferred times|preferred time slot|time of day|proposed time"
    "|preferred time of day|heures souhaitées|heure souhaitée|créneau souhaité|plage horaire|horas preferidas"
    "|hora preferida|horario preferido|bevorzugte uhrzeit|wunschzeit|bevorzugte zeit|предпочтительное время"
    "|желаемое время|الوقت المفضل|الأوقات المفضلة|首选时间|希望时间|期望时间",
    "excluded_hours": "hours to avoid|times to avoid|excluded hours|unavailable times|heures à éviter|horas a evitar"
    "|zeiten ausgeschlossen|неподходящее время|الأوقات غير المناسبة|应避免的时间",
    "preferred_weekdays": "preferred weekdays|preferred days|preferred day of the week|weekday|jours souhaités"
    "|jours de la semaine|días preferidos|día de la semana|bevorzugte wochentage|wochentag"
    "|предпочтительные дни недели|день недели|الأيام المفضلة|首选星期",
    "preferred_weeks": "preferred week|preferred weeks|semaine souhaitée|semana preferida|bevorzugte woche"
    "|предпочтительная неделя|الأسبوع المفضل|首选周",
    "zone": "time zone|timezone|your time zone|time zone of the session|fuseau horaire|votre fuseau horaire"
    "|zona horaria|huso horario|zeitzone|ihre zeitzone|часовой пояс|ваш часовой пояс|المنطقة الزمنية|时区|您的时区",
    "target_regions": "target region|target regions|target audience region|region|regions|audience region"
    "|région cible|régions|région|región|regiones destinatarias|zielregion|zielregionen|целевые регионы|регион"
    "|المنطقة المستهدفة|المنطقة|目标地区|地区|目标区域",
    "languages": "language|languages|session language|language of the session|languages of the session"
    "|spoken languages|working language|langue|langues|langue de la session|langue de travail|idioma|idiomas"
    "|idioma de la sesión|sprache|sprachen|sprache der sitzung|язык|языки|язык сессии|рабочий язык|اللغة|اللغات"
    "|لغة الجلسة|语言|会议语言|工作语言",
    "captioning": "captioning|live captions|real-time captioning|captions|sous-titrage|subtitulado|subtítulos"
    "|untertitel|untertitelung|субтитры|ترجمة نصية|字幕|实时字幕",
    "interpretation": "interpretation|interpretation languages|simultaneous interpretation"
    "|interpretation needed into|interprétation|interprétation simultanée|interpretación|interpretación simultánea"
    "|dolmetschen|simultandolmetschen|verdolmetschung|устный перевод|синхронный перевод|الترجمة الفورية|口译"
    "|同声传译",
    "sign_language": "sign language|sign language interpretation|langue des signes|lengua de signos|lengua de señas"
    "|gebärdensprache|жестовый язык|сурдоперевод|لغة الإشارة|手语|手语翻译",
    "expected_audience": "expected audience|expected number of participants|number of participants"
    "|expected participants|estimated attendance|nombre de participants|nombre de participants attendus"
    "|número de participantes|participantes esperados|teilnehmerzahl|erwartete teilnehmer|количество участников"
    "|ожидаемое число участников|عدد المشاركين|عدد المشاركين المتوقع|参加人数|预计人数|预计参会人数",
    "series": "series|name of the series|série|serie|reihe|серия|سلسلة|系列",
    "description": "description|describe|please describe your session|describe your session|décrivez|describa"
    "|beschreiben sie|опишите|صف|请描述|session description|description of the session|abstract|summary"
    "|short description|description de la session|résumé|descriptif|descripción|descripción de la sesión|resumen"
    "|beschreibung|kurzbeschreibung|beschreibung der sitzung|zusammenfassung|описание|описание сессии|аннотация"
    "|краткое описание|الوصف|وصف الجلسة|ملخص|描述|简介|会议简介|摘要|内容简介",
    "public_link": "registration link|link|website|web page|event website|lien|site web|enlace|sitio web|webseite"
    "|ссылка|сайт|веб-сайт|رابط|الموقع الإلكتروني|链接|网站|网址",
    "documents": "documents|background documents|slides|papers|documents de référence|documentos|dokumente|документы"
    "|المستندات|文件|资料",
    "themes.view": "your view|your views|views|view on the themes|"
    "your views on the themes|views on themes|views on the thematic focus"
    "|suggestions on themes|proposed themes|your views on the format|vos vues|vos avis sur les thèmes|avis"
    "|sus opiniones|opiniones sobre los temas|ihre ansichten|ansichten zu den themen|ваше мнение|мнения о темах"
    "|آراؤكم|آراء حول المواضيع|您的意见|对主题的意见",
    "themes.theme": "theme|which theme|thème|tema|thema|тема|الموضوع|主题",
    "recommendations.name": "recommended speaker|name of the recommended speaker|speaker recommendation"
    "|who do you recommend|recommended speakers|speaker you recommend|name of recommended speaker"
    "|intervenant recommandé|orateur recommandé|ponente recomendado|orador recomendado|empfohlener redner"
    "|empfohlene referenten|рекомендуемый докладчик|рекомендуемый спикер|المتحدث الموصى به|推荐演讲者|推荐发言人",
    "recommendations.organisation": "organisation of the recommended speaker|affiliation of the recommended speaker"
    "|organisation de l'intervenant recommandé|organización del ponente recomendado"
    "|организация рекомендуемого докладчика",
    "recommendations.country": "country of the recommended speaker|pays de l'intervenant recommandé",
    "recommendations.reason": "reason for the recommendation|why do you recommend|reason for recommendation"
    "|why this speaker|motif de la recommandation|motivo de la recomendación|grund der empfehlung"
    "|причина рекомендации|سبب التوصية|推荐理由",
    "recommendations.session_or_theme": "session or theme for the speaker|for which session or theme"
    "|recommended for which session",
    "exhibition.title": "title of the exhibit|exhibit title|name of the stall|title of the exhibition|titre du stand"
    "|título de la exposición|название экспоната|展品名称",
    "exhibition.description": "description of the exhibit|what will you exhibit|exhibition description"
    "|description of the stall|what do you want to show|description du stand|descripción del stand"
    "|beschreibung des standes|описание стенда|وصف الجناح|展位描述|展位说明",
    "exhibition.size": "size of the stall|stall size|booth size|stand size|size of booth|taille du stand"
    "|tamaño del stand|standgröße|размер стенда|حجم الجناح|展位面积|展位大小",
    "exhibition.equipment": "equipment|equipment needed for the stall|stall equipment|équipement|équipement du stand"
    "|equipo necesario|ausstattung|оборудование|المعدات|设备",
    "route": "what would you like to submit|type of submission|type of contribution|i would like to|type of request"
    "|what is your submission about|what do you want to do|nature of your submission|que souhaitez-vous soumettre"
    "|type de contribution|type de soumission|qué desea enviar|tipo de contribución|tipo de solicitud"
    "|was möchten sie einreichen|art des beitrags|art der einreichung|что вы хотите подать|тип заявки"
    "|ماذا تريد أن تقدم|نوع الطلب|您想提交什么|提交类型|申请类型",
}
"""Headings for each target, joined by `|`."""

RESPONSE_IDS = frozenset(
    [
        "id",
        "response id",
        "submission id",
        "response number",
        "answer id",
        "no.",
        "#",
        "id de réponse",
        "id de respuesta",
    ]
)

ROLE_WORDS: Mapping[str, str] = {
    "speaker": "speaker|panellist|panelist|presenter|intervenant|intervenante|orateur|panéliste|ponente|orador"
    "|oradora|panelista|redner|referent|podiumsteilnehmer|vortragende|спикер|спикера|докладчик|докладчика|докладчики"
    "|спикеры|выступающий|участник панели|متحدث|المتحدث|محاضر|演讲者|发言人|讲者|嘉宾|演讲人",
    "moderator": "moderator|chair|facilitator|modérateur|animateur|moderador|moderadora|модератор|модератора|ведущий"
    "|ميسر|المدير|مدير الجلسة|主持人|主持",
    "host": "host|hôte|anfitrión|gastgeber",
    "welcome": "welcome remarks|welcoming remarks|opening remarks by|mot de bienvenue|palabras de bienvenida",
}

PART_WORDS: Mapping[str, str] = {
    "first name": "first name|given name|prénom|vorname|имя и отчество|الاسم الأول|名",
    "last name": "last name|surname|family name|nom de famille|apellido|apellidos|nachname|familienname|фамилия"
    "|اسم العائلة|姓",
    "email": "email|e-mail|mail|courriel|correo|электронная почта|почта|البريد الإلكتروني|بريد|邮箱|电子邮件",
    "organisation": "organisation|organization|affiliation|company|institution|organización|institución|entidad"
    "|einrichtung|firma|организация|компания|المنظمة|المؤسسة|منظمة|جهة العمل|组织|机构|单位",
    "country": "country|nationality|pays|país|land|страна|البلد|الدولة|بلد|国家",
    "city": "city|town|ville|ciudad|stadt|город|المدينة|مدينة|城市",
    "zone": "time zone|timezone|fuseau horaire|zona horaria|zeitzone|часовой пояс|المنطقة الزمنية|时区",
    "stakeholder_type": "stakeholder|stakeholder type|stakeholder group|partie prenante|catégorie d'acteur"
    "|grupo de interés|interessengruppe|заинтересованная сторона|أصحاب المصلحة|利益攸关方",
    "languages": "language|languages|langue|idioma|sprache|язык|اللغة|语言",
    "note": "title|position|function|job|bio|biography|phone|role|fonction|poste|téléphone|biographie|cargo|puesto"
    "|teléfono|biografía|funktion|telefon|biografie|lebenslauf|должность|телефон|биография|المسمى|المنصب|السيرة"
    "|الهاتف|职务|职位|简历|电话",
    "name": "name|full name|nom|nombre|имя|фио|الاسم|اسم|姓名|名字",
}

TABLE_WORDS: Mapping[str, str] = {
    "recommendations": "recommend|recommand|recomend|recomiend|empfehl|empfohl|рекоменд|توصي|اقتراح متحدث|推荐",
    "exhibition": "exhibit|stall|booth|stand|exposition|exposición|ausstell|выстав|стенд|معرض|جناح|展",
    "themes": "view|theme|thematic focus|opinion|avis|thème|vues|tema|opinión|thema|themen|ansicht|мнени|тем|آراء"
    "|موضوع|意见|主题",
    "requests": "workshop|session|event|atelier|taller|sesión|sitzung|veranstaltung|семинар|сесси|мероприят|ورشة"
    "|جلسة|研讨|会议|讲习",
}
"""What the answers to the question what is submitted have in them, by the table that they lead to; first ones first."""


@cache
def phrases() -> Mapping[str, str]:
    """Return the target of each phrase, by the alphabet, as phrases are compared; its first target counts."""
    found: dict[str, str] = {}
    for where, joined in SYNONYMS.items():
        for phrase in joined.split("|"):
            found.setdefault(plain(phrase), where)
    return dict(sorted(found.items()))


def plain(heading: str) -> str:
    """Return a heading as it is compared: without numbering, hints in brackets and punctuation."""
    text = re.sub(r"^\s*(?:\d+|[a-z])[.)]\s+", "", key_of(heading))
    text = (
        re.sub(r"[(（\[][^()（）\[\]]*[)）\]]", " ", text)
        if not re.fullmatch(r"\s*[(（\[].*[)）\]]\s*", text)
        else text
    )
    return " ".join(re.sub(r"[^\w\s'’#/-]|_", " ", text).replace("’", "'").split())


def is_form(headings: tuple[str, ...]) -> bool:
    """Whether headings are those of Google Forms or Microsoft Forms."""
    keys = [key_of(heading) for heading in headings]
    return bool(keys) and (keys[0] in TIMESTAMPS or any(both <= set(keys) for both in MICROSOFT))
