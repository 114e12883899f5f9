# Reads feeds (a JSON list of texts on standard input) with the icalendar of Ruby, and writes for each what it
# understood of the events: a JSON list of {uid, start, end, summary, status} with times in UTC.
require "icalendar"
require "json"
require "stringio" # which icalendar 2.8 uses and does not load

def instant(time)
  time.to_time.utc.strftime("%Y-%m-%dT%H:%M:%SZ")
end

answers = JSON.parse($stdin.set_encoding("UTF-8").read).map do |text|
  Icalendar::Calendar.parse(text).flat_map(&:events).map do |event|
    {
      uid: event.uid.to_s,
      start: instant(event.dtstart),
      end: instant(event.dtend),
      summary: event.summary.to_s,
      status: event.status.to_s,
    }
  end
end
$stdout.write(JSON.generate(answers))
