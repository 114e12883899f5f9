/* Sessions with a time: in lists by day, which follow the reader's zone, and in the grid of a day. */
const programme = byId("programme");
const held = all(".session[data-start]").map((row) => {
  const when = row.querySelector(".when");
  const [first, last] = all("time", when);
  return { row, when, first, last, start: Date.parse(row.dataset.start), end: Date.parse(row.dataset.end) };
});

/* A few words beside a time, made when first needed. */
function mark(place, name, words) {
  let element = place.querySelector(`.${name}`);
  if (words && !element) {
    element = make("span", name);
    place.append(" ", element);
  }
  if (element) {
    element.textContent = words;
    element.hidden = !words;
  }
}

/* Whether a session lies whole within the reader's waking hours, or touches the night; minutes after midnight. */
const spans = [waking, night].map((text) => text.split("-").map(Number));
function dayOrNight(minute, length) {
  const [awake, asleep] = spans;
  if ([minute, minute + 1440].some((from) => from >= awake[0] && from + length <= awake[1])) return "awake";
  return [minute, minute + 1440].some((from) => from < asleep[1] && from + length > asleep[0]) ? "asleep" : "";
}
function markHours(when, minute, length, where = zone) {
  const found = where === home || where === "UTC" ? "" : dayOrNight(minute, length);
  mark(when, "hours", found && say(found));
  const element = when.querySelector(".hours");
  if (element) element.dataset.hours = found;
}

function showRow({ row, when, first, last, start, end }) {
  const from = local(start, zone);
  first.textContent = from.clock;
  last.textContent = local(end, zone).clock;
  row.homeDate ??= local(start, home).date;
  mark(when, "shift", daysWord(daysApart(row.homeDate, from.date)));
  markHours(when, from.minute, (end - start) / 60000);
  return from;
}

/* Days as the server wrote them: what it says of home's offsets is said again whenever home is chosen. */
const served = new Map(programme ? all(".day", programme).map((day) => [day.id.slice(1), day]) : []);
const servedOffsets = new Map([...served].map(([date, day]) => [date, day.querySelector(".offset").textContent]));
const dayLinks = new Map([...served].map(([date, day]) => [date, day.querySelector(".to-day")]));
function newDay(date, offsets) {
  const section = make("section", "day");
  section.id = `d${date}`;
  section.setAttribute("aria-labelledby", `h${date}`);
  const words = make("span", "date", longDate(date));
  const heading = make("h2", "", words, " ", make("span", "offset", offsets));
  heading.id = `h${date}`;
  const link = dayLinks.get(date);
  section.append(heading, ...(link ? [link] : []), make("ol"));
  return section;
}
function showDays() {
  const days = new Map();
  for (const session of held) {
    const from = showRow(session);
    if (!days.has(from.date)) days.set(from.date, { rows: [], offsets: new Set() });
    days.get(from.date).rows.push([session, from]);
    days.get(from.date).offsets.add(from.offset);
  }
  const sections = [...days.keys()].sort().map((date) => {
    const { rows, offsets } = days.get(date);
    const words = [...offsets].map(offsetWords).join(" / ");
    const section = newDay(date, zone === home ? servedOffsets.get(date) : `${zone}, ${words}`);
    for (const [{ when }, from] of rows) mark(when, "own-offset", offsets.size > 1 ? offsetWords(from.offset) : "");
    section.querySelector("ol").append(...rows.map(([{ row }]) => row));
    return section;
  });
  programme.replaceChildren(...sections);
  linkDates();
}
function linkDates() {
  for (const link of all(".dates a")) {
    const section = byId(`d${link.dataset.day}`);
    if (section && !section.hidden) link.href = `#d${link.dataset.day}`;
    else link.removeAttribute("href");
  }
}

/* The times on a session's page: the chosen zone and that of the browser above home and UTC. */
function fillHeld(item, line, where) {
  const start = Date.parse(item.dataset.start);
  const end = Date.parse(item.dataset.end);
  const from = local(start, where);
  const value = line.querySelector("dd");
  value.replaceChildren(...item.querySelector(".home dd").cloneNode(true).childNodes);
  value.querySelector(".date").textContent = longDate(from.date);
  value.querySelector(".range").textContent = `${from.clock}–${local(end, where).clock}`;
  value.querySelector(".offset").textContent = offsetWords(from.offset);
  markHours(value, from.minute, (end - start) / 60000, where);
}
function showHeld() {
  for (const item of all(".held > li")) {
    const [chosen, own] = [".chosen", ".mine"].map((name) => item.querySelector(name));
    chosen.hidden = [home, mine, "UTC"].includes(zone);
    own.hidden = [home, "UTC"].includes(mine);
    chosen.querySelector("dt").textContent = zone;
    own.querySelector("small").textContent = mine;
    fillHeld(item, chosen, zone);
    fillHeld(item, own, mine);
  }
}
if (programme) whenShown.push(showDays);
whenShown.push(showHeld);
showHeld();
