/* What is over, on and next by the reader's clock, looked at twice a minute. */
const minute = 60000;
function lengthWords(minutes) {
  if (minutes >= 1440) return counted("days", Math.round(minutes / 1440));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (!hours) return counted("minutes", rest);
  return rest ? say("hoursMinutes", { hours: counted("hours", hours), minutes: counted("minutes", rest) }) : counted("hours", hours);
}
const nextStart = (sessions, now) => Math.min(...sessions.map(({ start }) => start).filter((start) => start > now));

/* Each row of a list or grid says whether it is over, on, or among those that begin next; long after the last day all
   of it is over, and no row needs to say so. */
let shownStates = "";
function markStates() {
  const now = Date.now();
  const soon = nextStart(held, now);
  const over = now > Date.parse(document.documentElement.dataset.last) + 2 * 86400000 ? "" : "past";
  const states = held.map(({ start, end }) => (end <= now ? over : start <= now ? "now" : start === soon ? "next" : ""));
  if (shownStates === states.join()) return;
  shownStates = states.join();
  held.forEach(({ row, when }, number) => {
    if (states[number]) row.dataset.state = states[number];
    else delete row.dataset.state;
    mark(when, "state", states[number] && say(states[number]));
  });
}

/* What is over is put away while something is still to come, and nothing is looked for. */
const moment = byId("moment");
const jump = byId("jump");
const past = byId("past");
let pastShown = new URLSearchParams(location.search.replace(/\btz=[^&]*/, "")).size > 0;
function putPastAway() {
  const over = held.filter(({ row }) => row.dataset.state === "past");
  const during = over.length > 0 && over.length < held.length;
  moment.hidden = !held.some(({ row }) => row.dataset.state === "now") && !during;
  if (!past) return;
  past.hidden = !during;
  past.textContent = counted(pastShown ? "hidePast" : "showPast", over.length);
  past.setAttribute("aria-expanded", pastShown);
  programme.classList.toggle("put-away", during && !pastShown);
  for (const day of programme.children) {
    day.classList.toggle("past", !day.querySelector(".session:not([data-state=past])"));
  }
}
function showPast(shown) {
  pastShown = shown;
  putPastAway();
}
/* A link into what is put away brings it back. */
function bringBack(hash) {
  const target = hash.length > 1 && byId(decoded(hash.slice(1)));
  if (past && target && programme.contains(target) && !target.checkVisibility()) showPast(true);
}

/* The hours of a day's grid in the reader's zone, and a line across it at the present moment. */
const dayGrid = byId("grid");
const hours = dayGrid ? all(".hour", dayGrid) : [];
const nowLine = dayGrid ? dayGrid.appendChild(make("div", "now-line")) : null;
function showGrid() {
  const dates = held.map((session) => [session, showRow(session)]);
  const offsets = new Set(dates.map(([, { offset }]) => offset));
  for (const [{ when }, { offset }] of dates) mark(when, "own-offset", offsets.size > 1 ? offsetWords(offset) : "");
  for (const hour of hours) {
    const here = local(Date.parse(hour.dataset.hour), zone);
    hour.querySelector(".clock").textContent = here.clock;
    mark(hour, "shift", daysWord(daysApart(dayGrid.dataset.date, here.date)));
  }
  const words = byId("grid-offset");
  words.textContent = zone === home ? words.dataset.home : `${zone}, ${[...offsets].map(offsetWords).join(" / ")}`;
}
function drawLine() {
  const first = Date.parse(hours[0].dataset.hour);
  const place = (Date.now() - first) / (60 * minute);
  const before = hours[Math.floor(place)];
  nowLine.hidden = place < 0 || !before;
  if (nowLine.hidden) return;
  const after = hours[Math.floor(place) + 1];
  const bottom = after ? after.offsetTop : dayGrid.scrollHeight;
  nowLine.style.insetBlockStart = `${before.offsetTop + (bottom - before.offsetTop) * (place % 1)}px`;
}

/* The place to look at: what is on, else what is next. */
function jumpToNow() {
  const { row } = held.find(({ row }) => row.dataset.state === "now") || held.find(({ row }) => row.dataset.state === "next")
    || held.at(-1);
  row.scrollIntoView({ block: "center", inline: "center" });
  row.querySelector("h3 a").focus({ preventScroll: true });
}

if (dayGrid) {
  whenShown.push(showGrid, drawLine);
  whenTicked.push(drawLine);
  addEventListener("resize", drawLine);
}
if (held.length) whenTicked.unshift(markStates);
if (moment) {
  whenShown.push(putPastAway);
  whenTicked.push(putPastAway);
  jump.addEventListener("click", jumpToNow);
  if (past) {
    past.addEventListener("click", () => showPast(!pastShown));
    byId("find-form")?.addEventListener("input", () => showPast(true));
    document.addEventListener("click", ({ target }) => {
      const link = target.closest?.("a[href^='#']");
      if (link) bringBack(link.hash);
    });
    addEventListener("hashchange", () => bringBack(location.hash));
    whenTicked.push(() => bringBack(location.hash));
  }
}

/* During the forum links to the days lead to today, or to the next day on which something is held. */
function linkToday() {
  const today = local(Date.now(), home).date;
  if (today < forumDays[0] || today > forumDays.at(-1)) return;
  const date = forumDays.find((day) => day >= today);
  for (const link of all("a[data-today]")) link.setAttribute("href", link.getAttribute("href").replace(/d\/.*index\.html/, `d/${date}/index.html`));
}
whenTicked.push(linkToday);

/* The page of now and next: everything that is on, and for each channel what it holds next within a day. */
const nowPage = byId("now-page");
const cards = new Map();
let programmeNow = [];
function cardOf(session) {
  if (cards.has(session.id)) return cards.get(session.id);
  const title = make("a", "", session.title);
  title.href = `../${session.page}`;
  title.dataset.page = "";
  title.lang = session.lang;
  title.dir = "auto";
  const when = make("p", "when", make("time"), make("span", "until", "–", make("time")));
  const card = make(
    "li", `session hue-${session.hue}`, when,
    make("div", "what", make("p", "kind", make("span", "type", session.type)), make("h3", "", title), make("p", "meta", make("bdi", "", session.channel))),
    make("p", "remaining"),
  );
  if (session.link) {
    const part = make("a", "button", say("takePart"));
    part.href = session.link;
    part.rel = "noopener";
    card.querySelector(".what").append(make("p", "action", part));
  }
  carryZone([title]);
  cards.set(session.id, card);
  return card;
}
function fillCard(session, now) {
  const card = cardOf(session);
  const on = session.start <= now;
  const from = local(session.start, zone);
  const [first, last] = all("time", card);
  first.textContent = from.clock;
  first.dateTime = new Date(session.start).toISOString();
  last.textContent = local(session.end, zone).clock;
  last.dateTime = new Date(session.end).toISOString();
  mark(card.querySelector(".when"), "shift", from.date === local(now, zone).date ? "" : shortDate(from.date));
  const minutes = Math.ceil(((on ? session.end : session.start) - now) / minute);
  card.querySelector(".remaining").textContent = say(on ? "left" : "begins", { time: lengthWords(minutes) });
  card.querySelector(".action")?.toggleAttribute("hidden", !on && minutes > 30);
  return card;
}
/* Only what has changed is put in anew, so that the keyboard stays where it is. */
function fillList(list, wanted) {
  if (wanted.length !== list.children.length || wanted.some((card, number) => card !== list.children[number])) {
    list.replaceChildren(...wanted);
  }
}
function showNow() {
  const now = Date.now();
  const here = local(now, zone);
  byId("now-time").textContent = here.clock;
  byId("now-date").textContent = longDate(here.date);
  const on = programmeNow.filter(({ start, end }) => start <= now && now < end);
  const next = new Map();
  const soon = Math.max(nextStart(programmeNow, now), now + 1440 * minute);
  for (const session of programmeNow) {
    if (session.start > now && session.start <= soon && !next.has(session.channel)) next.set(session.channel, session);
  }
  fillList(byId("now-list"), on.map((session) => fillCard(session, now)));
  fillList(byId("next-list"), [...next.values()].map((session) => fillCard(session, now)));
  byId("now-after").hidden = !next.size;
  const none = byId("now-none");
  none.hidden = on.length > 0;
  none.textContent = say(next.size ? "nothingNow" : "over");
}
function loadNow() {
  const script = document.createElement("script");
  script.src = `${root}assets/now.js`;
  script.addEventListener("load", () => {
    programmeNow = globalThis.forumNow;
    cards.clear();
    showNow();
    script.remove();
  });
  script.addEventListener("error", () => script.remove());
  document.head.append(script);
}
if (nowPage) {
  byId("now-without").hidden = true;
  nowPage.hidden = false;
  whenShown.push(showNow);
  whenTicked.push(showNow);
  loadNow();
  setInterval(loadNow, 10 * minute);
}

function tick() {
  for (const look of whenTicked) look();
}
