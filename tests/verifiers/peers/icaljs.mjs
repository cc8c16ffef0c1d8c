// Reads a calendar from standard input with ical.js; prints one line for each thing wrong with it,
// and the number of events that it understood as the last.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The folder that holds node_modules is given by the caller: this file isn't installed beside it.
const library = createRequire(pathToFileURL(`${process.argv[2]}/`)).resolve("ical.js");
const { default: ICAL } = await import(pathToFileURL(library));
ICAL.design.strict = true;

const wrong = [];
let events = 0;
try {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
  const zones = new Set(calendar.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid")));
  for (const component of calendar.getAllSubcomponents("vevent")) {
    events += 1;
    const event = new ICAL.Event(component);
    const start = component.getFirstPropertyValue("dtstart");
    const end = component.getFirstPropertyValue("dtend");
    if (!event.uid) wrong.push("an event has no UID");
    if (!start) wrong.push(`${event.uid}: no DTSTART`);
    if (start && end && start.isDate !== end.isDate) wrong.push(`${event.uid}: DTSTART and DTEND differ in type`);
    if (start && end && start.isDate === end.isDate && end.compare(start) <= 0) wrong.push(`${event.uid}: ends before it starts`);
    for (const property of component.getAllProperties()) {
      const tzid = property.getParameter("tzid");
      if (tzid && !zones.has(tzid)) wrong.push(`${event.uid}: ${tzid} is not defined`);
      property.getValues().forEach(String);
    }
  }
} catch (error) {
  wrong.push(error.message.split("\n")[0]);
}
for (const line of wrong) console.log(`ical.js: ${line}`);
console.log(events);
