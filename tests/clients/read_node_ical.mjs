// Reads feeds (a JSON list of texts on standard input) with node-ical, which home automation and web sites use, and
// writes for each what it understood of the events: a JSON list of {uid, start, end, summary, status}, times in UTC.
import { readFileSync } from "node:fs";
import ical from "node-ical";

const instant = (time) => time.toISOString().replace(".000Z", "Z");

const answers = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  return Object.values(ical.sync.parseICS(text)).filter((part) => part.type === "VEVENT").map((event) => ({
    uid: event.uid,
    start: instant(event.start),
    end: instant(event.end),
    summary: event.summary,
    status: event.status,
  }));
});
process.stdout.write(JSON.stringify(answers));
