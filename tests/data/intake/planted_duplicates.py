"""Makes up a forum of very many requests and people in which some come twice, and tells which.

What is planted is what people do when they write a form a second time. Nothing of how likeness is found is known here.
"""

from __future__ import annotations

import csv
import random
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

GIVEN = {
    "anglo": "James Mary John Patricia Robert Jennifer Michael Linda David Elizabeth William Barbara Richard Susan"
    " Joseph Jessica Thomas Sarah Charles Karen Daniel Nancy Matthew Lisa Anthony Margaret Mark Sandra Paul Ashley",
    "arab": "Mohammed Fatima Ahmed Aisha Ali Mariam Omar Khadija Hassan Zainab Hussein Layla Ibrahim Noor Youssef Salma"
    " Khalid Amina Mustafa Huda Abdullah Rania Tariq Samira Karim Nadia Faisal Dalia Samir Yasmin",
    "chinese": "Wei Fang Min Jing Lei Li Qiang Yan Jun Xia Yong Mei Tao Ling Chao Hui Peng Na Gang Xin Bo Ying Hao Juan"
    " Feng Lan Kai Yu Jian Hong",
    "french": "Jean Marie Pierre Nathalie Michel Isabelle Philippe Sylvie Alain Catherine Nicolas Françoise Éric Anne"
    " François Céline Stéphane Hélène Jérôme Véronique Laurent Sophie André Chloé Benoît Aurélie Olivier"
    " Thérèse Luc Inès",
    "indian": "Rahul Priya Amit Anita Rajesh Sunita Sanjay Kavita Vijay Meena Arun Deepa Suresh Lakshmi Ravi Pooja Anil"
    " Neha Manoj Rekha Vikram Asha Ashok Divya Prakash Geeta Ramesh Shanti Kiran Usha",
    "slavic": "Aleksandr Elena Sergei Olga Dmitri Natalia Andrei Irina Aleksei Tatiana Mikhail Svetlana Ivan Yulia"
    " Vladimir Anna Nikolai Maria Evgeni Ekaterina Pavel Galina Viktor Ludmila Yuri Oksana Maksim Daria Roman Vera",
    "spanish": "José María Juan Carmen Antonio Ana Luis Isabel Carlos Laura Jesús Cristina Miguel Lucía Pedro Elena"
    " Fernando Rosa Jorge Pilar Ángel Marta Raúl Teresa Andrés Beatriz Héctor Silvia Óscar Mónica",
    "african": "Kwame Ama Chinedu Ngozi Kofi Adaeze Tendai Thandiwe Babatunde Folake Juma Wanjiku Sipho Nomsa Emeka"
    " Chiamaka Moses Grace Emmanuel Blessing Samuel Esther Peter Joyce Ousmane Aminata Abdoulaye Mariama Tunde Ifeoma",
}
FAMILY = {
    "anglo": "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Martin Thompson"
    " White"
    " Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Baker Hall Campbell"
    " Mitchell Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan"
    " Cooper Peterson Reed Bailey Bell Kelly Howard Ward Cox Richardson Watson Brooks Bennett",
    "arab": "Hassan Ahmed Mahmoud Khalil Mansour Haddad Nasser Saleh Farouk Saeed Rahman Aziz Kassem Hamdan Najjar"
    " Khoury Shaheen Zaki Fahmy Ghanem Darwish Osman Barakat Qasim Salem Hamad Awad Yousef Sabry Jaber Tamimi Masri"
    " Sharif Bashir Dabbagh Hariri Kanaan Lahoud Maalouf Naim Rashid Sayegh Taha Wahab Zidan Ammar Badawi Halabi Idris"
    " Jabbar Kamal Latif Mourad Nabil Obeid Rifai Sultan Talib Younis Zahran",
    "chinese": "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Gao Lin Luo Zheng Liang Xie Song"
    " Tang Deng Han Feng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen Yao",
    "french": "Dupont Durand Lefèvre Moreau Laurent Simon Michel Garnier Roux Fontaine Chevalier Blanc Guérin Boyer"
    " Gauthier Perrin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Lemaire Noël"
    " Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Renard Roy"
    " Leroux Colin Vidal Caron Picard Fabre Lacroix Dumas Olivier Bertrand Rey Benoît Hubert Carpentier",
    "indian": "Sharma Verma Gupta Singh Kumar Patel Reddy Rao Nair Menon Iyer Joshi Desai Mehta Shah Chopra Kapoor"
    " Malhotra Bose Banerjee Mukherjee Chatterjee Das Sen Ghosh Pillai Krishnan Murthy Naidu Choudhary Agarwal Jain"
    " Bhatt Trivedi Pandey Mishra Tiwari Dubey Saxena Srivastava Yadav Thakur Rathore Chauhan Kulkarni Deshpande Patil"
    " Hegde Shetty Kamath Prabhu Gowda Nambiar Varma Bhattacharya Dutta Roy Sinha Prasad Ranganathan",
    "slavic": "Ivanov Smirnov Kuznetsov Popov Sokolov Lebedev Kozlov Novikov Morozov Petrov Volkov Solovyov Vasilyev"
    " Zaitsev Pavlov Semyonov Golubev Vinogradov Bogdanov Vorobyov Fyodorov Mikhailov Belyaev Tarasov Belov Komarov"
    " Orlov Kiselyov Makarov Andreev Kovalyov Ilyin Gusev Titov Kuzmin Kudryavtsev Baranov Kulikov Alekseev Stepanov"
    " Yakovlev Sorokin Sergeev Romanov Zakharov Borisov Korolyov Gerasimov Ponomaryov Grigoryev Shevchenko Bondarenko"
    " Kovalenko Tkachenko Kravchenko Oliynyk Koval Polishchuk Boyko Marchenko",
    "spanish": "García Rodríguez Martínez López González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Cruz"
    " Morales Reyes Gutiérrez Ortiz Chávez Ramos Ruiz Mendoza Álvarez Jiménez Castillo Vásquez Romero Moreno Herrera"
    " Medina Aguilar Vargas Castro Guzmán Méndez Salazar Soto Delgado Peña Ríos Vega Sandoval Contreras León Guerrero"
    " Estrada Ortega Núñez Cabrera Campos Santiago Fuentes Carrillo Navarro Rojas Acosta Molina Silva Domínguez Mejía",
    "african": "Mensah Okafor Adeyemi Nkosi Dlamini Mwangi Ochieng Kamau Otieno Diallo Traoré Keita Coulibaly Ndiaye"
    " Diop Sow Ba Fall Okonkwo Eze Nwosu Obi Adebayo Ogunleye Balogun Bello Abubakar Danjuma Owusu Boateng Asante"
    " Osei Agyeman Banda Phiri Mbewe Zulu Moyo Ncube Sibanda Dube Mutua Njoroge Kariuki Wambui Odhiambo Kiprono Chege"
    " Tesfaye Bekele Haile Gebre Abebe Kabila Tshisekedi Mbeki Mokoena Molefe Khumalo",
}
COUNTRIES = {
    "anglo": "United States|United Kingdom|Canada|Australia|Ireland|New Zealand",
    "arab": "Egypt|Saudi Arabia|Jordan|Morocco|Tunisia|Lebanon|Oman|Kuwait",
    "chinese": "China|Singapore|Malaysia",
    "french": "France|Belgium|Switzerland|Luxembourg",
    "indian": "India|Sri Lanka|Mauritius|Nepal",
    "slavic": "Russia|Ukraine|Bulgaria|Serbia|Belarus|Kazakhstan",
    "spanish": "Spain|Mexico|Colombia|Argentina|Peru|Chile|Ecuador|Cuba",
    "african": "Ghana|Nigeria|Kenya|South Africa|Senegal|Mali|Zambia|Zimbabwe|Ethiopia",
}
OTHERWISE = {
    "United States": "USA", "United Kingdom": "UK", "Russia": "Russian Federation", "Switzerland": "Suisse",
    "Spain": "España", "China": "P.R. China", "Mexico": "México", "Belgium": "Belgique",
}  # fmt: skip
PLACES = (
    "Northbridge", "Eastmoor", "Westhaven", "Southgate", "Rivertown", "Lakeview", "Stonefield", "Greenhill",
    "Redcliff", "Silverlake", "Oakdale", "Ashford", "Brightwater", "Clearmont", "Fairhaven", "Goldcrest", "Highland",
    "Ironwood", "Kingsport", "Larkspur", "Maplewood", "Newhaven", "Pinecrest", "Queensbury", "Rosedale",
    "Summerfield", "Thornbury", "Upland", "Valmont", "Whitmore", "Yarrow", "Zephyr", "Bellavista", "Montecalma",
    "Portoverde", "Villanova", "Rioseco", "Casablanca", "Almadina", "Nahrein", "Qasrabad", "Zahriya", "Marjanabad",
    "Lubanga", "Mbarika", "Kisenyi", "Tamale", "Obudu", "Sarowe", "Chandpur", "Rajgarh", "Devipur", "Lotusnagar",
    "Shanlin", "Baihe", "Qinghu", "Donghai", "Novograd", "Belorechka", "Zelenograd",
)  # fmt: skip
FIELDS = (
    "Digital Inclusion", "Open Data", "Rural Connectivity", "Media Literacy", "Women in Technology",
    "Youth Innovation", "Cyber Security", "Public Health", "Smart Cities", "Climate Information", "Education",
    "Local Languages", "Internet Governance", "Accessibility", "Agriculture", "Labour Studies", "Knowledge Exchange",
    "Telecommunication", "Community Radio", "Cultural Heritage", "Trade", "Statistics", "Disaster Risk", "Ethics",
    "Consumer Rights", "Free Software", "Space Applications", "Libraries", "Journalism", "Entrepreneurship",
)  # fmt: skip
FORMS = (
    "Institute for {field}", "{place} Centre for {field}", "Foundation for {field}",
    "{place} Association for {field}", "Ministry of {field}, {country}", "University of {place}",
    "{place} University of {field}", "Network for {field} {country}", "{country} Council on {field}",
    "International Union for {field}", "{place} Academy", "{name} Consulting", "{name} Systems Ltd",
    "{country} Regulatory Authority for {field}", "Alliance for {field} and {field2}",
    "{place} Institute of Technology",
)  # fmt: skip

TOPICS = (
    "rural connectivity", "digital skills", "data protection", "online safety for children",
    "assistive technologies", "e-government", "telemedicine", "artificial intelligence in schools",
    "open access publishing", "community networks", "early warning systems", "precision farming", "digital identity",
    "mobile money", "gender gaps online", "indigenous languages", "electronic waste",
    "cloud services for small firms", "local content", "cyber hygiene", "internet exchange points", "smart villages",
    "digital libraries", "remote work", "teacher training", "media literacy", "fact checking", "5G in remote areas",
    "satellite broadband", "blockchain for land records", "open source in government", "broadband financing",
    "digital trade", "youth entrepreneurship", "web accessibility", "emergency telecommunications", "climate data",
    "health information systems", "algorithmic bias", "cultural heritage online", "spectrum policy",
    "universal service funds", "digital health literacy", "crowd mapping", "women in computing",
    "robotics in schools", "big data for statistics", "trust services", "e-procurement", "smart metering",
)  # fmt: skip
AUDIENCES = (
    "small island states", "rural youth", "women entrepreneurs", "older people", "persons with disabilities",
    "school teachers", "farmers", "regulators", "local governments", "refugees", "journalists", "small firms",
    "health workers", "librarians", "young engineers", "mountain regions", "landlocked countries",
    "indigenous peoples", "parents and children", "civil servants",
)  # fmt: skip
ANGLES = (
    "lessons from the field", "what works and what does not", "a roadmap to 2030", "building partnerships",
    "from policy to practice", "evidence and open questions", "views from three regions", "financing the next step",
    "measuring progress", "the role of trust", "a dialogue between generations", "risks and remedies",
    "scaling up pilots", "closing the gap", "standards that help", "a human rights view", "the road ahead",
    "after the pandemic", "voices from the South", "tools for practitioners",
)  # fmt: skip
TITLES = (
    "{Topic}: {angle}", "{Topic} for {audience}", "{Topic} for {audience}: {angle}",
    "Bringing {topic} to {audience}", "How {topic} can serve {audience}", "{Angle}: {topic}",
    "Towards {topic} for all: {angle}", "{Topic} and {topic2}", "Rethinking {topic} with {audience}",
    "Workshop on {topic}", "{Topic} in {country}", "Why {topic} matters to {audience}",
)  # fmt: skip
SENTENCES = (
    "This session looks at {topic} and asks {audience} what they need.",
    "Speakers from {country} and {country2} compare their experience.",
    "Participants work in small groups on {topic2} and report back.",
    "We present the results of a survey among {audience} in {country}.",
    "The workshop ends with recommendations on {topic} for the outcome document.",
    "A pilot in {place} has shown that {topic} can be made affordable.",
    "The organisers will publish a short guide on {topic2} afterwards.",
    "Interpretation will be offered and the slides shared with {audience}.",
    "The panel discusses {angle} with regulators, industry and civil society.",
    "A case study from {place} in {country2} opens the discussion.",
    "Questions may be sent in beforehand; beginners are welcome.",
    "The session is linked to the Sustainable Development Goals and the WSIS Action Lines.",
    "Our {number} members in {country} have worked on {topic} since {year}.",
    "We will show a tool named {word} that {audience} use every day.",
)  # fmt: skip
BLURB = (
    "Objectives: to exchange good practices, to build partnerships and to draw up recommendations. Format: short "
    "presentations followed by an open discussion. Expected outcome: a summary with recommendations on {topic}. "
    "Target audience: {audience}."
)
"""What many fill into the boxes of a form in the same words."""


@dataclass
class Made:
    """Rows by id, appearances and contacts as rows, and the pairs that are one: kind, first id, second id."""

    requests: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    appearances: list[dict[str, str]] = field(default_factory=list)
    contacts: list[dict[str, str]] = field(default_factory=list)
    planted: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """What was done to the second of each pair."""


class Maker:
    """Draws a forum: `requests` requests by about three fifths as many organisations, twice as many people."""

    def __init__(self, seed: int, requests: int = 5000, duplicates: int = 200) -> None:
        self.lot = random.Random(seed)
        self.made = Made()
        self.organisations = self._organisations(requests * 16 // 25)
        self.colleagues: dict[str, list[set[str]]] = defaultdict(list)
        self.titles: set[tuple[str, str]] = set()
        self.emails: set[str] = set()
        people = requests * 2 - duplicates // 2
        weights = [1 / (place + 3) ** 0.6 for place in range(len(self.organisations))]
        for each in self.lot.choices(self.organisations, weights, k=people):
            self._person(each)
        self.of: dict[str, list[str]] = {}
        self.series: set[str] = set()
        self.words: dict[str, dict[str, str]] = {}
        for name, cells in self.made.people.items():
            self.of.setdefault(cells["organisation"], []).append(name)
        while len(self.made.requests) < requests - duplicates // 2:
            self._requests(self.lot.choices(self.organisations, weights)[0])
        for name in list(self.made.requests)[requests - duplicates // 2 :]:
            del self.made.requests[name]
        self.made.appearances = [row for row in self.made.appearances if row["session"] in self.made.requests]
        self.made.contacts = [row for row in self.made.contacts if row["id"] in self.made.requests | self.made.people]
        for name in self.lot.sample(sorted(self.made.requests), duplicates // 2):
            self._request_again(name)
        mailed = {row["id"] for row in self.made.contacts if not row["email"].startswith("info@")}
        known = [name for name, cells in sorted(self.made.people.items()) if cells["organisation"] or name in mailed]
        for name in self.lot.sample(known, duplicates - duplicates // 2):
            self._person_again(name)

    def _organisations(self, number):
        found = {}
        while len(found) < number:
            culture = self.lot.choice(sorted(COUNTRIES))
            country = self.lot.choice(COUNTRIES[culture].split("|"))
            form = self.lot.choice(FORMS)
            field1, field2 = self.lot.sample(FIELDS, 2)
            name = form.format(
                field=field1, field2=field2, place=self.lot.choice(PLACES), country=country,
                name=self.lot.choice(FAMILY[culture].split()),
            )  # fmt: skip
            found.setdefault(name, (name, culture, country))
        return list(found.values())

    def _person(self, organisation):
        name, culture, country = organisation
        names = self._names(culture)
        while self.lot.random() < 0.97 and self._is_named_like_a_colleague(names, name):
            names = self._names(culture)
        self.colleagues[name].append(set(" ".join(names).replace("-", " ").split()))
        title = self.lot.choice(["", "", "", "Dr. ", "Prof. ", "Ms ", "Mr ", "H.E. Mr ", "Eng. "])
        id_ = f"P-{len(self.made.people) + 1:05d}"
        self.made.people[id_] = {
            "name": title + " ".join(names),
            "organisation": name if self.lot.random() < 0.95 else "",
            "country": country if self.lot.random() < 0.9 else "",
        }
        if self.lot.random() < 0.8:
            self.made.contacts.append({"id": id_, "email": self._email(names, name)})
        return id_

    def _is_named_like_a_colleague(self, names, organisation):
        """Whether nobody could tell the two apart; so it is in few organisations."""
        mine = set(" ".join(names).replace("-", " ").split())
        return any(mine <= other or other <= mine for other in self.colleagues[organisation])

    def _names(self, culture):
        if self.lot.random() < 0.1:
            culture = self.lot.choice(sorted(COUNTRIES))
        given = GIVEN[culture].split()
        family = FAMILY[culture].split()
        names = [self._drawn(given)]
        if self.lot.random() < 0.25:
            names.append(self._drawn(given))
        names.append(self._drawn(family))
        if culture == "spanish" and self.lot.random() < 0.5:
            names.append(self._drawn(family))
        if culture == "french" and len(names) == 3 and names[0] != names[1]:
            names[:2] = [f"{names[0]}-{names[1]}"]
        return names

    def _drawn(self, names):
        return self.lot.choices(names, [1 / (place + 5) for place in range(len(names))])[0]

    def _email(self, names, organisation):
        host = "".join(word[:4] for word in _ascii(organisation).lower().split())[:16].strip(",.-")
        if self.lot.random() < 0.08:
            return f"info@{host}.example"
        first, last = _ascii(names[0]).lower(), _ascii(names[-1]).lower()
        number = self.lot.randrange(1, 9999)
        found = self.lot.choice(
            [f"{first}.{last}@{host}.example", f"{first[0]}{last}@{host}.example", f"{first}{number}@mail.example"]
        )
        if found in self.emails:  # the postmaster gives the second one a number
            found = found.replace("@", f"{number}@")
        self.emails.add(found)
        return found

    def _requests(self, organisation):
        name, _, country = organisation
        habit = self.lot.random()
        for _ in range(self.lot.choice([1, 1, 1, 1, 2, 3])):
            words = self._words(country)
            title = _filled(self.lot.choice(TITLES), words)
            if (name, title) in self.titles:  # nobody could tell such two apart
                continue
            self.titles.add((name, title))
            text = self._text(words, habit)
            series = self.lot.random()
            if series < 0.05:
                self._series(title, text, name)
            else:
                self.words[self._request(title, text, name)] = words

    def _series(self, title, text, name):
        form = self.lot.choice(
            ["{} (Part {})", "{} - Day {}", "{}, Session {}", "{} {roman}", "{} {year}", "{}: {place}"]
        )
        places = self.lot.sample(PLACES, 4)
        for number in range(1, self.lot.randrange(2, 5) + 1):
            said = form.format(
                title, number, roman=["I", "II", "III", "IV", "V"][number - 1], year=2018 + number,
                place=places[number - 1],
            )  # fmt: skip
            self.series.add(self._request(said, text, name))

    def _request(self, title, text, organisation):
        id_ = f"R-{len(self.made.requests) + 1:05d}"
        organisers = [organisation]
        if self.lot.random() < 0.15:
            organisers.append(self.lot.choice(self.organisations)[0])
        self.made.requests[id_] = {
            "title": title,
            "description": text,
            "organisers": "; ".join(organisers) if self.lot.random() < 0.97 else "",
            "type": self.lot.choice(["workshop", "workshop", "country-workshop", "panel"]),
        }
        mine = self.of.get(organisation, [])
        known = list(self.made.people)
        speakers = self.lot.sample(mine, min(len(mine), self.lot.randrange(1, 4))) if mine else []
        speakers += self.lot.sample(known, self.lot.randrange(0, 3))
        for person in dict.fromkeys(speakers):
            self.made.appearances.append({"session": id_, "person": person})
        if self.lot.random() < 0.7:
            names = self.made.people[speakers[0]]["name"].split() if speakers else ["contact", "desk"]
            self.made.contacts.append({"id": id_, "email": self._email(names, organisation)})
        return id_

    def _words(self, country):
        topic, topic2 = self.lot.sample(TOPICS, 2)
        others = [each for group in COUNTRIES.values() for each in group.split("|")]
        return {
            "topic": topic, "topic2": topic2, "audience": self.lot.choice(AUDIENCES), "angle": self.lot.choice(ANGLES),
            "country": country, "country2": self.lot.choice(others), "place": self.lot.choice(PLACES),
            "number": str(self.lot.randrange(20, 900)), "year": str(self.lot.randrange(1995, 2019)),
            "word": "".join(self.lot.choice(["ka", "lo", "mi", "ru", "te", "za", "no"]) for _ in range(3)).title(),
        }  # fmt: skip

    def _text(self, words, habit):
        if habit < 0.12:
            return ""
        if habit < 0.3:
            return BLURB.format(**words)
        chosen = self.lot.sample(SENTENCES, self.lot.randrange(3, 7))
        return " ".join(_filled(each, words) for each in chosen)

    # What people do when they fill in a form again.

    def _request_again(self, first):
        lot = self.lot
        old = dict(self.made.requests[first])
        done = []
        for change in lot.sample(["slips", "order", "shorter", "longer", "capitals", "synonyms"], lot.randrange(0, 3)):
            if change != "shorter" or first not in self.series:
                old["title"] = getattr(self, f"_{change}")(old["title"])
                done.append(change)
        if lot.random() < 0.5 and old["organisers"]:
            old["organisers"] = self._other_organisation(old["organisers"].split("; ")[0])
            done.append("organisers")
        text = lot.random()
        if text < 0.15:
            old["description"] = ""
            done.append("no text")
        elif text < 0.7 and old["description"]:
            old["description"] = self._edited(old["description"])
            done.append("edited text")
        own = old["description"] and not old["description"].startswith(BLURB[:20])
        if lot.random() < 0.06 and own and first not in self.series:
            old["title"] = _filled(lot.choice(TITLES), self.words[first])
            done.append("new title")
        second = f"R-{len(self.made.requests) + 1:05d}"
        self.made.requests[second] = old
        mine = [row["person"] for row in self.made.appearances if row["session"] == first]
        for person in mine:
            if lot.random() < 0.7:
                self.made.appearances.append({"session": second, "person": person})
        if lot.random() < 0.6:
            same = next((row["email"] for row in self.made.contacts if row["id"] == first), None)
            email = same if same and lot.random() < 0.5 else self._email(["second", "desk"], old["organisers"] or "any")
            self.made.contacts.append({"id": second, "email": email})
        self.made.planted["request", first, second] = ", ".join(done)

    def _slips(self, text):
        for _ in range(self.lot.randrange(1, 3)):
            place = self.lot.choice([n for n in range(1, len(text) - 1) if text[n - 1 : n + 2].isalpha()])
            kind = self.lot.randrange(4)
            letter = self.lot.choice("abcdefghijklmnopqrstuvwxyz")
            text = [
                text[:place] + text[place + 1] + text[place] + text[place + 2 :],
                text[:place] + text[place + 1 :],
                text[:place] + letter + text[place:],
                text[:place] + letter + text[place + 1 :],
            ][kind]
        return text

    def _order(self, text):
        if ": " in text:
            head, tail = text.split(": ", 1)
            return f"{tail[:1].upper()}{tail[1:]} - {head}"
        if " for " in text:
            head, tail = text.split(" for ", 1)
            return f"For {tail}: {head}"
        return text

    def _shorter(self, text):
        head = text.split(": ")[0]
        return head if len(head.split()) > 1 else text

    def _longer(self, text):
        return self.lot.choice(
            ["Workshop: {}", "Virtual workshop on {}", "{} (WSIS Forum 2020)", "{} - resubmitted"]
        ).format(text)

    def _capitals(self, text):
        return text.upper()

    def _synonyms(self, text):
        for old, new in (
            ("for all", "for everyone"),
            ("the road", "the way"),
            ("Bringing", "Getting"),
            (" and ", " & "),
        ):
            text = text.replace(old, new)
        return text

    def _edited(self, text):
        sentences = text.split(". ")
        if len(sentences) > 2 and self.lot.random() < 0.6:
            sentences.pop(self.lot.randrange(len(sentences)))
        text = ". ".join(sentences)
        for old, new in (("We ", "Our team "), ("session", "workshop"), ("discusses", "debates"), ("and", "&")):
            if self.lot.random() < 0.4:
                text = text.replace(old, new)
        return self._slips(text) if len(text) > 3 and self.lot.random() < 0.5 else text

    def _other_organisation(self, name):
        lot = self.lot
        words = name.replace(",", "").split()
        short = "".join(word[0] for word in words if word[0].isupper())
        country = next((each for group in COUNTRIES.values() for each in group.split("|") if each in name), "")
        found = [name.upper(), f"The {name}", f"{name} (resubmission)", self._slips(name)]
        if len(short) > 2:
            found += [short, f"{short} ({name})", f"{name} ({short})"]
        if name.startswith("University of"):
            found += [name.replace("University", "Univ."), name.replace("University of", "Université de")]
        if "," in name:
            found += [name.replace(",", ""), f"{country} {name.split(',')[0]}"]
        found += [name.replace(" for ", " of ").replace(" and ", " & "), name.replace("Centre", "Center")]
        return lot.choice([each for each in found if each != name])

    def _person_again(self, first):
        lot = self.lot
        old = dict(self.made.people[first])
        name = old["name"]
        for title in ("Dr. ", "Prof. ", "Ms ", "Mr ", "H.E. Mr ", "Eng. "):
            name = name.removeprefix(title)
        names = name.split()
        done = []
        for change in lot.sample(
            ["comma", "capitals", "accents", "slip", "initial", "middle", "sound", "hyphen"], lot.randrange(1, 3)
        ):
            changed = getattr(self, f"_name_{change}")(names)
            if changed != names:
                names = changed
                done.append(change)
        name = " ".join(names)
        if "comma" in done:
            name = f"{names[-1]}, {' '.join(names[:-1])}"
        if lot.random() < 0.5:
            title = lot.choice(
                ["Dra. ", "M. ", "Mme ", "Sr. ", "Professor ", "S.E. ", "Dr.-Ing. ", "Ing. ", "Mr. ", "Ms. "]
            )
            name = name.replace(", ", f", {title}") if "comma" in done and lot.random() < 0.5 else title + name
            done.append("title")
        old["name"] = name
        draw = lot.random()
        email = next((row["email"] for row in self.made.contacts if row["id"] == first), "")
        own = bool(email) and not email.startswith("info@")
        if draw < 0.35 and old["organisation"]:
            old["organisation"] = self._other_organisation(old["organisation"])
            done.append("organisation")
        elif draw < 0.45 and own:
            old["organisation"] = lot.choice(self.organisations)[0]
            done.append("moved to another organisation")
        moved = "moved to another organisation" in done
        if lot.random() < 0.3:
            old["country"] = OTHERWISE.get(old["country"], "") if lot.random() < 0.7 else ""
            done.append("country")
        second = f"P-{len(self.made.people) + 1:05d}"
        self.made.people[second] = old
        bare = not self.made.people[first]["organisation"]
        if email and (moved or (bare and own) or lot.random() < 0.4):
            self.made.contacts.append({"id": second, "email": email.upper() if lot.random() < 0.2 else email})
            done.append("same e-mail")
        elif lot.random() < 0.7:
            self.made.contacts.append(
                {"id": second, "email": self._email(["mail", names[-1]], old["organisation"] or "home")}
            )
            done.append("other e-mail")
        for session in lot.sample(sorted(self.made.requests), 1):
            self.made.appearances.append({"session": session, "person": second})
        self.made.planted["person", first, second] = ", ".join(done)

    def _name_comma(self, names):
        return [*names[:-1], names[-1].upper()]

    def _name_capitals(self, names):
        return [each.upper() for each in names]

    def _name_accents(self, names):
        return [_ascii(each) for each in names]

    def _name_slip(self, names):
        place = self.lot.randrange(len(names))
        long = len(names[place]) > 4
        return [self._slip(each) if number == place and long else each for number, each in enumerate(names)]

    def _slip(self, word):
        place = self.lot.randrange(1, len(word) - 2)
        kind = self.lot.randrange(3)
        return [
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        ][kind]

    def _name_initial(self, names):
        return [f"{names[0][0]}.", *names[1:]] if len(names) > 1 else names

    def _name_middle(self, names):
        return [names[0], *names[2:]] if len(names) > 2 else names

    def _name_sound(self, names):
        other = {
            "Mohammed": "Muhammad", "Hussein": "Husain", "Youssef": "Yusuf", "Aleksandr": "Alexander",
            "Khalid": "Khaled",
            "Sergei": "Sergey", "Yulia": "Julia", "Dmitri": "Dmitry", "Natalia": "Nataliya", "Andrei": "Andrey",
            "Aleksei": "Alexey", "Evgeni": "Yevgeny", "Ahmed": "Ahmad", "Fatima": "Fatimah", "Amina": "Aminah",
            "Traoré": "Traore", "Choudhary": "Chowdhury", "Krishnan": "Krishnen", "Osman": "Othman", "Rahman": "Rehman",
            "Michael": "Micheal", "Catherine": "Katherine", "Stéphane": "Stephan", "Ivanov": "Ivanoff", "Wang": "Wong",
        }  # fmt: skip
        return [other.get(each, each) for each in names]

    def _name_hyphen(self, names):
        return " ".join(names).replace("-", " ").split() if "-" in " ".join(names) else names


def _ascii(text):
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("ß", "ss")


def _filled(form, words):
    topic = words["topic"][:1].upper() + words["topic"][1:]
    return form.format(**words, Topic=topic, Angle=words["angle"].capitalize())


def folder_of(made, folder):
    """Write the tables of a forum into a folder that is made, and return it."""
    folder.mkdir(parents=True)
    tables = {
        "requests": [{"id": name, **cells} for name, cells in made.requests.items()],
        "people": [{"id": name, **cells} for name, cells in made.people.items()],
        "appearances": made.appearances,
        "contacts": made.contacts,
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
    return folder
