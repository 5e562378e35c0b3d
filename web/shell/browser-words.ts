const browsers: readonly [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/(CriOS|Chrome)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: readonly [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS/, "Mac"],
  [/Linux|X11/, "Linux"],
];

/** A browser's long name for itself, as people say it: "Chrome, Android". What we do not know is shown as it is. */
export function browserWords(label: string): string {
  const find = (names: readonly [RegExp, string][]) => names.find(([pattern]) => pattern.test(label))?.[1];
  return [find(browsers), find(systems)].filter(Boolean).join(", ") || label;
}
