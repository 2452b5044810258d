// A visitor's own points: a table, of which one column is learned from one or two others.
import { el } from "../widgets/dom.js";
import { Own } from "../widgets/own.js";

const SAID = {
  group: "Your own points",
  label: "Paste a table with a header",
  spoken: "Points to learn from",
  placeholder: "width,length,kind\n5.1,3.5,daisy\n6.2,2.9,iris …",
};
const NONE = "";

export class OwnPoints extends Own {
  constructor(store, words, signal) {
    super(store, words, signal, SAID);
  }

  // What is learned, and from what. With a label there are two features, with a number one.
  choices({ numbers, labels, features, target }) {
    const targets = [...new Set([...labels, ...numbers])];
    if (targets.length < 2) return [];
    const others = numbers.filter((name) => name !== target);
    const choose = (changes) => this.ask({ ...this.given, features, target, ...changes });
    const retarget = (name) => {
      const free = [...features, ...numbers].filter(
        (feature, k, all) => feature !== name && all.indexOf(feature) === k,
      );
      choose({ target: name, features: free.slice(0, labels.includes(name) ? 2 : 1) });
    };
    const second = labels.includes(target) ? others : [];
    return [
      picker("Learn", targets, target, retarget),
      picker("from", others, features[0], (name) => choose({ features: swapped(features, 0, name) })),
      second.length > 1 &&
        picker("and", second, features[1] ?? NONE, (name) => choose({ features: swapped(features, 1, name) })),
    ];
  }
}

// Two features are never the same: choosing the other one changes places.
function swapped(features, at, name) {
  const changed = features.map((feature) => (feature === name ? features[at] : feature));
  return changed.with(at, name);
}

function picker(label, names, chosen, choose) {
  const onchange = () => choose(select.value);
  const select = el("select", { class: "lab-select", "aria-label": label, onchange });
  select.append(...names.map((name) => el("option", { value: name, selected: name === chosen }, name)));
  return el("label", { class: "lab-column" }, `${label} `, select);
}
