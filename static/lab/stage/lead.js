// The line above the picture: what is seen and what to do, or the text of a story with its ways on and back.
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";
import { storeOf } from "../wire/store.js";
import { tellStory } from "./stories.js";

export class Lead {
  // `intro`: a sentence, or one for each tab; `stories`: key → {title, parts: [{text, change}]}, where a page has them.
  constructor(root, { name, intro, stories = {} }) {
    Object.assign(this, { root, intro, stories, store: storeOf(name), listeners: new AbortController() });
    this.keys = Object.keys(stories);
    this.text = el("p", { "aria-live": "polite" });
    this.ways = this.buildWays();
    root.append(this.text, this.ways);
    this.store.on("wire", (wire) => this.update(wire), this.listeners.signal);
  }

  buildWays() {
    const by = (parts) => () => this.go(parts);
    this.start = button("Start the course", () => tellStory(this.store, this.keys[0]));
    this.start.append(icon("chevron_right"));
    this.restore = button("Restore", by(0), { title: "Open this part again as it was" });
    this.changed = el("span", { class: "lab-changed" }, "You have changed this picture.", this.restore);
    this.back = button("Back", by(-1));
    this.count = el("span", { class: "lab-part" });
    this.next = button("Next", by(1));
    this.close = button("Close", () => this.store.send({ kind: "story", value: null }));
    const told = [this.changed, this.back, this.count, this.next, this.close];
    return el("div", { class: "lab-ways", role: "group", "aria-label": "Story" }, this.start, ...told);
  }

  // The place of a story's part among all: where `parts` further on or back leads, as [key, part]; null at the ends.
  from({ key, part }, parts) {
    const { length } = this.stories[key].parts;
    const [now, there] = [this.keys.indexOf(key), part + parts];
    if (there >= 1 && there <= length) return [key, there];
    const other = this.keys[now + Math.sign(parts)];
    return other ? [other, parts > 0 ? 1 : this.stories[other].parts.length] : null;
  }

  go(parts) {
    const { story } = this.store.wire;
    const there = story && this.from(story, parts);
    if (there) tellStory(this.store, ...there);
  }

  update({ story = null, tab }) {
    const told = this.stories[story?.key] ? story : null;
    const shown = JSON.stringify([told, tab]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.root.classList.toggle("lab-told", Boolean(told));
    this.root.closest(".lab-page")?.classList.toggle("lab-with-story", Boolean(told));
    if (told) this.tell(told);
    else this.text.replaceChildren(this.intro[tab] ?? this.intro);
    this.ways.hidden = this.keys.length === 0;
    this.start.hidden = Boolean(told);
    for (const way of [this.changed, this.back, this.count, this.next, this.close]) way.hidden = !told;
    if (told) this.changed.hidden = !told.changed;
  }

  tell(story) {
    const { title, parts } = this.stories[story.key];
    const { text, change } = parts[story.part - 1];
    this.text.replaceChildren(el("b", {}, `${title}. `), change && el("i", {}, `${change}: `), text);
    this.count.textContent = `${story.part} / ${parts.length}`;
    this.back.disabled = !this.from(story, -1);
    this.next.disabled = !this.from(story, 1);
    this.next.textContent = story.part === parts.length ? "Next story" : "Next";
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}

const button = (words, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, words);
