const FRAMES_MAX = 600;

/** Calls back once an element that matches is on the screen and a frame with it has been painted; never while the page is hidden. */
export function whenShown(selector: string, shown: () => void): void {
  let frames = 0;
  const look = () => {
    if (frames++ > FRAMES_MAX) return;
    const element = document.querySelector(selector);
    const visible = element !== null && element.getClientRects().length > 0;
    requestAnimationFrame(visible ? () => requestAnimationFrame(shown) : look);
  };
  requestAnimationFrame(look);
}
