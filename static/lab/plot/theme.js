// The colours of the moment. Streamlit sets --st-* on the elements around a component; they change without a rerun.
const pen = document.createElement("canvas").getContext("2d");

function themeOf(root) {
  const style = getComputedStyle(root);
  const read = (name, fallback) => style.getPropertyValue(`--st-${name}`).trim() || fallback;
  const background = read("background-color", "#ffffff");
  return {
    mode: luminance(background) < 0.5 ? "dark" : "light",
    background,
    text: read("text-color", "#1c2630"),
    muted: read("gray-text-color", "#556270"),
    border: read("border-color", "#d5dde5"),
    font: read("font", "sans-serif"),
  };
}

export const inksOf = (slots, theme) =>
  new Map(slots.map((slot) => [slot.slot, { color: slot[theme.mode], marker: slot.marker }]));

// Calls `onTheme(dark, theme)` now and after each change: reading styles is dear while something moves. The root's outline colour
// (never drawn) is the background with a transition of 1 ms (stage.css): its end tells of a new theme, however it came.
export function watchTheme(root, onTheme, signal) {
  const tell = () => {
    const theme = themeOf(root);
    onTheme(theme.mode === "dark", theme);
  };
  const heard = (event) => event.target === root && event.propertyName === "outline-color" && tell();
  root.addEventListener("transitionend", heard, { signal });
  tell();
}

function luminance(color) {
  pen.fillStyle = color;
  const hex = /^#(..)(..)(..)$/.exec(pen.fillStyle);
  const parts = hex
    ? hex.slice(1).map((part) => Number.parseInt(part, 16))
    : pen.fillStyle.match(/[\d.]+/g).map(Number);
  return (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255;
}
