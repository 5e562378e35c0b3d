/** No link leads out of the kiosk: whoever followed one would leave it, and somebody's sign-in, open on the web. */
export function stayInside(): void {
  addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (link instanceof HTMLAnchorElement && !isInside(link)) event.preventDefault();
    },
    { capture: true },
  );
}

const isInside = ({ origin, pathname, target }: HTMLAnchorElement): boolean =>
  origin === location.origin && /^\/kiosk(\/|$)/.test(pathname) && target !== "_blank";
