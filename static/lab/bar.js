// The bar: the surface's own numbers and its formula on the left, the view and the link on the right.
import { icon } from "./icons.js";
import { CopyLink } from "./copy.js";
import { el } from "./dom.js";
import { Menu } from "./menu.js";
import { Shape } from "./shape.js";
import { storeOf } from "./store.js";

export class Bar {
  constructor(root, { name, surfaces }) {
    Object.assign(this, { root, store: storeOf(name), listeners: new AbortController() });
    const { signal } = this.listeners;
    this.shape = new Shape(this.store, signal);
    this.link = new CopyLink(this.store, signal);
    this.surfaces = this.surfaceMenu(surfaces);
    this.build(signal);
    this.store.on("wire", () => this.showSurface(), signal);
    this.store.on("ground", () => this.writeFormula(), signal);
    this.store.on("view", () => this.showView(), signal);
  }

  build(signal) {
    this.formula = el("span", { class: "lab-formula" });
    this.views = [false, true].map((space) => this.viewButton(space));
    const views = el("div", { class: "lab-segments", role: "group", "aria-label": "View" }, this.views);
    const dots = el(
      "button",
      { type: "button", class: "lab-icon lab-bar-dots", "aria-label": "View and link" },
      icon("more_horiz"),
    );
    const { button, panel } = this.shape;
    this.root.append(
      this.surfaces,
      button,
      panel,
      this.formula,
      views,
      this.link.button,
      dots,
      this.link.said,
      this.link.panel,
    );
    new Menu(this.root, signal).attach(dots, () => [{ entries: this.actions(dots) }]);
  }

  surfaceMenu(surfaces) {
    const choose = () => (this.ticket = this.store.send({ kind: "surface", value: this.surfaces.value }));
    const options = Object.entries(surfaces).map(([value, title]) => el("option", { value }, title));
    return el("select", { class: "lab-select", "aria-label": "Surface", onchange: choose }, options);
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

  actions(dots) {
    const { space } = this.store.view;
    return [
      { text: space ? "Map" : "3-D", run: () => this.store.setView({ space: !space }) },
      { text: "Copy link", run: () => this.link.copy(dots) },
    ];
  }

  showView() {
    const { space } = this.store.view;
    this.views.forEach((button, i) => button.setAttribute("aria-pressed", String(space === Boolean(i))));
  }

  writeFormula() {
    const formula = `f(x, y) = ${this.store.ground.formula}`;
    if (this.formula.textContent !== formula) this.formula.textContent = this.formula.title = formula;
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}
