/* Times within texts (of changes, of what was moved or cancelled), in the reader's zone; at home as they were written. */
const moments = all(".told-time").map((place) => ({ place, written: place.textContent }));
function showMoments() {
  for (const { place, written } of moments) {
    const { start, end, at } = place.dataset;
    const from = local(Date.parse(start || at), zone);
    const until = end ? `–${local(Date.parse(end), zone).clock}` : "";
    place.textContent = zone === home ? written : say("moment", {
      date: longDate(from.date), times: leftToRight(`${from.clock}${until} ${offsetWords(from.offset)}`),
    });
  }
}
whenShown.push(showMoments);
