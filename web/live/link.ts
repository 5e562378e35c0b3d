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
/** The server says something every five seconds; a line that is silent for longer than this is dead, whatever the browser believes. */
const SILENT_MS_MAX = 11_000;
const LOOK_MS = 1000;

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
    const late = setTimeout(() => gone(), OPEN_MS_MAX);
    let heardAt = performance.now();
    const watch = setInterval(() => {
      // Closing a dead line takes the browser a minute; nobody waits for it.
      if (next.readyState === WebSocket.OPEN && performance.now() - heardAt > SILENT_MS_MAX) gone();
    }, LOOK_MS);
    next.onopen = () => {
      clearTimeout(late);
      attempt = 0;
      heardAt = performance.now();
      events.opened();
    };
    next.onmessage = (event: MessageEvent<string>) => {
      heardAt = performance.now();
      if (socket === next) events.heard(JSON.parse(event.data) as In);
    };
    const gone = () => {
      clearTimeout(late);
      clearInterval(watch);
      next.close();
      if (over || socket !== next) return;
      socket = undefined;
      events.lost();
      // Spread out, so that a whole facility does not come back in the same instant.
      const wait = RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)]!;
      retry = setTimeout(open, wait * (0.75 + Math.random() / 2));
    };
    next.onclose = gone;
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
