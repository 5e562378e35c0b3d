/** A socket that opens itself again until it is told to stop. Messages said while it is away are dropped: state is told anew on opening. */
export interface Link<Out> {
  say(message: Out): void;
  /** Tries at once, for instance because the page came back to the front. */
  nudge(): void;
  close(): void;
}
export interface LinkEvents<In> {
  opened(): void;
  heard(message: In): void;
  lost(): void;
}

const RETRY_MS = [150, 300, 600, 1000, 2000];
/** A socket that says nothing for this long while opening is given up; the next try may take another way. */
const OPEN_MS_MAX = 8000;

/** Opens a link to `url`; JSON both ways. */
export function openLink<In, Out>(url: string, events: LinkEvents<In>): Link<Out> {
  let socket: WebSocket | undefined;
  let attempt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  function open(): void {
    retry = undefined;
    const next = new WebSocket(url);
    socket = next;
    const late = setTimeout(() => next.close(), OPEN_MS_MAX);
    next.onopen = () => {
      clearTimeout(late);
      attempt = 0;
      events.opened();
    };
    next.onmessage = (event: MessageEvent<string>) => {
      if (socket === next) events.heard(JSON.parse(event.data) as In);
    };
    next.onclose = () => {
      clearTimeout(late);
      if (over || socket !== next) return;
      socket = undefined;
      events.lost();
      // Spread out, so that a whole facility does not come back in the same instant.
      const wait = RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)]!;
      retry = setTimeout(open, wait * (0.75 + Math.random() / 2));
    };
  }

  open();
  return {
    say(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    nudge() {
      if (over || !retry) return;
      clearTimeout(retry);
      open();
    },
    close() {
      over = true;
      clearTimeout(retry);
      socket?.close();
    },
  };
}
