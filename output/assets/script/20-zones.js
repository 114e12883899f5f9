/* Which zone times are shown in: from the address, else from the last visit, else home. */
const current = (name) => formerZones[name] || name;
const city = (name) => name.split("/").pop().replaceAll("_", " ");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("_", " ").trim();
/* What counts in the name of a place: its letters and digits, however it is spaced, hyphenated or apostrophised. */
const placeKey = (text) => fold(text.normalize("NFKD")).replaceAll("&", "and").replace(/[^\p{L}\p{N}]+/gu, "");

/* A zone that the browser knows by this very name, old or new; abbreviations mean several and are not taken. */
function direct(text) {
  if (!/^([a-z]+\/.+|utc)$/i.test(text || "")) return null;
  try {
    return current(new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone);
  } catch {
    return null;
  }
}
const mine = direct(Intl.DateTimeFormat().resolvedOptions().timeZone) || "UTC";

/* The names of zones by city and country: only asked for when somebody looks for one. */
let zoneLists = null;
const spoken = document.documentElement.lang;
const zoneFiles = spoken === "en" ? ["zones"] : ["zones", `zones-${spoken}`];
function loaded(file) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = `${root}assets/${file}.js`;
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  });
}
function withLists() {
  const pairs = (text) => text.split("\n").map((row) => row.split("|"));
  zoneLists ??= Promise.all(zoneFiles.map(loaded)).then(() => ({
    zones: pairs(forumZones),
    countryOf: new Map(pairs(forumZones)),
    former: pairs(forumFormerZones),
    words: new Map([...pairs(forumZoneWords), ...(spoken === "en" ? [] : pairs(forumOwnZoneWords))]
      .map(([word, ...meant]) => [placeKey(word), meant])),
  }), () => {
    zoneLists = null;
    return { zones: [], countryOf: new Map(), former: [], words: new Map() };
  });
  return zoneLists;
}

/* The zones that a text can mean: names with their region first, then words of ours, cities, old names. */
function zonesFor(text, { zones, former, words }) {
  const wanted = placeKey(text);
  if (!wanted) return [];
  const names = [...zones.map(([name]) => [name, name]), ...former];
  const cityOf = ([name, country]) => [city(name), city(name) + country].some((text) => placeKey(text) === wanted);
  const ways = [
    () => names.filter(([name]) => name.includes("/") && placeKey(name) === wanted).map(([, zone]) => zone),
    () => words.get(wanted) || [],
    () => zones.filter(cityOf).map(([zone]) => zone),
    () => former.filter(([alias]) => placeKey(city(alias)) === wanted).map(([, zone]) => zone),
  ];
  for (const way of ways) {
    const found = [...new Set(way())].filter(works);
    if (found.length) return found;
  }
  return [];
}
const onlyOffset = /^((utc|gmt|z)\s*)?[+\u2212-]\s*\d{1,2}(:?\d{2})?$/i;
function unclear(text, found, { countryOf }) {
  if (onlyOffset.test(text.trim())) return say("offsetZone", { text: leftToRight(text.trim()) });
  if (!found.length) return say("unknownZone", { text });
  const zones = found.map((zone) => (countryOf.has(zone) ? `${zone} (${countryOf.get(zone)})` : zone));
  const shown = zones.length > 6 ? [...zones.slice(0, 5), counted("oneOfMore", zones.length - 5)] : zones;
  return say("unclearZone", { text, zones: listed(shown, "disjunction") });
}

const inAddress = new URLSearchParams(location.search).get("tz");
let zone = direct(inAddress) || direct(store.get("forum-zone")) || home;

/* The zone's name in the controls and links, and the sentence that says it. */
const choices = { home, mine, utc: "UTC" };
const form = byId("zone-form");
const zoneSentence = byId("zone-sentence");
function carryZone(links = all("a[data-page]")) {
  for (const link of links) {
    const [, path, query, hash] = /^([^?#]*)\??([^#]*)(.*)$/.exec(link.getAttribute("href"));
    const kept = query.split("&").filter((part) => part && !part.startsWith("tz="));
    if (zone !== home) kept.push(`tz=${zone}`);
    link.setAttribute("href", `${path}${kept.length ? `?${kept.join("&")}` : ""}${hash}`);
  }
}
/* The same page in another language looks for the same. */
function carryQuery() {
  const links = all(".languages a");
  for (const link of links) link.setAttribute("href", link.getAttribute("href").replace(/(\?.*)?$/, () => location.search));
  carryZone(links);
}
function showZone() {
  if (form) {
    const chosen = Object.keys(choices).find((key) => choices[key] === zone);
    for (const choice of all("input[type=radio]", form)) choice.checked = choice.value === chosen;
    byId("zone-other").value = chosen ? "" : zone;
  }
  carryZone();
  carryQuery();
}
function sentenceFor(instants) {
  const runs = [];
  for (const instant of instants) {
    const { date, offset } = local(instant, zone);
    if (offset !== runs.at(-1)?.offset) runs.push({ date, offset });
  }
  if (!runs.length || zone === "UTC") return say("shownIn", { zone: leftToRight(zone) });
  const offsets = runs.map(({ date, offset }, number) => {
    const words = leftToRight(offsetWords(offset));
    return number ? say("fromDate", { date: shortDate(date), offset: words }) : words;
  });
  return say("shownInWith", { zone: leftToRight(zone), offsets: offsets.join(forumWords.comma) });
}
function showTimes() {
  for (const show of whenShown) show();
  if (zoneSentence) {
    const instants = all("[data-start]").map((item) => Date.parse(item.dataset.start)).sort((a, b) => a - b);
    zoneSentence.textContent = zone === home ? zoneSentence.dataset.home : sentenceFor(instants);
  }
}
function choose(wanted, keep = true) {
  zone = wanted;
  if (keep) store.set("forum-zone", zone);
  setQuery({ tz: zone === home ? "" : zone });
  showZone();
  showTimes();
}
async function chooseByWords(text, asked) {
  const known = direct(text);
  if (known) {
    choose(known);
    return;
  }
  const lists = await withLists();
  const found = zonesFor(text, lists);
  if (found.length === 1) choose(found[0], asked);
  else if (asked) zoneSentence.textContent = `${unclear(text, found, lists)} ${say("stillShown", { zone: leftToRight(zone) })}`;
}
async function offerZones() {
  const { zones } = await withLists();
  byId("zone-list").replaceChildren(...zones.map(([name, country]) => {
    const option = document.createElement("option");
    option.value = name;
    option.label = `${city(name)}, ${country}`;
    return option;
  }));
}

if (form) {
  form.hidden = false;
  byId("zone-mine").textContent = city(mine);
  byId("zone-mine").closest("label").hidden = mine === home;
  form.addEventListener("change", ({ target }) => {
    if (target.type === "radio") choose(choices[target.value]);
    else if (target.value.trim()) chooseByWords(target.value, true);
  });
  byId("zone-other").addEventListener("focus", offerZones, { once: true });
}
if (inAddress && !direct(inAddress)) chooseByWords(inAddress, false);
