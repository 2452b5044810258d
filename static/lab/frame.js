// The stage's own elements: three panels, their titles, the dots of a narrow screen, the transport, and a line for notices.
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { Menu } from "./menu.js";

const NAMES = ["Map", "Loss", "Third curve"];

export function buildStage(root, store, signal) {
  const box = (name) => el("div", { class: "lab-plot", "data-panel": name });
  const [map, space, loss, third] = ["map", "space", "loss", "third"].map(box);
  space.hidden = true;
  const titles = { loss: el("span", {}), third: el("button", { type: "button", class: "lab-choice" }) };
  const toggles = [axisToggle(store), axisToggle(store)];
  const notice = el("div", { class: "lab-notice", role: "status", hidden: true });
  const panels = el(
    "div",
    { class: "lab-panels" },
    el("section", { class: "lab-panel lab-ground", "aria-label": "Map" }, map, space, notice),
    el("section", { class: "lab-panel lab-curve", "aria-label": "Loss" }, el("h3", {}, titles.loss, toggles[0]), loss),
    el(
      "section",
      { class: "lab-panel lab-curve", "aria-label": "Third curve" },
      el("h3", {}, titles.third, toggles[1]),
      third,
    ),
  );
  const dots = NAMES.map((name, panel) =>
    el("button", { type: "button", "aria-label": name, onclick: () => store.setView({ panel }) }),
  );
  const transport = el("div", { class: "lab-transport", role: "group", "aria-label": "Playback" });
  root.append(panels, el("div", { class: "lab-dots", role: "group", "aria-label": "Picture" }, dots), transport);
  chooseCurve(root, titles.third, store, signal);

  function showView({ space: inSpace, axis, panel }) {
    panels.dataset.panel = panel;
    dots.forEach((dot, k) => dot.setAttribute("aria-pressed", String(k === panel)));
    map.hidden = inSpace;
    space.hidden = !inSpace;
    for (const toggle of toggles) toggle.lastChild.textContent = axis;
  }

  function say({ wire }) {
    titles.loss.textContent = wire.axes.loss.title;
    titles.third.replaceChildren(wire.axes.third.title, icon("arrow_drop_down"));
    toggles[0].hidden = !wire.axes.loss.log;
    toggles[1].hidden = !wire.axes.third.log;
    tell(notice, wire.notice, store);
  }
  return { map, space, loss, third, panels, transport, showView, say };
}

function axisToggle(store) {
  const turn = () => store.setView({ axis: store.view.axis === "log" ? "linear" : "log" });
  return el(
    "button",
    {
      type: "button",
      class: "lab-choice lab-axis",
      title: "Log or linear",
      "aria-label": "Log or linear axis",
      onclick: turn,
    },
    el("span", {}, "log"),
  );
}

function chooseCurve(root, button, store, signal) {
  const choices = () =>
    store.wire?.curves.map(({ key, title }) => ({ text: title, run: () => store.send({ kind: "curve", value: key }) }));
  new Menu(root, signal).attach(button, () => [{ entries: choices() ?? [] }]);
}

// One line over the foot of the map, until it is dismissed; a new id is a new one.
function tell(line, notice, store) {
  if (!notice || store.toldNotice === notice.id) {
    if (!notice) line.hidden = true;
    return;
  }
  store.toldNotice = notice.id;
  const gone = () => (line.hidden = true);
  const undo =
    notice.undo &&
    el("button", { type: "button", class: "lab-undo", onclick: () => gone() && store.send({ kind: "undo" }) }, "Undo");
  const close = el("button", { type: "button", "aria-label": "Dismiss", onclick: gone }, icon("close"));
  line.className = `lab-notice lab-${notice.tone}`;
  line.replaceChildren(el("span", {}, notice.text), undo || "", close);
  line.hidden = false;
}
