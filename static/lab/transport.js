// Play, step, scrub; how many steps, how fast, and whether again.
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { NumberBox } from "./number.js";
import { Popup } from "./popup.js";

const STEPS = [100, 300, 1000, 5000];
const SPEEDS = [5, 10, 20, 50, 100, 300, 1000];

const button = (name, label, onclick) =>
  el("button", { type: "button", class: "lab-tool", "aria-label": label, title: label, onclick }, icon(name));

export class Transport {
  constructor(root, store, clock, signal) {
    Object.assign(this, { store, clock, step: -1, end: -1 });
    const play = () => (clock.playing() ? clock.pause() : clock.play());
    this.play = button("play_arrow", "Play", play);
    this.play.classList.add("lab-play");
    const by = (steps) => () => clock.jump(clock.step() + steps);
    const [back, on] = [button("chevron_left", "One step back", by(-1)), button("chevron_right", "One step on", by(1))];
    const scrub = () => clock.jump(Number(this.scrub.value));
    this.scrub = el("input", {
      type: "range",
      class: "lab-scrub",
      min: 0,
      max: 1,
      value: 0,
      "aria-label": "Step",
      oninput: scrub,
    });
    this.now = el("b", {}, "0");
    this.all = el("span", {}, "");
    this.steps = el(
      "button",
      { type: "button", class: "lab-choice lab-steps" },
      "step ",
      this.now,
      this.all,
      icon("arrow_drop_down"),
    );
    this.speed = el("button", { type: "button", class: "lab-choice lab-speed" });
    this.loop = button("repeat", "Play again and again", () => store.setView({ loop: !store.view.loop }));
    this.loop.classList.add("lab-loop");
    this.said = el("div", { class: "lab-visually-hidden", "aria-live": "polite" });
    root.append(this.play, back, on, this.scrub, this.steps, this.speed, this.loop, this.said);
    this.makePopups(root, signal);
  }

  makePopups(root, signal) {
    const commit = (value) => this.chooseSteps(value);
    this.number = new NumberBox({ scale: "integer", commit, nudge: (n) => commit(this.end + n), signal });
    this.number.input.setAttribute("aria-label", "Number of steps, 1 to 5000");
    this.stepsPills = el("div", { class: "lab-pills", role: "group", "aria-label": "Steps" });
    this.morePills = el("div", { class: "lab-narrow" });
    const stepsBox = el("div", {
      class: "lab-menu lab-at-end lab-sheet",
      role: "group",
      "aria-label": "How long everybody runs",
    });
    stepsBox.append(el("strong", {}, "Steps"), this.stepsPills, this.number.input, this.number.words, this.morePills);
    this.speedPills = el("div", { class: "lab-pills", role: "group", "aria-label": "Steps a second" });
    const speedBox = el("div", { class: "lab-menu lab-at-end lab-sheet", role: "group", "aria-label": "Speed" });
    speedBox.append(el("strong", {}, "Steps a second"), this.speedPills);
    root.append(stepsBox, speedBox);
    this.popups = [new Popup(stepsBox, signal), new Popup(speedBox, signal)];
    this.popups[0].attach(this.steps, () => this.fillSteps());
    this.popups[1].attach(this.speed, () => this.fillSpeeds(this.speedPills));
  }

  fillSteps() {
    const choose = (steps) => () => this.chooseSteps(steps);
    this.stepsPills.replaceChildren(...STEPS.map((steps) => pill(steps, steps === this.end, choose(steps))));
    this.number.show(this.end);
    const speeds = el("div", { class: "lab-pills", role: "group", "aria-label": "Steps a second" });
    this.fillSpeeds(speeds);
    const { loop } = this.store.view;
    const again = pill("play again and again", loop, () => this.closeAnd(() => this.store.setView({ loop: !loop })));
    this.morePills.replaceChildren(
      el("strong", {}, "Steps a second"),
      speeds,
      el("div", { class: "lab-pills" }, again),
    );
  }

  fillSpeeds(box) {
    const choose = (speed) => () => this.closeAnd(() => this.store.setView({ speed }));
    box.replaceChildren(...SPEEDS.map((speed) => pill(speed, speed === this.store.view.speed, choose(speed))));
  }

  chooseSteps(steps) {
    this.closeAnd(() => this.store.send({ kind: "steps", value: steps }));
  }

  closeAnd(act) {
    for (const popup of this.popups) popup.close();
    act();
  }

  // Called for every frame: touches the page only where something changed.
  show(step, end) {
    if (end !== this.end) {
      this.scrub.max = end;
      this.all.textContent = ` / ${end}`;
    }
    if (step === this.step && end === this.end) return;
    Object.assign(this, { step, end });
    this.scrub.value = step;
    this.scrub.style.setProperty("--p", `${(100 * step) / Math.max(1, end)}%`);
    this.now.textContent = step;
  }

  showView({ playing, speed, loop }) {
    const [name, label] = playing ? ["pause", "Pause"] : ["play_arrow", "Play"];
    this.play.firstChild.textContent = name;
    this.play.setAttribute("aria-label", label);
    this.play.title = `${label} (space)`;
    this.speed.replaceChildren(`${speed} steps/s`, icon("arrow_drop_down"));
    this.loop.setAttribute("aria-pressed", String(loop));
  }

  say(words) {
    if (this.said.textContent !== words) this.said.textContent = words;
  }
}

export function pill(text, chosen, onclick) {
  return el("button", { type: "button", class: "lab-pill", "aria-pressed": String(chosen), onclick }, String(text));
}
