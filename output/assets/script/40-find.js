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
  byId("find-count").textContent = shown === rows.length ? "" : counted("found", shown);
}
function found() {
  setQuery({ q: byId("find-text").value.trim(), type: byId("find-type").value, track: byId("find-track") ? byId("find-track").value : "" });
  find();
}
if (byId("find-form")) {
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
  whenShown.push(find);
  if (location.search) find();
}
