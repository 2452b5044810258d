// How classes are drawn (figures/palette.py): a strong colour for points, a softer one of the same hue for regions, and a marker; and the
// colours of negative and positive weights, which are no class's.
let classes = [];
let signs = [];

export function tellClasses(told, toldSigns) {
  classes = told;
  signs = toldSigns;
}

const classOf = (k) => classes[k % classes.length];
export const softOf = (mode, k) => classOf(k)[`${mode}_region`];
export const strongOf = (mode, k) => classOf(k)[mode];
export const signColors = (mode) => signs.map((sign) => sign[mode]); // negative, positive
export const shapeOf = (k) => classOf(k).marker;
