// A line that says when an answer is late, and that nothing is lost: what was changed is kept, and sent again.
import { el } from "../widgets/dom.js";
import { watchLate } from "./turns.js";

const OFFLINE = "You are offline. Your changes are kept and sent when the connection is back.";
const LATE = "Connection lost, or the server is busy. Your changes are kept and sent when it answers.";

export function mountConnection(panel, signal) {
  const line = el("div", { class: "lab-notice lab-warn lab-connection", role: "status", hidden: true }, el("span", {}));
  let late = false;
  function show() {
    const words = navigator.onLine ? late && LATE : OFFLINE;
    line.hidden = !words;
    line.firstChild.textContent = words || "";
  }
  panel.append(line);
  for (const type of ["online", "offline"]) window.addEventListener(type, show, { signal });
  watchLate((now) => show((late = now)), signal);
}
