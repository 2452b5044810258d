// The net's popover: its hidden layers as boxes that can be made wider, one more or one fewer; and all else that belongs to it.
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";
import { Sheet } from "./sheets.js";

const WIDTHS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const DEEPEST = 8;

export class NetSheet extends Sheet {
  constructor(store, data, signal) {
    super("The net", store, data, signal);
    this.layers = el("div", { class: "lab-layers", role: "group", "aria-label": "Hidden layers" });
    this.about = el("small", {});
    this.panel.classList.add("lab-net-panel");
    const losses = (wire) => wire.choices.loss;
    this.panel.append(
      el("strong", {}, "Hidden layers"),
      this.layers,
      this.about,
      this.choice("activation", "activation"),
      this.choice("initial", "initialization"),
      this.choice("loss", "loss", losses),
      this.number("l2"),
      this.number("dropout"),
      this.flag("batch_norm", "batch normalisation", "Each unit's input is centred and scaled over the batch."),
      this.number("net_seed"),
    );
  }

  update(wire, ground) {
    super.update(wire, ground);
    const { hidden, activation } = wire;
    const sizes = [wire.layers[0].in, ...hidden, wire.layers.at(-1).out];
    this.say(`${inShort(sizes)}${hidden.length ? ` ${activation}` : ""}`);
    const weights = wire.layers.reduce((sum, layer) => sum + layer.out * (layer.in + 1), 0);
    const words = `${sizes.join("–")}: ${weights.toLocaleString("en-US")} weights and biases`;
    if (this.about.textContent !== words) this.about.textContent = words;
    this.arrange(hidden);
  }

  arrange(hidden) {
    const key = hidden.join();
    if (this.arranged === key) return;
    this.arranged = key;
    const focused = [...this.layers.querySelectorAll("select, button")].indexOf(document.activeElement);
    const boxes = hidden.map((width, k) => this.box(width, k));
    const more = el("button", { type: "button", class: "lab-layer-more", title: "One more layer" }, icon("add"));
    more.setAttribute("aria-label", "One more layer");
    more.disabled = hidden.length >= DEEPEST;
    more.addEventListener("click", () => this.send([...hidden, hidden.at(-1) ?? 8]));
    const fewer = el("button", { type: "button", class: "lab-layer-more", title: "One layer fewer" }, icon("remove"));
    fewer.setAttribute("aria-label", "One layer fewer");
    fewer.disabled = hidden.length === 0;
    fewer.addEventListener("click", () => this.send(hidden.slice(0, -1)));
    const none = hidden.length === 0 && el("span", { class: "lab-detail" }, "none: straight borders");
    this.layers.replaceChildren(...boxes, ...(none ? [none] : []), fewer, more);
    if (focused >= 0) [...this.layers.querySelectorAll("select, button")].at(Math.min(focused, boxes.length))?.focus();
  }

  box(width, k) {
    const widths = WIDTHS.includes(width) ? WIDTHS : [...WIDTHS, width].toSorted((a, b) => a - b);
    const options = widths.map((value) => el("option", { value, selected: value === width }, String(value)));
    const choose = () => this.send(this.store.wire.hidden.with(k, Number(select.value)));
    const select = el("select", { class: "lab-select", "aria-label": `Units of layer ${k + 1}`, onchange: choose });
    select.append(...options);
    return select;
  }

  send(value) {
    this.store.send({ kind: "hidden", value });
  }
}

// "2–8–8–1"; of many layers alike only how many there are.
function inShort(sizes) {
  const hidden = sizes.slice(1, -1);
  const alike = hidden.length > 3 && hidden.every((size) => size === hidden[0]);
  return (alike ? [sizes[0], `${hidden.length} × ${hidden[0]}`, sizes.at(-1)] : sizes).join("–");
}
