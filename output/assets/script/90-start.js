/* Everything is in place: show the page as this reader wants it. */
showZone();
if (zone !== home) {
  showTimes();
  if (location.hash) byId(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}
