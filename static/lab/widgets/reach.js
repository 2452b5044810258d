// Code and formulas that Streamlit draws scroll where they are too wide: keys must reach them, and a reader must hear what they are.
const NAMES = {
  ".katex-display": "Formula",
  '[data-testid="stCode"] pre': "Code",
  '[data-testid="stCode"] code': "Code",
};

export function makeReachable(signal) {
  let frame = 0;
  const look = () => {
    frame = 0;
    for (const [selector, name] of Object.entries(NAMES))
      for (const part of document.querySelectorAll(selector)) mark(part, name);
  };
  const soon = () => (frame ||= requestAnimationFrame(look));
  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  // A text that is written anew, as at each step of a play, makes nothing scroll.
  const changes = new MutationObserver((records) => {
    if (records.some((record) => [...record.addedNodes].some(isElement))) soon();
  });
  changes.observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", soon, { signal });
  document.fonts.addEventListener("loadingdone", soon, { signal });
  signal.addEventListener("abort", () => {
    changes.disconnect();
    cancelAnimationFrame(frame);
  });
  soon();
}

function mark(part, name) {
  const wide = part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight;
  const scrolls = wide && getComputedStyle(part).overflowX === "auto";
  if (scrolls === part.hasAttribute("tabindex")) return;
  const wanted = { tabindex: "0", role: "group", "aria-label": name };
  for (const [attribute, value] of Object.entries(wanted))
    if (scrolls) part.setAttribute(attribute, value);
    else part.removeAttribute(attribute);
}
