// A popover that hangs on a button: opens beneath it (above, where there is more room), follows it, closes by Escape or outside.
const GAP = 4;

export class Popup {
  constructor(box, signal) {
    Object.assign(this, { box, signal, anchor: null });
    box.popover = "auto";
    box.addEventListener("toggle", (event) => event.newState === "closed" && this.closed(), { signal });
    const follow = () => this.anchor && this.place();
    window.addEventListener("scroll", follow, { signal, capture: true, passive: true });
    window.addEventListener("resize", follow, { signal });
  }

  // A press on the button of an open popover has closed it before the click comes: it must not open it again.
  attach(button, fill, signal = this.signal) {
    let wasOpen = false;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("pointerdown", () => (wasOpen = this.anchor === button), { signal });
    const turn = () => {
      if (wasOpen || this.anchor === button) this.close();
      else this.open(button, fill);
      wasOpen = false;
    };
    button.addEventListener("click", turn, { signal });
  }

  open(button, fill) {
    if (this.anchor) this.close();
    fill?.();
    button.focus({ preventScroll: true }); // where focus returns to
    this.anchor = button;
    this.box.showPopover();
    this.place();
    button.setAttribute("aria-expanded", "true");
  }

  close() {
    if (this.box.matches(":popover-open")) this.box.hidePopover();
    this.closed();
  }

  closed() {
    this.anchor?.setAttribute("aria-expanded", "false");
    this.anchor = null;
  }

  place() {
    const button = this.anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const below = innerHeight - button.bottom - GAP;
    const top = height <= below || below >= button.top ? button.bottom + GAP : button.top - GAP - height;
    const left = this.box.classList.contains("lab-at-end") ? button.right - width : button.left;
    this.box.style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
    this.box.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  }
}
