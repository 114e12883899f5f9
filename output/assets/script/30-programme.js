/* The programme by day. */
const programme = byId("programme");
const sessions = programme ? all(".session", programme).map((row) => ({
  row, start: Date.parse(row.dataset.start), end: Date.parse(row.dataset.end),
})) : [];
const homeDate = new Map(sessions.map(({ start }) => [start, local(start, home).date]));

function newDay(date) {
  const section = document.createElement("section");
  section.className = "day";
  section.id = `d${date}`;
  section.setAttribute("aria-labelledby", `h${date}`);
  const heading = document.createElement("h2");
  heading.id = `h${date}`;
  const words = document.createElement("span");
  words.className = "date";
  words.textContent = longDate(date);
  const offset = document.createElement("span");
  offset.className = "offset";
  heading.append(words, " ", offset);
  section.append(heading, document.createElement("ol"));
  return section;
}
function mark(place, name, words) {
  let element = place.querySelector(`.${name}`);
  if (words && !element) {
    element = document.createElement("span");
    element.className = name;
    place.append(" ", element);
  }
  if (element) {
    element.textContent = words;
    element.hidden = !words;
  }
}
function showDays() {
  const days = new Map();
  for (const { row, start, end } of sessions) {
    const from = local(start, zone);
    const to = local(end, zone);
    if (!days.has(from.date)) days.set(from.date, { rows: [], offsets: new Set() });
    days.get(from.date).rows.push([row, from]);
    days.get(from.date).offsets.add(from.offset);
    const when = row.querySelector(".when");
    const [first, last] = all("time", when);
    first.textContent = from.clock;
    last.textContent = to.clock;
    const shift = daysApart(homeDate.get(start), from.date);
    mark(when, "shift", shift ? sign(shift) : "");
  }
  const sections = [...days.keys()].sort().map((date) => {
    const { rows, offsets } = days.get(date);
    const section = newDay(date);
    section.querySelector(".offset").textContent = `${zone}, ${[...offsets].map(offsetWords).join(" and ")}`;
    for (const [row, from] of rows) mark(row.querySelector(".when"), "own-offset", offsets.size > 1 ? offsetWords(from.offset) : "");
    section.querySelector("ol").append(...rows.map(([row]) => row));
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
