/* The reader's own sessions. They are kept in this browser alone, with what was known of each: its title, whether it
   was cancelled, and its occurrences, so that the page can tell later what has changed. */
const keptAs = `forum-own:${new URL(root || "./", location.href).pathname}`;
const isolate = (text) => `\u2068${text}\u2069`;
const quoted = (title) => say("quoted", { title: isolate(title) });

/* What this page says of sessions: id -> { title, cancelled, held: [[id, start, end], ...] }. */
function factsOfPage() {
  const found = new Map();
  for (const place of all("[data-session]")) {
    const id = place.dataset.session;
    if (!found.has(id)) {
      const title = place.querySelector("h1, h3 a").textContent.trim();
      found.set(id, { title, cancelled: "cancelled" in place.dataset, held: [] });
    }
    for (const item of place.dataset.start ? [place] : all("[data-start]", place)) {
      found.get(id).held.push([item.id, item.dataset.start, item.dataset.end]);
    }
  }
  return found;
}
const facts = factsOfPage();

function readOwn() {
  const found = new Map();
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(keptAs));
  } catch { /* nothing can be read, or nothing that we wrote */ }
  for (const entry of Array.isArray(kept) ? kept : []) {
    const [id, fact] = Array.isArray(entry) ? entry : [];
    if (typeof id !== "string" || typeof fact?.title !== "string" || !Array.isArray(fact.held)) continue;
    const held = fact.held.filter((each) => Array.isArray(each) && typeof each[0] === "string"
      && Date.parse(each[1]) < Date.parse(each[2]));
    found.set(id, { title: fact.title, cancelled: fact.cancelled === true, held });
  }
  return found;
}
let own = readOwn();
const lately = new Set();
/* A session whose star was just taken away stays in sight until the page is opened again. */
const isOwn = (id) => own.has(id) || lately.has(id);
const known = (id) => facts.get(id) || own.get(id);

function keepOwn() {
  try {
    localStorage.setItem(keptAs, JSON.stringify([...own]));
  } catch {
    byId("own-lost").textContent = say("notKept");
  }
}

/* Whether the browser keeps anything for this site: asked where that matters before a star is touched. */
function tryKeeping() {
  try {
    localStorage.setItem(`${keptAs}?`, "");
    localStorage.removeItem(`${keptAs}?`);
  } catch {
    byId("own-lost").textContent = say("notKept");
  }
}

/* Occurrences of own sessions that overlap, two by two, by start. */
function clashes() {
  const held = [...own.keys()].filter((id) => !known(id).cancelled).flatMap((id) => known(id).held.map(
    ([, start, end]) => ({ id, title: known(id).title, start: Date.parse(start), end: Date.parse(end) }),
  )).sort((one, other) => one.start - other.start);
  return held.flatMap((one, place) => {
    const later = held.slice(place + 1);
    const until = later.findIndex((other) => other.start >= one.end);
    return later.slice(0, until < 0 ? later.length : until).filter((other) => other.id !== one.id).map((other) => [one, other]);
  });
}
function timesOf(start, end) {
  const from = local(start, zone);
  return { date: longDate(from.date), times: isolate(`${from.clock}–${local(end, zone).clock}`) };
}
function clashWords([one, other]) {
  const first = timesOf(one.start, one.end);
  const second = timesOf(other.start, other.end);
  return say("clash", {
    one: quoted(one.title), one_times: first.times, other: quoted(other.title), other_times: second.times,
    date: first.date, zone: leftToRight(zone),
  });
}
function othersOf(pair, id) {
  const other = pair.find((each) => each.id !== id);
  return `${quoted(other.title)} (${timesOf(other.start, other.end).times})`;
}

/* The page speaks through lines that are there from the start, so that screen readers notice what is put into them. */
function line(id, role, name, place) {
  const made = make("p", name);
  made.id = id;
  made.setAttribute("role", role);
  place(made);
  return made;
}
function button(words, act) {
  const made = make("button", "", words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/* Stars. */
const stars = [];
function star(id, title) {
  const made = button("", () => toggle(id));
  made.className = "star";
  made.setAttribute("aria-label", say("star", { title: quoted(title) }));
  stars.push({ star: made, id });
  return made;
}
function addStars() {
  for (const place of all(".session[data-session]")) place.append(star(place.dataset.session, facts.get(place.dataset.session).title));
  for (const place of all("main[data-session] .headline")) {
    const { session } = place.closest("main").dataset;
    const made = star(session, facts.get(session).title);
    made.append(make("span", "", say("ownSession")));
    place.append(made, make("p", "clash"));
  }
}
function toggle(id) {
  if (own.delete(id)) lately.add(id);
  else own.set(id, facts.get(id));
  keepOwn();
  showOwn();
  find();
  const found = own.has(id) ? clashes().filter((pair) => pair.some((each) => each.id === id)) : [];
  byId("own-said").textContent = found.map(clashWords).join(" ");
}
function showOwn() {
  const found = clashes();
  for (const { star: made, id } of stars) {
    made.setAttribute("aria-pressed", own.has(id));
    const place = made.closest("[data-session]");
    if (!place) continue;
    const there = found.filter(([one, other]) => [one, other].some((each) => each.id === id
      && (!place.dataset.start || each.start === Date.parse(place.dataset.start))));
    let note = place.querySelector(".clash");
    if (!note && there.length) place.querySelector(".what").append(note = make("p", "clash"));
    if (note) note.textContent = there.length ? say("overlaps", { sessions: listed(there.map((pair) => othersOf(pair, id))) }) : "";
  }
  if (byId("own")) showMine(found);
}

/* What has happened to own sessions since this browser last took note of them. */
function changeWords(id) {
  const before = own.get(id);
  const title = quoted(before.title);
  const now = facts.get(id);
  if (!now) return [say("ownGone", { title })];
  if (now.cancelled) return before.cancelled ? [] : [say("ownCancelled", { title })];
  const places = new Map(now.held.map(([name, start, end]) => [name, [start, end]]));
  const words = before.cancelled ? [say("ownRestored", { title })] : [];
  for (const [name, start, end] of before.held) {
    const then = timesOf(Date.parse(start), Date.parse(end));
    const there = places.get(name);
    if (!there) {
      words.push(say("ownDropped", { title, ...then, zone: leftToRight(zone) }));
    } else if (Date.parse(there[0]) !== Date.parse(start) || Date.parse(there[1]) !== Date.parse(end)) {
      const after = timesOf(Date.parse(there[0]), Date.parse(there[1]));
      words.push(say("ownMoved", {
        title, old_date: then.date, old_times: then.times, date: after.date, times: after.times, zone: leftToRight(zone),
      }));
    }
  }
  return words;
}
function showNews() {
  byId("own-news")?.remove();
  if (!byId("main").matches("[data-whole]")) return;
  const words = [...own.keys()].flatMap(changeWords);
  if (!words.length) return;
  const news = make("section", "news");
  news.id = "own-news";
  news.setAttribute("aria-labelledby", "own-news-title");
  const heading = make("h2", "", say("ownNews"));
  heading.id = "own-news-title";
  const list = document.createElement("ul");
  list.append(...words.map((text) => make("li", "", text)));
  news.append(heading, list, button(say("noted"), () => {
    for (const id of [...own.keys()]) facts.has(id) ? own.set(id, facts.get(id)) : own.delete(id);
    keepOwn();
    showOwn();
    find();
    news.remove();
    byId("main").focus();
  }));
  const title = byId("main").querySelector("h1");
  title ? title.after(news) : byId("main").prepend(news);
}

/* The page of one's own sessions. */
function showMine(found) {
  const some = items.some(({ id }) => isOwn(id));
  byId("own-none").hidden = some;
  byId("own-some").hidden = !some;
  byId("own-clashes").hidden = !found.length;
  byId("own-clashes").querySelector("ul").replaceChildren(...found.map((pair) => make("li", "", clashWords(pair))));
  const ids = [...own.keys()].filter((id) => facts.has(id)).map(encodeURIComponent).join(",");
  byId("own-link").value = `${location.href.replace(/[?#].*$/, "")}#s=${ids}`;
}

/* Sessions that somebody shared: ids in the fragment of the address. Nothing is added unless the reader wants it. */
function readShared() {
  const text = location.hash.startsWith("#s=") ? location.hash.slice(3) : "";
  const ids = [...new Set(text.split(",").filter(Boolean).map(decoded))];
  const there = ids.filter((id) => facts.has(id));
  return { asked: Boolean(text), there, missing: ids.length - there.length };
}
function showShared() {
  const box = byId("own-shared");
  const { asked: open, there, missing } = readShared();
  box.hidden = !open;
  const fresh = there.filter((id) => !own.has(id));
  const [words, list] = [box.querySelector("p"), box.querySelector("ul")];
  words.textContent = [
    counted("shared", there.length), missing ? counted("sharedMissing", missing) : "",
    there.length && !fresh.length ? say("sharedAll") : "",
  ].filter(Boolean).join(" ");
  list.replaceChildren(...there.map((id) => {
    const item = document.createElement("li");
    const link = make("a", "", facts.get(id).title);
    link.dir = "auto";
    link.href = all("[data-session] h3 a").find((each) => each.closest("[data-session]").dataset.session === id).href;
    const times = facts.get(id).held.map(([, start, end]) => timesOf(Date.parse(start), Date.parse(end)));
    item.append(link, " ", make("span", "", times.map((time) => say("moment", time)).join(forumWords.semicolon)));
    return item;
  }));
  box.querySelector("button").hidden = !fresh.length;
}
function closeShared() {
  try {
    history.replaceState(null, "", location.pathname + location.search);
  } catch { /* a page opened from a file keeps its address */ }
  byId("own-shared").hidden = true;
  byId("main").focus();
}

/* A calendar of published entries, byte for byte: the first feed's frame under another name, and no address of its own. */
function folded(text) {
  const octets = new TextEncoder();
  let [done, now, size] = ["", "", 0];
  for (const letter of text) {
    const more = octets.encode(letter).length;
    if (size + more > 75) {
      done += `${now}\r\n `;
      [now, size] = ["", 1];
    }
    now += letter;
    size += more;
  }
  return `${done}${now}\r\n`;
}
function joined(feeds, name) {
  const part = (feed, kind) => feed.match(new RegExp(`^BEGIN:${kind}\r\n[^]*?^END:${kind}\r\n`, "gm")) || [];
  const escaped = name.replace(/[\\;,]/g, "\\$&");
  const revised = feeds.map((feed) => feed.match(/^LAST-MODIFIED:(.*)\r$/m)?.[1] || "").sort().at(-1);
  const head = feeds[0].slice(0, feeds[0].search(/^BEGIN:V(TIMEZONE|EVENT)\r$/m)).match(/.*\r\n(?:[ \t].*\r\n)*/g).map((property) => {
    if (property.startsWith("SOURCE")) return "";
    if (/^(X-WR-CAL)?NAME[:;]/.test(property)) return folded(`${property.match(/^[A-Z-]+/)[0]}:${escaped}`);
    return property.startsWith("LAST-MODIFIED:") ? `LAST-MODIFIED:${revised}\r\n` : property;
  });
  const zoneRules = feeds.flatMap((feed) => part(feed, "VTIMEZONE")).slice(0, 1);
  const place = (event) => event.match(/^DTSTART[^:]*:(.*)\r$/m)[1] + event.match(/^UID:(.*)\r$/m)[1];
  const events = feeds.flatMap((feed) => part(feed, "VEVENT")).sort((one, other) => (place(one) < place(other) ? -1 : 1));
  return [...head, ...zoneRules, ...events, "END:VCALENDAR\r\n"].join("");
}
async function saveOwn() {
  const published = new Set(all("[data-start], [data-feed]").map((row) => row.dataset.session));
  const ids = [...own.keys()].filter((id) => published.has(id));
  const said = byId("own-saved");
  if (!ids.length) {
    said.textContent = say("nothingToSave");
    return;
  }
  const lost = [];
  const feeds = await Promise.all(ids.map(async (id) => {
    try {
      if (location.protocol === "file:") throw new Error("a page opened from a folder may not read other files");
      const name = encodeURIComponent(id);
      const answer = await fetch(`${root}s/${name}/${name}.ics`);
      const feed = await answer.text();
      if (answer.ok && feed.startsWith("BEGIN:VCALENDAR\r\n")) return feed;
    } catch { /* the page was opened from a folder, or the reader is offline */ }
    lost.push(known(id).title);
    return "";
  }));
  const there = feeds.filter(Boolean);
  if (there.length) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([joined(there, byId("own").dataset.name)], { type: "text/calendar;charset=utf-8" }));
    link.download = "my-programme.ics";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }
  said.textContent = [
    there.length ? counted("saved", there.length) : "",
    lost.length ? say("notSaved", { titles: lost.map(quoted).join(forumWords.comma) }) : "",
  ].filter(Boolean).join(" ");
}
function startMine() {
  tryKeeping();
  byId("own-off").hidden = true;
  byId("own").hidden = false;
  const [addAll, close] = all("button", byId("own-shared"));
  addAll.addEventListener("click", () => {
    for (const id of readShared().there) if (!own.has(id)) own.set(id, facts.get(id));
    keepOwn();
    closeShared();
    showOwn();
    find();
  });
  close.addEventListener("click", closeShared);
  byId("own-save").addEventListener("click", saveOwn);
  byId("own-link").addEventListener("focus", ({ target }) => target.select());
  byId("own-copy").hidden = !navigator.clipboard;
  byId("own-copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(byId("own-link").value);
      byId("own-said").textContent = say("copied");
    } catch {
      byId("own-link").focus();
    }
  });
  addEventListener("hashchange", showShared);
}
function startOwn() {
  line("own-said", "status", "unseen", (made) => document.body.append(made));
  line("own-lost", "alert", "lost", (made) => byId("main").before(made));
  addStars();
  if (byId("own")) startMine();
  showAllOwn();
  addEventListener("storage", ({ key }) => {
    if (key !== keptAs) return;
    own = readOwn();
    showAllOwn();
    find();
  });
}
function showAllOwn() {
  showOwn();
  showNews();
  if (byId("own")) showShared();
}

if (searching) startFinding();
startOwn();
find();
whenShown.push(showAllOwn, find);
