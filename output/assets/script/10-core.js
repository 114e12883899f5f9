/* Words, dates and clocks: what every other part stands on. */
const { zone: home, root, locale, waking, night } = document.documentElement.dataset;
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/* Texts of the page's language; `%(name)s` in them is replaced by a value. */
const filled = (text, values) => text.replace(/%\((\w+)\)[sd]/g, (whole, name) => values[name]);
const say = (key, values = {}) => filled(forumWords[key], values);
const plurals = new Intl.PluralRules(locale);
const counted = (key, number, values = {}) => filled(forumWords[key][plurals.select(number)], { num: number, ...values });
const listed = (texts, type) => new Intl.ListFormat(locale, { type }).format(texts);

/* A name or number that is read from left to right keeps its order in text from right to left. */
const leftToRight = (text) => (document.dir === "rtl" ? `\u2066${text}\u2069` : text);

/* Dates as the server writes them, from the same patterns and names (CLDR). */
function dated(pattern, date) {
  const [year, month, day] = date.split("-").map(Number);
  const { weekdays, months } = forumWords.dates;
  const values = { y: year, M: month, MMMM: months[month - 1], d: day, EEEE: weekdays[new Date(date).getUTCDay()] };
  return filled(forumWords.dates[pattern], values);
}
const longDate = (date) => dated("long", date);
const shortDate = (date) => dated("short", date);
const daysApart = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000);
const daysWord = (days) => (days ? counted("days", Math.abs(days), { num: leftToRight(`${days > 0 ? "+" : "−"}${Math.abs(days)}`) }) : "");

/* Local clocks: everything is worked out by Intl from the UTC instant in the page. */
const clocks = new Map();
function clockOf(zone) {
  if (!clocks.has(zone)) {
    clocks.set(zone, new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    }));
  }
  return clocks.get(zone);
}
function local(instant, zone) {
  const part = {};
  for (const { type, value } of clockOf(zone).formatToParts(instant)) part[type] = value;
  const date = `${part.year}-${part.month}-${part.day}`;
  const shown = Date.UTC(+part.year, part.month - 1, +part.day, +part.hour, +part.minute);
  return {
    date, clock: `${part.hour}:${part.minute}`, minute: part.hour * 60 + +part.minute, offset: Math.round((shown - instant) / 60000),
  };
}
const two = (number) => String(number).padStart(2, "0");
const offsetWords = (minutes) =>
  `UTC${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
function works(zone) {
  try {
    return Boolean(clockOf(zone));
  } catch {
    return false;
  }
}

/* What other parts do whenever times were written anew, and whenever the half minute has passed. */
const whenShown = [];
const whenTicked = [];

/* What the browser keeps for the next page; where it keeps nothing, the address still carries the zone. */
const store = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch { /* nothing is kept */ }
  },
};

/* The address of this page and of its neighbours carries the zone; that of this page what is looked for too. */
function setQuery(changes) {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(changes)) value ? query.set(key, value) : query.delete(key);
  const text = query.toString().replaceAll("%2F", "/");
  try {
    history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
  } catch { /* a page opened from a file may not change its address */ }
}
