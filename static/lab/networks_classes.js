// The colours of classes: a soft one for regions, a strong one of the same hue for points, and a shape. Two neighbours are at least 10
// apart (CIEDE2000) in four kinds of vision, and so are the first three strong ones; the made-up classes are named after them.
const SOFT = {
  light: ["#f8b985", "#a4bcf0", "#b4ecd2", "#b565c0", "#c9c2bd"],
  dark: ["#98683c", "#4a63b8", "#17503d", "#7c2f6d", "#57534f"],
};
const STRONG = {
  light: ["#8f4300", "#1838c0", "#00614c", "#5a0a50", "#55504c"],
  dark: ["#ffc48a", "#9db8ff", "#b8ffdf", "#ff9ad8", "#d8d3cf"],
};
const SHAPES = ["circle", "square", "triangle-up", "diamond", "triangle-down"];

export const softOf = (mode, k) => SOFT[mode][k % SOFT[mode].length];
export const strongOf = (mode, k) => STRONG[mode][k % STRONG[mode].length];
export const shapeOf = (k) => SHAPES[k % SHAPES.length];
