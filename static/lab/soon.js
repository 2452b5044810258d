// What may wait a frame for the picture: a finger waits for that one.
export function afterPicture(act, signal) {
  let request = 0;
  signal.addEventListener("abort", () => cancelAnimationFrame(request));
  const now = () => {
    request = 0;
    act();
  };
  return () => (request ||= requestAnimationFrame(() => (request = requestAnimationFrame(now))));
}
