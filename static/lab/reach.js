// Code and formulas that Streamlit draws scroll where they are too wide: keys must reach them, and a reader must hear what they are.
const NAMES = {
  ".katex-display": "Formula",
  '[data-testid="stCode"] pre': "Code",
  '[data-testid="stCode"] code': "Code",
};
const QUIET_MS = 200;

export function makeReachable(signal) {
  let timer = 0;
  const look = () => {
    timer = 0;
    for (const [selector, name] of Object.entries(NAMES))
      for (const part of document.querySelectorAll(selector)) mark(part, name);
  };
  const later = () => (timer ||= setTimeout(look, QUIET_MS));
  const changes = new MutationObserver(later);
  changes.observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", later, { signal });
  signal.addEventListener("abort", () => {
    changes.disconnect();
    clearTimeout(timer);
  });
  later();
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
