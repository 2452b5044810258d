// "Your own": numbers pasted or a file chosen, looked at before they are used. What was typed stays here until it is taken.
import { el } from "./dom.js";
import { counted } from "./format.js";
import { icon } from "./icons.js";
import { Popup } from "./popup.js";

const QUIET_MS = 400; // after the last key, what was typed is read
const MEGABYTE = 1024 ** 2;
const MOST = 2 * MEGABYTE; // more is not even sent
const PIECE = 0x8000; // characters that fit one call
const KINDS = ".csv,.tsv,.txt,text/csv,text/plain";

const SERIES = {
  group: "Your own numbers",
  label: "Paste numbers, one a day",
  spoken: "Numbers to average",
  placeholder: "40, 49, 45 … or a table",
};

export class Own {
  // `said`: what a page calls it.
  constructor(store, words, signal, said = SERIES) {
    Object.assign(this, { store, words, said, given: null, timer: 0 });
    this.button = el("button", { type: "button", class: "lab-shape" }, "Your own", icon("keyboard_arrow_down"));
    this.panel = el("div", { class: "lab-menu lab-own", role: "group", "aria-label": said.group });
    this.build(signal);
    this.popup = new Popup(this.panel, signal);
    this.popup.attach(this.button);
    store.on("wire", ({ preview }) => this.show(preview), signal);
    store.on("ground", ({ own }) => this.tell(own), signal);
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  build(signal) {
    const { spoken, placeholder, label: paste } = this.said;
    const words = { rows: 4, spellcheck: "false", placeholder };
    this.text = el("textarea", { class: "lab-pasted", "aria-label": spoken, ...words });
    this.text.addEventListener("input", () => this.soon(), { signal });
    this.file = el("input", { type: "file", accept: KINDS, hidden: true, onchange: () => this.upload() });
    const choose = () => this.file.click();
    const button = el("button", { type: "button", class: "lab-pill", onclick: choose }, "Choose a file");
    const hint = el("small", {}, this.words);
    this.used = el("div", { class: "lab-used" });
    this.preview = el("div", { class: "lab-preview", role: "status" });
    const file = el("div", { class: "lab-file" }, button, hint, this.file);
    const label = el("strong", {}, paste);
    this.panel.append(this.used, label, this.text, file, this.preview);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.paste(), QUIET_MS);
  }

  paste() {
    const text = this.text.value;
    if (text.trim()) this.ask({ kind: "paste", text });
    else this.store.send({ kind: "discard" });
  }

  async upload() {
    const [file] = this.file.files;
    this.file.value = ""; // the same file may be chosen again
    if (!file) return;
    this.text.value = "";
    if (file.size > MOST) return this.refuse(file);
    const data = base64(new Uint8Array(await file.arrayBuffer()));
    this.ask({ kind: "upload", name: file.name, data });
  }

  refuse({ size }) {
    this.seen = null;
    const words = `${Math.ceil((10 * size) / MEGABYTE) / 10} MB is more than 2 MB: take fewer rows or columns.`;
    this.preview.replaceChildren(el("p", { class: "lab-refused" }, words));
    this.popup.place();
  }

  ask(event) {
    this.given = event;
    this.store.send(event);
  }

  show(preview) {
    if (JSON.stringify(preview) === this.seen) return;
    this.seen = JSON.stringify(preview);
    this.preview.replaceChildren(...(preview ? this.parts(preview) : []));
    if (this.popup.anchor) this.popup.place();
  }

  parts(preview) {
    const { name, words, rows, count, dropped, refused } = preview;
    const said = el("p", { class: refused ? "lab-refused" : "" }, words);
    if (refused) return [said, ...this.commas(preview)];
    const more = count > rows.length && el("small", {}, `… ${counted(count)} in all`);
    return [
      name && el("strong", {}, name),
      said,
      ...this.commas(preview),
      ...this.choices(preview),
      el(
        "table",
        {},
        rows.map(([day, text]) => el("tr", {}, el("th", {}, day), el("td", {}, text))),
      ),
      more,
      ...droppedOf(dropped),
      this.decision(),
    ].filter(Boolean);
  }

  // How commas are read, where they can be read in several ways. Columns are chosen anew then, for there may be others.
  commas({ commas, commaChoices }) {
    const keys = Object.keys(commaChoices);
    if (!keys.length) return [];
    const anew = { column: undefined, features: undefined, target: undefined };
    const choose = () => this.given && this.ask({ ...this.given, ...anew, commas: select.value });
    const select = el("select", { class: "lab-select", "aria-label": "Commas", onchange: choose });
    select.append(...keys.map((key) => el("option", { value: key, selected: key === commas }, commaChoices[key])));
    return [el("label", { class: "lab-column" }, "Commas are ", select)];
  }

  // Which columns are used, where there are several.
  choices({ columns, column }) {
    if (columns.length < 2) return [];
    const choose = () => this.given && this.ask({ ...this.given, column: select.value });
    const select = el("select", { class: "lab-select", "aria-label": "Column", onchange: choose });
    select.append(...columns.map((name) => el("option", { value: name, selected: name === column }, name)));
    return [el("label", { class: "lab-column" }, "Column ", select)];
  }

  decision() {
    const use = () => this.close({ kind: "use" });
    const leave = () => this.close({ kind: "discard" });
    return el(
      "div",
      { class: "lab-decision" },
      el("button", { type: "button", class: "lab-pill lab-main", onclick: use }, "Use it"),
      el("button", { type: "button", class: "lab-pill", onclick: leave }, "Not now"),
    );
  }

  close(event) {
    clearTimeout(this.timer);
    this.popup.close();
    this.text.value = "";
    this.given = this.seen = null;
    this.preview.replaceChildren();
    this.store.send(event);
  }

  // What was read of the data in use.
  tell(own) {
    const lines = own ? [el("p", {}, own.words), ...droppedOf(own.dropped ?? [], own.total_dropped)] : [];
    this.used.replaceChildren(...lines);
    this.used.hidden = !own;
  }
}

// Rows that gave no number, with their lines: folded, for there may be many.
function droppedOf(dropped, total = dropped.length) {
  if (!dropped.length) return [];
  const rest = total - dropped.length;
  const rows = dropped.map(([line, reason]) => el("li", {}, `line ${line}: ${reason}`));
  if (rest > 0) rows.push(el("li", {}, `and ${counted(rest)} more`));
  return [el("details", { class: "lab-dropped" }, el("summary", {}, "Rows left out"), el("ul", {}, rows))];
}

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}
