/* Words and letters as they are looked for: without accents, letter case, width of letters, and spelt alike. */
const spelt = {
  "ß": "ss", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ħ": "h",
  "\u0671": "\u0627", "\u0649": "\u064a", "\u0629": "\u0647", "\u0640": "",
};
const letters = new RegExp(`[${Object.keys(spelt).join("")}]`, "g");
const wordsOf = (text) => fold(text.normalize("NFKC")).replace(letters, (letter) => spelt[letter])
  .split(/[^\p{L}\p{N}]+/u).filter(Boolean);
/* Scripts that put no blanks between words, or write articles onto them: there a word is found inside another too. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Arabic}\p{Script=Hebrew}]/u;
const spaced = (text) => ` ${wordsOf(text).join(" ")}`;

/* What is looked for: words, and of each facet the values that are ticked. */
const searching = byId("find-form");
const facets = searching ? all("[data-facet]", searching).map((place) => ({
  place, key: place.dataset.facet, every: "every" in place.dataset, boxes: all("input", place),
})) : [];
const names = new Map(facets.map(({ key, boxes }) => [
  key, new Map(boxes.map((box) => [box.value, box.nextElementSibling.textContent])),
]));
const several = (text) => new Set(text ? text.split("|") : []);
const items = searching || byId("own") ? all(".session").map((row) => {
  const values = {
    type: new Set([row.dataset.type]), track: new Set([row.dataset.track]), al: several(row.dataset.al), sdg: several(row.dataset.sdg),
    lang: several(row.dataset.lang), service: several(row.dataset.service), hours: several(row.dataset.hours),
  };
  return { row, id: row.dataset.session, values };
}) : [];

/* The index of words is asked for at the first search; without it (a site opened from a folder) rows are searched. */
let index = null;
function readIndex() {
  if (index) return undefined;
  index = new Map();
  const without = () => {
    byId("find-note").textContent = say("noIndex");
  };
  if (location.protocol === "file:") return without();
  fetch(`${root}search.json`).then((answer) => answer.json()).then((found) => {
    index = new Map(Object.entries(found.sessions));
    for (const item of items) delete item.words;
    find();
  }).catch(without);
}
function textOf({ row, id, values }) {
  const named = ["al", "sdg", "lang"].flatMap((key) => [...values[key]].map((value) => names.get(key)?.get(value) || value));
  return spaced([row.querySelector(".what").textContent, index?.get(id), ...named].join(" "));
}
const hasWord = (text, word) => text.includes(unspaced.test(word) ? word : ` ${word}`);

function awake(row) {
  const [start, end] = [row.dataset.start, row.dataset.end].map((text) => Date.parse(text));
  return dayOrNight(local(start, zone).minute, (end - start) / 60000) === "awake";
}
function valuesOf({ row, id, values }, key) {
  if (key === "own") return new Set(isOwn(id) ? ["yes"] : []);
  return key === "hours" && row.dataset.start && awake(row) ? new Set(["mine", ...values.hours]) : values[key];
}

/* Shows the rows that fit, and beside each value how many sessions it would leave. */
function find() {
  if (!items.length) return;
  const words = searching ? wordsOf(byId("find-text").value) : [];
  const signsAlone = searching && !words.length && byId("find-text").value.trim() !== "";
  const wanted = facets.map(({ key, every, boxes }) => ({
    key, every, ticked: boxes.filter((box) => box.checked).map((box) => box.value), left: new Map(),
  }));
  const fitting = new Set();
  for (const item of items) {
    if (words.length && !item.words) item.words = textOf(item);
    const has = wanted.map(({ key }) => valuesOf(item, key));
    const missed = wanted.filter(({ every, ticked }, number) => ticked.length
      && !(every ? ticked.every((value) => has[number].has(value)) : ticked.some((value) => has[number].has(value))));
    const worded = !signsAlone && words.every((word) => hasWord(item.words, word));
    const fits = worded && !missed.length && (searching || isOwn(item.id));
    item.row.hidden = !fits;
    if (fits) fitting.add(item.id);
    wanted.forEach((facet, number) => {
      if (!worded || !missed.every((each) => each === facet && !facet.every)) return;
      for (const value of has[number]) {
        if (!facet.left.has(value)) facet.left.set(value, new Set());
        facet.left.get(value).add(item.id);
      }
    });
  }
  for (const day of all(".day")) day.hidden = !day.querySelector(".session:not([hidden])");
  linkDates();
  if (!searching) return;
  facets.forEach(({ place, boxes }, number) => {
    const { left, ticked } = wanted[number];
    place.querySelector(".picked").textContent = ticked.length || "";
    for (const box of boxes) box.parentElement.lastElementChild.textContent = left.get(box.value)?.size || 0;
  });
  const narrowed = words.length > 0 || signsAlone || wanted.some(({ ticked }) => ticked.length);
  byId("find-none").hidden = fitting.size > 0;
  byId("find-clear").hidden = !narrowed;
  if (narrowed && !pastShown) showPast(true);
  byId("find-count").textContent = narrowed ? counted("found", fitting.size) : "";
  byId("find-top").hidden = !narrowed;
  byId("find-top").firstElementChild.textContent = byId("find-count").textContent;
}

/* The address holds what is looked for; the button "back" undoes a choice. */
function readQuery() {
  const query = new URLSearchParams(location.search);
  byId("find-text").value = query.get("q") || "";
  for (const { key, place, boxes } of facets) {
    for (const box of boxes) box.checked = query.getAll(key).includes(box.value);
    if (boxes.some((box) => box.checked)) place.open = true;
  }
  if (byId("find-text").value) readIndex();
}
function writeQuery(way) {
  const query = new URLSearchParams(location.search);
  for (const { key, boxes } of facets) {
    query.delete(key);
    for (const box of boxes) if (box.checked) query.append(key, box.value);
  }
  query.delete("q");
  if (byId("find-text").value.trim()) query.set("q", byId("find-text").value.trim());
  const text = query.toString().replaceAll("%2F", "/");
  try {
    history[way](null, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
  } catch { /* a page opened from a file may not change its address */ }
  carryQuery();
}
function startFinding() {
  let typing = false;
  byId("search").hidden = false;
  readQuery();
  byId("search").open = matchMedia("(min-width: 62rem)").matches;
  byId("find-top").querySelector("button").addEventListener("click", () => {
    byId("search").open = true;
    byId("find-text").focus();
  });
  byId("find-text").addEventListener("focus", () => {
    typing = false;
    readIndex();
  });
  searching.addEventListener("input", ({ target }) => {
    const word = target === byId("find-text");
    if (word) readIndex();
    writeQuery(word && typing ? "replaceState" : "pushState");
    typing = word;
    find();
  });
  for (const button of all("[data-clear]")) {
    button.addEventListener("click", () => {
      byId("find-text").value = "";
      for (const box of all("input[type=checkbox]", searching)) box.checked = false;
      writeQuery("pushState");
      find();
      byId("search").open = true;
      byId("find-text").focus();
    });
  }
  addEventListener("popstate", () => {
    setQuery({ tz: zone === home ? "" : zone });
    carryQuery();
    readQuery();
    find();
  });
}
