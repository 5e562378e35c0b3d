/** How large the pages of a check are: an old phone, and a kiosk on a wall. */
export const screens = { family: { width: 390, height: 844 }, kiosk: { width: 1080, height: 1920 } } as const;
