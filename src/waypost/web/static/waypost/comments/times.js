/** The times of comments, as people say them. */

const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60]];
const near = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
const { zone } = document.documentElement.dataset; // the workspace's, as on the rest of the page
const far = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: zone });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: zone });

/** When something was, as people say it. @param {string} iso */
export function when(iso) {
  const seconds = (Date.now() - Date.parse(iso)) / 1000;
  if (seconds < 60) return "just now";
  if (seconds > 7 * 86_400) return far.format(new Date(iso));
  const [unit, length] = UNITS.find(([, each]) => seconds >= each);
  return near.format(-Math.floor(seconds / length), unit);
}

/** The day and time of something. @param {string} iso */
export const moment = (iso) => full.format(new Date(iso));
