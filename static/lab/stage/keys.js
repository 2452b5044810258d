// Keys for the whole page, never taken from what is being operated.
const TYPING = [
  "input:not(.lab-scrub), textarea, select, [contenteditable=true], [popover], dialog",
  ...["slider", "combobox", "listbox", "menu", "tab", "radio", "dialog", "textbox", "spinbutton", "option"].map(
    (r) => `[role=${r}]`,
  ),
].join();
const PRESSED = "button, a, summary, [role=button], [role=checkbox], [role=switch]"; // take Space and Enter themselves
const FAST = 10; // steps with Shift

// `own`: key → what it does on this page.
export function listenForKeys(clock, own, signal) {
  const stepBy = (steps) => clock.jump(clock.step() + steps);
  const actions = {
    " ": () => (clock.playing() ? clock.pause() : clock.play()),
    ArrowLeft: (event) => stepBy(event.shiftKey ? -FAST : -1),
    ArrowRight: (event) => stepBy(event.shiftKey ? FAST : 1),
    Home: () => clock.jump(0),
    End: () => clock.jump(Infinity),
    ...own,
  };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action || event.target.closest?.(TYPING) || document.querySelector(":popover-open")) return;
    if (event.key === " " && event.target.closest?.(PRESSED)) return;
    event.preventDefault();
    action(event);
  }
  document.addEventListener("keydown", onKey, { signal });
}
