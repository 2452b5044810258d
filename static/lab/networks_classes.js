// How classes are drawn (figures/palette.py): a strong colour for points, a softer one of the same hue for regions, and a marker.
let classes = [];

export function tellClasses(told) {
  classes = told;
}

const classOf = (k) => classes[k % classes.length];
export const softOf = (mode, k) => classOf(k)[`${mode}_region`];
export const strongOf = (mode, k) => classOf(k)[mode];
export const shapeOf = (k) => classOf(k).marker;
