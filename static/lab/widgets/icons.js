// An icon of the page's own font, which Streamlit brings.
import { el } from "./dom.js";

export const icon = (name) => el("span", { class: "ms", "aria-hidden": "true" }, name);
