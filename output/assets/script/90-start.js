/* Everything is in place: show the page as this reader wants it, and keep up with the clock. */
showZone();
if (zone !== home) showTimes();
tick();
setInterval(tick, 30000);
if (zone !== home && location.hash) byId(decoded(location.hash.slice(1)))?.scrollIntoView();
