// Play, step, scrub; how many steps, how fast, and whether again.
import { el } from "../widgets/dom.js";
import { counted } from "../widgets/format.js";
import { icon } from "../widgets/icons.js";
import { NumberBox } from "../widgets/number.js";
import { Popup } from "../widgets/popup.js";

// `words` stand beside the icon where there is room.
const button = (name, label, onclick, words = null) =>
  el(
    "button",
    { type: "button", class: "lab-tool", "aria-label": label, title: label, onclick },
    icon(name),
    words && el("span", { class: "lab-words-beside" }, words),
  );
const CHANGE = "Pause, then move a slider: it applies from this step on";
const sheet = (label) => el("div", { class: "lab-menu lab-at-end lab-sheet", role: "group", "aria-label": label });
const capital = (text) => text[0].toUpperCase() + text.slice(1);

export class Transport {
  // `lengths`: how many steps may be chosen, or null.
  constructor(root, { store, clock, signal, lengths }) {
    Object.assign(this, { root, store, clock, lengths, pace: null, step: -1, end: -1, length: -1 });
    const play = () => (clock.playing() ? clock.pause() : clock.play());
    this.play = button("play_arrow", "Play", play, "Play");
    this.play.classList.add("lab-play");
    const by = (steps) => () => clock.jump(clock.step() + steps);
    this.ways = [button("chevron_left", "Back", by(-1)), button("chevron_right", "On", by(1))];
    const time = this.makeTime(signal);
    this.hand = handToggle(store, clock);
    this.speed = el("button", { type: "button", class: "lab-choice lab-speed" });
    this.loop = button("repeat", "Loop", () => store.setView({ loop: !store.view.loop }), "Loop");
    this.loop.classList.add("lab-loop");
    this.said = el("div", { class: "lab-visually-hidden", "aria-live": "polite" });
    const counter = this.makeCounter();
    root.append(this.play, ...this.ways, time, ...counter, this.hand, this.speed, this.loop, this.said);
    this.makePopups(root, signal);
    store.on("halt", () => clock.playing() && clock.pause(), signal);
    store.on("rewind", () => clock.jump(0), signal);
    store.on("wire", ({ racers }) => this.offerHand(racers?.some(({ steering }) => steering) ?? false), signal);
  }

  offerHand(offered) {
    if (this.hand.hidden !== offered) return;
    this.hand.hidden = !offered;
    this.root.classList.toggle("lab-steered", offered);
  }

  // The time line; on the lane above it a page may put marks.
  makeTime(signal) {
    const scrub = () => this.clock.jump(Number(this.scrub.value));
    this.scrub = el("input", { type: "range", class: "lab-scrub", min: 0, max: 1, value: 0, oninput: scrub });
    const lane = el("div", { class: "lab-lane" });
    this.store.publish("lane", lane);
    signal.addEventListener("abort", () => this.store.lane === lane && (this.store.lane = null));
    return el("div", { class: "lab-time" }, lane, this.scrub);
  }

  // "step 36 / 100": a button where the number of steps can be chosen; else a button beside it, on a narrow screen alone.
  makeCounter() {
    [this.one, this.now, this.all] = [el("span", {}, ""), el("b", {}, "0"), el("span", {}, "")];
    this.also = el("span", { class: "lab-also", hidden: true });
    const words = (this.count = el("span", { class: "lab-count" }, this.one, this.now, this.all));
    if (this.lengths)
      return [
        (this.more = el("button", { type: "button", class: "lab-choice lab-steps" }, words, icon("arrow_drop_down"))),
      ];
    this.more = button("more_vert", "Speed", () => {});
    this.more.classList.add("lab-narrow");
    return [el("span", { class: "lab-choice lab-steps" }, words), this.also, this.more];
  }

  makePopups(root, signal) {
    const commit = (value) => this.chooseSteps(value);
    this.number = new NumberBox({ scale: "integer", commit, nudge: (n) => commit(this.end + n), signal });
    this.stepsPills = el("div", { class: "lab-pills", role: "group", "aria-label": "Steps" });
    this.morePills = el("div", { class: "lab-narrow" });
    const [moreBox, speedBox] = [sheet(this.lengths ? "How long everybody runs" : "Speed"), sheet("Speed")];
    if (this.lengths) {
      this.number.input.setAttribute("aria-label", `Number of steps, 1 to ${this.lengths.at(-1)}`);
      moreBox.append(el("strong", {}, "Steps"), this.stepsPills, this.number.input, this.number.words);
    }
    moreBox.append(this.morePills);
    root.append(moreBox, speedBox);
    this.popups = [new Popup(moreBox, signal), new Popup(speedBox, signal)];
    this.popups[0].attach(this.more, () => this.fillMore());
    this.popups[1].attach(this.speed, () => speedBox.replaceChildren(...this.speeds()));
  }

  fillMore() {
    const choose = (steps) => () => this.chooseSteps(steps);
    this.stepsPills.replaceChildren(
      ...(this.lengths ?? []).map((steps) => pill(steps, steps === this.end, choose(steps))),
    );
    this.number.show(this.end);
    const { loop } = this.store.view;
    const again = pill("Loop", loop, () => this.closeAnd(() => this.store.setView({ loop: !loop })));
    this.morePills.replaceChildren(...this.speeds(), el("div", { class: "lab-pills" }, again));
  }

  speeds() {
    const choose = (speed) => () => this.closeAnd(() => this.store.setView({ speed }));
    const { speeds, many } = this.pace;
    const label = `${capital(many)} a second`;
    const pills = speeds.map((speed) => pill(speed, speed === this.store.view.speed, choose(speed)));
    const box = el("div", { class: "lab-pills", role: "group", "aria-label": label }, pills);
    return [el("strong", {}, label), box];
  }

  chooseSteps(steps) {
    this.closeAnd(() => this.store.send({ kind: "steps", value: steps }));
  }

  closeAnd(act) {
    for (const popup of this.popups) popup.close();
    act();
  }

  // What a step is called here, and how it is counted.
  setPace(pace) {
    this.say(""); // it was about another run
    this.pace = pace;
    const { one, all } = pace;
    this.also.hidden = !pace.also;
    const words = [`${one} `, ` / ${counted(all)}`];
    if (this.one.textContent === words[0] && this.all.textContent === words[1]) return;
    [this.one.textContent, this.all.textContent] = words;
    this.count.style.minWidth = `${one.length + 2 * counted(all).length + 3}ch`;
    this.scrub.setAttribute("aria-label", capital(one));
    this.ways.forEach((way, k) => {
      way.title = `One ${one} ${k ? "on" : "back"}`;
      way.setAttribute("aria-label", way.title);
    });
    this.step = -1;
    this.showView(this.store.view);
  }

  // Called for every frame: touches the page only where something changed. `end` is as far as one can go, of all steps.
  show(step, end, all = end) {
    if (step === this.step && end === this.end && all === this.length) return;
    if (all !== this.length) this.scrub.max = all;
    Object.assign(this, { step, end, length: all });
    this.say(""); // it was about another step
    this.scrub.value = step;
    this.scrub.style.setProperty("--p", `${(100 * step) / Math.max(1, all)}%`);
    this.scrub.style.setProperty("--there", `${(100 * end) / Math.max(1, all)}%`);
    this.now.textContent = counted(this.pace.at(step));
    if (this.pace.also) this.also.textContent = this.pace.also(step);
  }

  showView({ playing, speed, loop, byHand = false }) {
    const [name, label] = playing ? ["pause", "Pause"] : ["play_arrow", "Play"];
    this.play.firstChild.textContent = name;
    this.play.lastChild.textContent = label;
    this.play.setAttribute("aria-label", label);
    this.play.title = `${label} (space)`;
    this.speed.replaceChildren(`${speed} ${this.pace?.many ?? "steps"}/s`, icon("arrow_drop_down"));
    this.loop.setAttribute("aria-pressed", String(loop));
    this.hand.setAttribute("aria-pressed", String(byHand));
  }

  say(words) {
    if (this.said.textContent !== words) this.said.textContent = words;
  }
}

// On, what is moved on a card holds from the step that is shown. Not in the link; the changes themselves are.
function handToggle(store, clock) {
  const turn = () => {
    const byHand = !store.view.byHand;
    if (byHand) goInside(store, clock);
    store.setView({ byHand });
  };
  const words = { title: CHANGE, "aria-label": "Change mid-run", "aria-pressed": "false" };
  const attributes = { type: "button", class: "lab-tool lab-hand", hidden: true, onclick: turn, ...words };
  return el("button", attributes, icon("back_hand"), el("span", { class: "lab-words-beside" }, "Change mid-run"));
}

// A change at the last step would change nothing that is seen, and there a first play ends.
function goInside({ wire, view, publish }, clock) {
  const atEnd = view.step >= wire.steps && wire.steps > 1;
  if (atEnd) clock.jump(Math.floor(wire.steps / 2));
  const step = atEnd ? Math.floor(wire.steps / 2) : view.step;
  const back = atEnd ? "Back to an earlier step. " : "";
  const from = step
    ? `What you change now applies from step ${step} on.`
    : "At step 0 a change applies to the whole run.";
  publish("hint", back + from);
}

export function pill(text, chosen, onclick) {
  return el("button", { type: "button", class: "lab-pill", "aria-pressed": String(chosen), onclick }, String(text));
}
