// What a card keeps under "settings": what is rarely touched, and how the racer is steered. Closed, it says in a line what is set there.
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";
import { Steering } from "./steering.js";
import { summaryOf } from "../stage/steering_words.js";

export class More {
  // `rows` are elements; `under` the declarations of the numbers and switches among them; `kind` the optimizer, as told once.
  constructor(card, rows, under, kind) {
    Object.assign(this, {
      card,
      kind: { ...kind, under },
      data: card.deck.data,
      steering: null,
      item: null,
      words: "",
    });
    const steered = Boolean(this.data.schedules);
    this.any = rows.length > 0 || steered;
    this.root = el("div", { class: "lab-further", hidden: true }, rows);
    const turn = { type: "button", onclick: () => this.turn() };
    this.button = el(
      "button",
      { ...turn, class: "lab-more", "aria-expanded": "false" },
      icon("chevron_right"),
      "settings",
    );
    this.summary = el("button", { ...turn, class: "lab-summary", hidden: true });
  }

  turn() {
    if (this.data.schedules && !this.steering) this.build();
    this.root.hidden = !this.root.hidden;
    this.button.setAttribute("aria-expanded", String(!this.root.hidden));
    if (this.root.hidden) this.button.focus({ preventScroll: true });
    if (this.item) this.update(this.item);
    const { root } = this.card.deck; // only where it scrolls by itself: on a phone the page stays under the finger
    if (!this.root.hidden && root.scrollHeight > root.clientHeight) this.card.root.scrollIntoView({ block: "nearest" });
  }

  // When it is first asked for: eight cards would make a hundred elements that nobody looks at.
  build() {
    this.steering = new Steering(this.card, this.kind, this.data);
    this.steering.describe(this.card.spoken);
    this.root.append(this.steering.root);
  }

  update(item) {
    this.item = item;
    if (!item.steering) return;
    const words = summaryOf(item, this.kind, this.data);
    if (words !== this.words) this.summary.textContent = this.words = words;
    this.summary.hidden = !words || !this.root.hidden;
    if (!this.root.hidden) this.steering.update(item);
  }
}
