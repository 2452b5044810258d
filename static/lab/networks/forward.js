// A folded net on many points at once: dense layers, one after another. Arrays are by unit, then by point, as in Python.
const BLOCK = 512; // points at a time: what a layer gives on stays in the nearest cache

const ACTIVATIONS = {
  linear: () => {},
  relu: (z, from, to) => {
    for (let k = from; k < to; k++) if (z[k] < 0) z[k] = 0;
  },
  tanh: (z, from, to) => {
    for (let k = from; k < to; k++) z[k] = 1 - 2 / (Math.exp(2 * z[k]) + 1); // thrice as fast as Math.tanh
  },
  sigmoid: (z, from, to) => {
    for (let k = from; k < to; k++) z[k] = 1 / (1 + Math.exp(-z[k]));
  },
};
ACTIVATIONS.logistic = ACTIVATIONS.sigmoid;
ACTIVATIONS.step = (z, from, to) => {
  for (let k = from; k < to; k++) z[k] = z[k] > 0 ? 1 : 0;
};

export const weightsIn = (layers) => layers.reduce((sum, layer) => sum + layer.out * (layer.in + 1), 0);

// What a point costs, about, in multiplications: to choose how many points fit in a frame.
const DEAR = 12; // an exponential
export const costOf = (layers) =>
  layers.reduce((sum, layer) => sum + layer.out * (layer.in + (layer.activation === "relu" ? 1 : DEAR)), 0);

// `layers`: {in, out, activation}. `weights`: of each layer W row by row (out × in), then its biases. `inputs`: features × points.
// Returns outputs × points: probabilities, or fitted values.
export function forward(layers, weights, inputs, points) {
  const outputs = new Float32Array(layers.at(-1).out * points);
  const widest = Math.max(layers[0].in, ...layers.map(({ out }) => out));
  const [a, b] = [new Float32Array(widest * BLOCK), new Float32Array(widest * BLOCK)];
  for (let start = 0; start < points; start += BLOCK) {
    const count = Math.min(BLOCK, points - start);
    for (let f = 0; f < layers[0].in; f++) copy(inputs, f * points + start, a, f * BLOCK, count);
    const last = through(layers, weights, a, b, count);
    for (let f = 0; f < layers.at(-1).out; f++) copy(last, f * BLOCK, outputs, f * points + start, count);
  }
  return outputs;
}

function copy(from, at, to, there, count) {
  for (let k = 0; k < count; k++) to[there + k] = from[at + k];
}

function through(layers, weights, first, second, count) {
  let [a, z, at] = [first, second, 0];
  for (const layer of layers) {
    dense(layer, weights, at, a, z, count);
    if (layer.activation === "softmax") softmax(z, layer.out, count);
    else for (let u = 0; u < layer.out; u++) ACTIVATIONS[layer.activation](z, u * BLOCK, u * BLOCK + count);
    at += layer.out * (layer.in + 1);
    [a, z] = [z, a];
  }
  return a;
}

// z = Wa + b. Four inputs at a time: a sum is then fetched and put back a quarter as often.
function dense(layer, weights, at, a, z, count) {
  const bias = at + layer.out * layer.in;
  for (let u = 0; u < layer.out; u++) {
    const [row, here] = [at + u * layer.in, u * BLOCK];
    z.fill(weights[bias + u], here, here + count);
    let i = 0;
    for (; i + 3 < layer.in; i += 4) {
      const [w0, w1, w2, w3] = [weights[row + i], weights[row + i + 1], weights[row + i + 2], weights[row + i + 3]];
      const [a0, a1, a2, a3] = [i * BLOCK, (i + 1) * BLOCK, (i + 2) * BLOCK, (i + 3) * BLOCK];
      for (let k = 0; k < count; k++) z[here + k] += w0 * a[a0 + k] + w1 * a[a1 + k] + w2 * a[a2 + k] + w3 * a[a3 + k];
    }
    for (; i < layer.in; i++) {
      const [w, from] = [weights[row + i], i * BLOCK];
      for (let k = 0; k < count; k++) z[here + k] += w * a[from + k];
    }
  }
}

function softmax(z, classes, count) {
  for (let k = 0; k < count; k++) {
    let most = -Infinity;
    for (let c = 0; c < classes; c++) most = Math.max(most, z[c * BLOCK + k]);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += z[c * BLOCK + k] = Math.exp(z[c * BLOCK + k] - most);
    for (let c = 0; c < classes; c++) z[c * BLOCK + k] /= sum;
  }
}

// Points as they were given, a column a feature → what the net takes in: input j is Σ_i (x_i − shift_i) · matrix[i × features + j].
export function scaled({ shift, matrix }, columns, points) {
  const features = shift.length;
  const inputs = new Float32Array(features * points);
  for (let j = 0; j < features; j++)
    for (let k = 0; k < points; k++) {
      let sum = 0;
      for (let i = 0; i < features; i++) sum += matrix[i * features + j] * (columns[i][k] - shift[i]);
      inputs[j * points + k] = sum;
    }
  return inputs;
}
