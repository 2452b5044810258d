// The bar: the tabs, and what is looked at in the open one; and the link.
import { CopyLink } from "../stage/copy.js";
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";
import { Menu } from "../widgets/menu.js";
import { Given } from "../widgets/own_gradients.js";
import { Segments } from "../widgets/segments.js";
import { Shape } from "../widgets/surface_sliders.js";
import { storeOf } from "../wire/store.js";
import { Tabs } from "../widgets/tabs.js";

const LABELS = { what: "What is checked", coordinate: "Direction of the difference" };
const WHAT = { surface: "this surface", cube: "θ³" };
const ALONG = { x: "along x", y: "along y" };

export class InsideBar {
  constructor(root, { name, tabs, surfaces, optimizers, gradients }, front) {
    Object.assign(this, { root, store: storeOf(name), listeners: new AbortController() });
    const { signal } = this.listeners;
    const [plain, titles] = [(title) => title, ({ title }) => title];
    this.tabs = new Tabs("What is opened", tabs, (tab) => this.send("tab", tab), front);
    this.choices = [
      new Choice("surface", "Surface", surfaces, plain, this.store),
      new Choice("optimizer", "Optimizer", optimizers, titles, this.store),
      new Choice("series", "Series", gradients, plain, this.store),
    ];
    const segment = (kind, titled) => new Segments(LABELS[kind], titled, (value) => this.send(kind, value));
    this.segments = { what: segment("what", WHAT), coordinate: segment("coordinate", ALONG) };
    this.build(signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, () => this.update(), signal);
  }

  build(signal) {
    this.shape = new Shape(this.store, signal);
    this.link = new CopyLink(this.store, signal);
    this.given = new Given(this.store, signal);
    this.formula = el("span", { class: "lab-formula" });
    this.places = this.placed();
    const dots = el("button", { type: "button", class: "lab-icon lab-bar-dots", "aria-label": "Link" });
    dots.append(icon("more_horiz"));
    const { shape, given, link } = this;
    const shown = this.places.map(({ slot }) => slot);
    const end = [el("span", { class: "lab-gap" }), link.button, dots, link.said];
    this.root.append(this.tabs.root, ...shown, ...end, shape.panel, given.panel, link.panel);
    const copy = { text: "Copy link", run: () => link.copy(dots) };
    new Menu(this.root, signal).attach(dots, () => [{ entries: [copy] }]);
  }

  // Which control belongs to which tabs, in their order; each in a slot that can be hidden whatever its own state.
  placed() {
    const [surface, optimizer, series] = this.choices;
    this.own = series.root.querySelector("[value=own]"); // offered as soon as there are any
    const { what, coordinate } = this.segments;
    const slot = (element) => el("span", { class: "lab-place" }, element);
    const on = (tabs, ...elements) => elements.map((element) => ({ tabs, element, slot: slot(element) }));
    return [
      ...on(["check"], what.root),
      ...on(["surface", "check"], surface.root, this.shape.button),
      ...on(["surface"], optimizer.root),
      ...on(["series"], series.root, this.given.button),
      ...on(["check"], coordinate.root),
      ...on(["surface", "check"], this.formula),
    ];
  }

  send(kind, value) {
    return this.store.send({ kind, value });
  }

  update() {
    const { wire, ground } = this.store;
    if (!wire || !ground) return;
    this.tabs.show(wire.tab);
    const cube = wire.tab === "check" && wire.what === "cube";
    for (const { tabs, element, slot } of this.places) {
      const here = tabs.includes(wire.tab);
      slot.hidden = !here || (cube && element !== this.segments.what.root) || element.hidden;
    }
    for (const choice of this.choices) choice.show(wire);
    this.own.hidden = !wire.own && wire.series?.key !== "own";
    this.segments.what.show(wire.what);
    this.segments.coordinate.show(wire.coordinate);
    const formula = `f(x, y) = ${ground.formula}`;
    if (this.formula.textContent !== formula) this.formula.textContent = this.formula.title = formula;
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}

// A native menu that follows Python, except while its own question is on the way.
class Choice {
  constructor(kind, label, entries, titleOf, store) {
    Object.assign(this, { kind, store, ticket: 0 });
    const choose = () => (this.ticket = store.send({ kind, value: this.root.value }));
    const options = Object.entries(entries).map(([value, entry]) => el("option", { value }, titleOf(entry)));
    this.root = el("select", { class: "lab-select", "aria-label": label, onchange: choose }, options);
  }

  show(wire) {
    const now = this.kind === "series" ? wire.series?.key : wire[this.kind];
    if (now !== undefined && this.root.value !== now && this.store.answered(this.ticket)) this.root.value = now;
  }
}
