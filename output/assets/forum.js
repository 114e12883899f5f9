/* What the pages do beyond plain HTML: times in the reader's zone, and finding sessions. */
"use strict";
(() => {
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
  /* The zones that a text can mean: names with their region first, then words of ours, countries, cities, old names. */
  function zonesFor(text) {
    const wanted = fold(text);
    if (!wanted) return [];
    const names = [...zones.map(([name]) => [name, name]), ...former];
    const cityOf = ([name, country]) => fold(city(name)) === wanted || fold(`${city(name)}, ${country}`) === wanted;
    const ways = [
      () => names.filter(([name]) => name.includes("/") && fold(name) === wanted).map(([, zone]) => zone),
      () => wordZones.get(wanted) || [],
      () => zones.filter(([, country]) => fold(country) === wanted).map(([zone]) => zone),
      () => zones.filter(cityOf).map(([zone]) => zone),
      () => [...former].filter(([alias]) => fold(city(alias)) === wanted).map(([, zone]) => zone),
    ];
    for (const way of ways) {
      const found = [...new Set(way())].filter(works);
      if (found.length) return found;
    }
    return [];
  }
  const asked = (text) => {
    const found = text ? zonesFor(text) : [];
    return found.length === 1 ? found[0] : null;
  };
  function unclear(text) {
    const found = zonesFor(text).map((zone) => (countryOf.has(zone) ? `${zone} (${countryOf.get(zone)})` : zone));
    if (!found.length) return `“${text}” is not a city or zone that this page knows.`;
    const shown = found.length > 6 ? [...found.slice(0, 5), `one of ${found.length - 5} more`] : found;
    return `“${text}” can mean ${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}.`;
  }
  let zone = asked(new URLSearchParams(location.search).get("tz")) || asked(store.get()) || home;

  /* The address of this page and of its neighbours carries the zone; that of this page what is looked for too. */
  function setQuery(changes) {
    const query = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(changes)) value ? query.set(key, value) : query.delete(key);
    const text = query.toString().replaceAll("%2F", "/");
    try {
      history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
    } catch { /* a page opened from a file may not change its address */ }
  }
  function carryZone() {
    for (const link of all("a[data-page]")) {
      link.setAttribute("href", link.getAttribute("href").replace(/\?.*$/, "") + (zone === home ? "" : `?tz=${zone}`));
    }
  }

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

  /* The times on a session's page: the reader's zone above home and UTC. */
  function showHeld() {
    for (const item of all(".held > li")) {
      const line = item.querySelector(".chosen");
      line.hidden = zone === home || zone === "UTC";
      const from = local(Date.parse(item.dataset.start), zone);
      const to = local(Date.parse(item.dataset.end), zone);
      line.querySelector("dt").textContent = zone;
      const range = document.createElement("span");
      range.className = "range";
      range.textContent = `${from.clock}–${to.clock}`;
      const offset = document.createElement("span");
      offset.className = "offset";
      offset.textContent = offsetWords(from.offset);
      line.querySelector("dd").replaceChildren(`${longDate(from.date)}, `, range, " ", offset);
    }
  }

  /* The zone's name in the controls and links, and everything that is said in it. */
  const choices = { home, mine, utc: "UTC" };
  function showZone() {
    const chosen = Object.keys(choices).find((key) => choices[key] === zone);
    for (const choice of all("#zone-form input[type=radio]")) choice.checked = choice.value === chosen;
    if (form) byId("zone-other").value = chosen ? "" : zone;
    carryZone();
  }
  function showTimes() {
    const sentence = byId("zone-sentence");
    if (!sentence) return;
    if (programme) showDays();
    showHeld();
    const instants = all("[data-start]").map((item) => Date.parse(item.dataset.start)).sort((a, b) => a - b);
    const offsets = [...new Set(instants.map((start) => offsetWords(local(start, zone).offset)))];
    sentence.textContent = zone === home ? sentence.dataset.home
      : `Times are shown in ${zone}${offsets.length && zone !== "UTC" ? `: ${offsets.join(", later ")}` : ""}.`;
  }
  function choose(wanted) {
    zone = wanted;
    store.set(zone);
    setQuery({ tz: zone === home ? "" : zone });
    showZone();
    showTimes();
    if (programme) find();
  }

  const form = byId("zone-form");
  if (form) {
    form.hidden = false;
    byId("zone-mine").textContent = city(mine);
    form.addEventListener("change", (event) => {
      const { target } = event;
      if (target.type === "radio") {
        choose(choices[target.value]);
      } else if (target.value.trim()) {
        const found = asked(target.value);
        if (found) choose(found);
        else byId("zone-sentence").textContent = `${unclear(target.value)} Times are still shown in ${zone}.`;
      }
    });
    byId("zone-other").addEventListener("focus", () => {
      const list = byId("zone-list");
      if (list.childElementCount) return;
      list.append(...zones.map(([name, country]) => {
        const option = document.createElement("option");
        option.value = name;
        option.label = `${city(name)}, ${country}`;
        return option;
      }));
    }, { once: true });
  }

  /* Finding sessions by text, type and track. */
  const text = new Map();
  function find() {
    const words = fold(byId("find-text").value).split(/\s+/).filter(Boolean);
    const kind = byId("find-type").value;
    const track = byId("find-track") ? byId("find-track").value : "";
    const rows = all(".session");
    let shown = 0;
    for (const row of rows) {
      if (!text.has(row)) text.set(row, fold(row.querySelector(".what").textContent));
      const fits = (!kind || row.dataset.type === kind) && (!track || row.dataset.track === track)
        && words.every((word) => text.get(row).includes(word));
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const day of all(".day")) day.hidden = !day.querySelector(".session:not([hidden])");
    linkDates();
    byId("find-none").hidden = shown > 0;
    byId("find-count").textContent = shown === rows.length ? "" : `${shown} of ${rows.length} sessions`;
  }
  function found() {
    setQuery({ q: byId("find-text").value.trim(), type: byId("find-type").value, track: byId("find-track") ? byId("find-track").value : "" });
    find();
  }
  if (programme) {
    const query = new URLSearchParams(location.search);
    byId("search").hidden = false;
    byId("search").open = matchMedia("(min-width: 62rem)").matches || ["q", "type", "track"].some((key) => query.get(key));
    byId("find-text").value = query.get("q") || "";
    for (const [id, key] of [["find-type", "type"], ["find-track", "track"]]) {
      const field = byId(id);
      if (field && [...field.options].some((option) => option.value === query.get(key))) field.value = query.get(key);
    }
    byId("find-form").addEventListener("input", found);
    byId("find-clear").addEventListener("click", () => {
      for (const field of all("input, select", byId("find-form"))) field.value = "";
      found();
      byId("find-text").focus();
    });
    if (location.protocol.startsWith("http")) {
      byId("subscribe").hidden = false;
      byId("subscribe").firstElementChild.href = new URL("all.ics", location.href).href.replace(/^https?:/, "webcal:").replace(/\?.*$/, "");
    }
  }

  showZone();
  if (zone !== home) {
    showTimes();
    if (location.hash) byId(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }
  if (programme && location.search) find();
})();
