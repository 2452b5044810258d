// The bar: the surface's own numbers and its formula on the left, the view and the link on the right.
import { icon } from "../widgets/icons.js";
import { CopyLink } from "../stage/copy.js";
import { el } from "../widgets/dom.js";
import { Menu } from "../widgets/menu.js";
import { Shape } from "../widgets/surface_sliders.js";
import { storeOf } from "../wire/store.js";
import { storiesButton, storyGroups, tellStory } from "../stage/stories.js";

export class Bar {
  constructor(root, { name, surfaces, costs, stories = {} }) {
    Object.assign(this, { root, stories, store: storeOf(name), listeners: new AbortController() });
    const { signal } = this.listeners;
    this.shape = new Shape(this.store, signal);
    this.link = new CopyLink(this.store, signal);
    this.surfaces = this.surfaceMenu(surfaces, costs);
    this.build(signal);
    this.store.on("wire", () => this.showSurface(), signal);
    this.store.on("ground", () => this.showGround(), signal);
    this.store.on("view", () => this.showView(), signal);
  }

  build(signal) {
    this.formula = el("span", { class: "lab-formula" });
    this.views = [false, true].map((space) => this.viewButton(space));
    this.segments = el("div", { class: "lab-segments", role: "group", "aria-label": "View" }, this.views);
    const dots = el(
      "button",
      { type: "button", class: "lab-icon lab-bar-dots", "aria-label": "View and link" },
      icon("more_horiz"),
    );
    const { button, panel } = this.shape;
    const told = storiesButton("Stories");
    told.hidden = Object.keys(this.stories).length === 0;
    this.root.append(
      this.surfaces,
      button,
      panel,
      this.formula,
      this.segments,
      told,
      this.link.button,
      dots,
      this.link.said,
      this.link.panel,
    );
    const menu = new Menu(this.root, signal);
    menu.attach(told, () => this.tales());
    menu.attach(dots, () => [{ entries: this.actions(dots) }, ...this.tales()]);
  }

  // `costs`, where a page has them, are surfaces of one parameter, in a group of their own.
  surfaceMenu(surfaces, costs) {
    const choose = () => (this.ticket = this.store.send({ kind: "surface", value: this.surfaces.value }));
    const options = (of) => Object.entries(of).map(([value, title]) => el("option", { value }, title));
    const group = (label, of) => el("optgroup", { label }, options(of));
    const all = costs ? [group("Two parameters", surfaces), group("One parameter", costs)] : options(surfaces);
    return el("select", { class: "lab-select", "aria-label": "Surface", onchange: choose }, all);
  }

  showSurface() {
    const { surface } = this.store.wire;
    if (this.surfaces.value !== surface && this.store.answered(this.ticket)) this.surfaces.value = surface;
  }

  viewButton(space) {
    return el(
      "button",
      { type: "button", "aria-pressed": "false", onclick: () => this.store.setView({ space }) },
      space ? "3-D" : "Map",
    );
  }

  tales() {
    return storyGroups(this.stories, (key) => tellStory(this.store, key), this.store.wire?.story?.key);
  }

  actions(dots) {
    const { space } = this.store.view;
    const turn = { text: space ? "Map" : "3-D", run: () => this.store.setView({ space: !space }) };
    return [...(this.segments.hidden ? [] : [turn]), { text: "Copy link", run: () => this.link.copy(dots) }];
  }

  showView() {
    const { space } = this.store.view;
    this.views.forEach((button, i) => button.setAttribute("aria-pressed", String(space === Boolean(i))));
  }

  // A curve has no third dimension, so there is nothing to choose.
  showGround() {
    const { graph, head = "f(x, y)", formula: text } = this.store.ground;
    this.segments.hidden = Boolean(graph);
    const formula = `${head} = ${text}`;
    if (this.formula.textContent !== formula) this.formula.textContent = this.formula.title = formula;
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}
