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
