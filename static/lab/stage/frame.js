// The stage's own elements around a page's panels: the dots of a narrow screen, the transport, and a line for notices.
import { mountComputing } from "../wire/computing.js";
import { mountConnection } from "../wire/connection.js";
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";

// `sections`: the panels' elements, each with a name; the notice stands at the foot of the first.
export function buildFrame(root, sections, store, signal) {
  const notice = el("div", { class: "lab-notice", role: "status", hidden: true });
  sections[0].append(notice);
  mountComputing(sections[0], store, signal);
  mountConnection(sections[0], signal);
  store.on("hint", hint, signal);
  store.on("step", () => (notice.hidden ||= leftHint(notice, store)), signal);
  function hint(text) {
    store.hint = null; // it is told once
    if (!text) return;
    show(notice, { text, tone: "info" }, store);
    notice.dataset.step = store.view.step;
  }
  const panels = el("div", { class: "lab-panels" }, sections);
  const dots = sections.map((section, panel) => dotOf(section, () => store.setView({ panel })));
  const transport = el("div", { class: "lab-transport", role: "group", "aria-label": "Playback" });
  root.append(panels, el("div", { class: "lab-dots", role: "group", "aria-label": "Picture" }, dots), transport);

  function showView({ panel }) {
    panels.dataset.panel = panel;
    dots.forEach((dot, k) => dot.setAttribute("aria-pressed", String(k === panel)));
  }
  return { panels, transport, showView, say: (wire) => tell(notice, wire.notice, store) };
}

const dotOf = (section, onclick) =>
  el("button", { type: "button", "aria-label": section.getAttribute("aria-label"), onclick });

// A hint is of the step at which it was given, and of no answer.
const leftHint = ({ dataset }, { view }) => "step" in dataset && Number(dataset.step) !== view.step;

// One line over the foot of the picture, until it is dismissed; a new id is a new one.
function tell(line, notice, store) {
  if (!notice || store.toldNotice === notice.id) {
    if (!notice && !("step" in line.dataset)) line.hidden = true;
    return;
  }
  store.toldNotice = notice.id;
  show(line, notice, store);
}

function show(line, notice, store) {
  const gone = () => (line.hidden = true);
  const undo =
    notice.undo &&
    el("button", { type: "button", class: "lab-undo", onclick: () => gone() && store.send({ kind: "undo" }) }, "Undo");
  const close = el("button", { type: "button", "aria-label": "Dismiss", onclick: gone }, icon("close"));
  delete line.dataset.step;
  line.className = `lab-notice lab-${notice.tone}`;
  line.replaceChildren(el("span", {}, notice.text), undo || "", close);
  line.hidden = false;
}
