// Plotly, fetched once, when 3-D is first asked for: a first picture never waits for it.
let plotly;
export function loadPlotly() {
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("../plotly.min.js", import.meta.url).href; // ui/bundle.py puts the name that is served
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => {
      plotly = undefined; // the next picture asks again
      script.remove();
      reject(new Error(`cannot load ${script.src}`));
    };
    document.head.append(script);
  });
  return plotly;
}
