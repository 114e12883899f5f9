// Reads feeds (a JSON list of texts on standard input) with ical.js, which Thunderbird uses, and writes for each
// what it understood of the events: a JSON list of {uid, start, end, summary, status} with times in UTC.
// Time zones are taken from the feed alone.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function instant(event, name, zones) {
  const property = event.getFirstProperty(name);
  const time = property.getFirstValue();
  const tzid = property.getParameter("tzid");
  if (tzid) {
    if (!zones.has(tzid)) throw new Error(`no VTIMEZONE for ${tzid}`);
    time.zone = zones.get(tzid);
  }
  return new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

const answers = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zones = new Map(calendar.getAllSubcomponents("vtimezone").map((component) => {
    const zone = new ICAL.Timezone(component);
    return [zone.tzid, zone];
  }));
  return calendar.getAllSubcomponents("vevent").map((event) => ({
    uid: event.getFirstPropertyValue("uid"),
    start: instant(event, "dtstart", zones),
    end: instant(event, "dtend", zones),
    summary: event.getFirstPropertyValue("summary"),
    status: event.getFirstPropertyValue("status"),
  }));
});
process.stdout.write(JSON.stringify(answers));
