// What a page has to tell: experiments in groups, each behind one click.
import { el } from "./dom.js";
import { icon } from "./icons.js";

export const storiesButton = (words, look = "lab-stories") =>
  el("button", { type: "button", class: look }, words, icon("keyboard_arrow_down"));

// Groups of a menu. `stories`: key → {group, title, idea}; `tell(key)` sends what was chosen, `now` is the one that stands.
export function storyGroups(stories, tell, now = null) {
  const entry = ([key, { title, idea }]) => ({ text: title, idea, current: key === now, run: () => tell(key) });
  return [...Map.groupBy(Object.entries(stories), ([, { group }]) => group)].map(([title, members]) => ({
    title,
    entries: members.map(entry),
  }));
}
