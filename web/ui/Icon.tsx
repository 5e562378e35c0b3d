import type { ReactNode } from "react";

const clock = (
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M12 7.500V12l3 2" />
  </>
);
const camera = (
  <>
    <rect x="3" y="6.500" width="12.500" height="11" rx="2" />
    <path d="m15.500 10.700 5.500-3.200v9l-5.500-3.200" />
  </>
);
const microphone = (
  <>
    <rect x="9" y="3.500" width="6" height="11" rx="3" />
    <path d="M5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3" />
  </>
);
const crossed = <path d="M4 4l16 16" />;

/** Drawn on a 24 px grid in one stroke width. An icon never stands alone: a word is beside it, or hidden with it. */
const icons = {
  check: <path d="m5 12.500 4.500 4.500L19 7.500" />,
  cross: <path d="m6 6 12 12M18 6 6 18" />,
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
  next: <path d="m9.500 5.500 6.500 6.500-6.500 6.500" />,
  previous: <path d="M14.500 5.500 8 12l6.500 6.500" />,
  up: <path d="m6 14.500 6-6 6 6" />,
  down: <path d="m6 9.500 6 6 6-6" />,
  "back-arrow": <path d="M8 6 4 10l4 4M4 10h10a5.500 5.500 0 0 1 0 11h-3" />,
  clock,
  camera,
  "camera-off": (
    <>
      {camera}
      {crossed}
    </>
  ),
  microphone,
  "microphone-off": (
    <>
      {microphone}
      {crossed}
    </>
  ),
  calendar: (
    <>
      <rect x="4" y="5.500" width="16" height="14.500" rx="2" />
      <path d="M4 10h16M8.500 3.500v4M15.500 3.500v4" />
    </>
  ),
  phone: (
    <path d="M6.500 4h3L11 8 9 9.500a11 11 0 0 0 5.500 5.500L16 13l4 1.500v3a1.500 1.500 0 0 1-1.600 1.500A15 15 0 0 1 5 5.600 1.500 1.500 0 0 1 6.500 4z" />
  ),
  "hang-up": <path d="M3.500 14.500c4.500-4.600 12.500-4.600 17 0l-2 2.300-3.500-1.600v-2.500a11 11 0 0 0-6 0v2.500l-3.500 1.600z" />,
  home: <path d="M4 11.500 12 5l8 6.500V19a1 1 0 0 1-1 1h-4.500v-5h-5v5H5a1 1 0 0 1-1-1z" />,
  message: (
    <path d="M5 5.500h14A1.500 1.500 0 0 1 20.500 7v8.500A1.500 1.500 0 0 1 19 17h-7l-4.500 3.500V17H5a1.500 1.500 0 0 1-1.500-1.500V7A1.500 1.500 0 0 1 5 5.500z" />
  ),
  chat: (
    <path d="M12 4.500c5 0 8.500 3 8.500 7s-3.500 7-8.500 7c-1 0-2-.1-2.900-.4L5 20.500l.9-4C4.400 15.200 3.500 13.500 3.500 11.500c0-4 3.500-7 8.500-7z" />
  ),
  wallet: (
    <path d="M17 5H4.500A1.500 1.500 0 0 0 3 6.500v11A1.500 1.500 0 0 0 4.500 19h14a1.500 1.500 0 0 0 1.500-1.500v-8A1.500 1.500 0 0 0 18.500 8H4.500A1.500 1.500 0 0 1 3 6.500M16 13.500h.01" />
  ),
  tag: (
    <>
      <path d="M4.500 4.500h7l8 8-7 7-8-8z" />
      <path d="M8.500 8.500h.01" />
    </>
  ),
  eye: (
    <>
      <path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z" />
      <circle cx="12" cy="12" r="2.800" />
    </>
  ),
  captions: (
    <>
      <rect x="3" y="5.500" width="18" height="13" rx="2" />
      <path d="M7 11.500h4M13.500 11.500H17M7 15h2.500M12 15h5" />
    </>
  ),
  help: (
    <>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M9.700 9.700a2.400 2.400 0 1 1 3.300 2.200c-.7.3-1 .8-1 1.600M12 16.500h.01" />
    </>
  ),
  globe: (
    <>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M3.500 12h17M12 3.500c3.200 2.500 3.200 14.500 0 17M12 3.500c-3.200 2.500-3.200 14.500 0 17" />
    </>
  ),
  download: <path d="M12 4v11m-5-4.500 5 5 5-5M5 19.500h14" />,
  paper: <path d="M7 3.500h7l4 4V20a.5.5 0 0 1-.5.5h-11A.5.5 0 0 1 6 20V4a.5.5 0 0 1 .5-.5zM9.500 12h5.500M9.500 15.500h5.500" />,
  sound: <path d="M4.500 9.500v5h3L12 18.500v-13L7.500 9.500zM15.500 9a4 4 0 0 1 0 6M18 6.500a7.500 7.500 0 0 1 0 11" />,
  delete: <path d="M9 6h11v12H9l-5.500-6zM12 9.800l4.400 4.400M16.400 9.800 12 14.200" />,
  warning: <path d="M12 4.500 21 19.500H3zM12 10.500v4M12 17h.01" />,
  id: (
    <>
      <rect x="3" y="5.500" width="18" height="13" rx="2" />
      <circle cx="8.500" cy="11" r="1.800" />
      <path d="M5.500 15.800c.4-1.500 1.600-2.300 3-2.300s2.600.8 3 2.300M14.500 10h4M14.500 13.500h4" />
    </>
  ),
  policy: (
    <>
      <path d="M4 7h10M18 7h2M4 17h2M10 17h10" />
      <circle cx="16" cy="7" r="2" />
      <circle cx="8" cy="17" r="2" />
    </>
  ),
  person: (
    <>
      <circle cx="12" cy="8.500" r="3.500" />
      <path d="M5 19.500c.8-3.600 3.600-5.500 7-5.500s6.200 1.900 7 5.500" />
    </>
  ),
  people: (
    <>
      <circle cx="9" cy="9" r="3" />
      <path d="M3.500 18.500c.6-3 2.800-4.500 5.500-4.500s4.900 1.500 5.500 4.500M15.500 6.200a3 3 0 0 1 0 5.600M17 14.300c1.800.6 3 2 3.500 4.200" />
    </>
  ),
  station: (
    <>
      <rect x="4" y="4.500" width="16" height="11.500" rx="2" />
      <path d="M9 20h6M12 16v4" />
    </>
  ),
  record: <path d="M12 6.500C10 5 7 4.500 4 5v13c3-.5 6 0 8 1.500 2-1.500 5-2 8-1.500V5c-3-.5-6 0-8 1.500zM12 6.500v13" />,
  chart: <path d="M5 19.500v-8M11 19.500V5M17 19.500v-6M3 19.500h18" />,
  search: (
    <>
      <circle cx="10.500" cy="10.500" r="6" />
      <path d="m15 15 5 5" />
    </>
  ),
  pause: <path d="M9 6v12M15 6v12" />,
  play: <path d="M8 5.500v13l10.500-6.500z" />,
  sun: (
    <>
      <circle cx="12" cy="12" r="3.500" />
      <path d="M12 3.500v2M12 18.500v2M3.500 12h2M18.500 12h2M6 6l1.400 1.400M16.600 16.600 18 18M18 6l-1.400 1.400M7.400 16.600 6 18" />
    </>
  ),
  moon: <path d="M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z" />,
  door: <path d="M7 20V5.500a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1V20M4 20h16M14 12.500h.01" />,
  key: (
    <>
      <circle cx="8.500" cy="12" r="4" />
      <path d="M12.500 12h8M17.500 12v3.500" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof icons;
export const iconNames = Object.keys(icons) as IconName[];

/** One icon of the set, in the colour and size of the words around it; hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {icons[name]}
    </svg>
  );
}
