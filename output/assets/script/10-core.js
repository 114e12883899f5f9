/* Words, clocks and what the browser keeps: what every other part stands on. */
const home = document.documentElement.dataset.zone;
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const pairs = (text) => text.split("\n").map((row) => row.split("|"));
const zones = pairs(forumZones);
const former = new Map(pairs(forumFormerZones));
const countryOf = new Map(zones);
const current = (name) => former.get(name) || name;
const city = (name) => name.split("/").pop().replaceAll("_", " ");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("_", " ").trim();
const wordZones = new Map(pairs(forumZoneWords).map(([word, ...meant]) => [fold(word), meant]));

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
  return { date, clock: `${part.hour}:${part.minute}`, offset: Math.round((shown - instant) / 60000) };
}
const two = (number) => String(number).padStart(2, "0");
const offsetWords = (minutes) =>
  `UTC${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
const dateWords = new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric" });
const longDate = (date) => dateWords.format(Date.parse(date)).replaceAll(",", "");
const daysApart = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000);
const sign = (days) => `${days > 0 ? "+" : "−"}${Math.abs(days)} day${Math.abs(days) === 1 ? "" : "s"}`;
function works(zone) {
  try {
    return Boolean(clockOf(zone));
  } catch {
    return false;
  }
}

/* Which zone: from the address, else from the last visit, else home. */
const mine = current(Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
const store = {
  get() {
    try {
      return localStorage.getItem("forum-zone");
    } catch {
      return null;
    }
  },
  set(zone) {
    try {
      localStorage.setItem("forum-zone", zone);
    } catch { /* a browser that keeps nothing: the address still carries the zone */ }
  },
};
