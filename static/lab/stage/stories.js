// What a page has to tell: experiments in groups, each behind one click.
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";

export const storiesButton = (words, look = "lab-stories") =>
  el("button", { type: "button", class: look }, words, icon("keyboard_arrow_down"));

// Groups of a menu. `stories`: key → {group, title, idea}; `tell(key)` sends what was chosen, `now` is the one that stands.
// Where the first have no group, they are the course, and the others come under "More".
export function storyGroups(stories, tell, now = null) {
  const entry = ([key, { title, idea }]) => ({ text: title, idea, current: key === now, run: () => tell(key) });
  return [...Map.groupBy(Object.entries(stories), ([, { group }]) => group)].map(([title, members], k) => ({
    title,
    folded: k > 0 && Object.values(stories)[0].group === "",
    entries: members.map(entry),
  }));
}

// A part of a story. Python sends how it is looked at: from its start, as a whole.
export const tellStory = (store, value, part = 1) => store.send({ kind: "story", value, part });
