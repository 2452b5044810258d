// What may wait a frame for the picture: a finger waits for that one.
let waiting = 0;

export const quiet = () => waiting === 0;

export function afterPicture(act, signal) {
  let request = 0;
  const end = () => {
    waiting -= request ? 1 : 0;
    request = 0;
  };
  signal.addEventListener("abort", () => {
    cancelAnimationFrame(request);
    end();
  });
  const now = () => {
    end();
    act();
  };
  return () => {
    if (request) return;
    waiting += 1;
    request = requestAnimationFrame(() => (request = requestAnimationFrame(now)));
  };
}
