/** Of each night and kind, newest first: whether it failed. A kind may have many rows a night, one for each place it met. */
interface Night {
  kind: string;
  at: string;
  failed: boolean;
}

/** The kinds that failed the last time they were gone through, in the order of the list. */
export function failedKinds(nights: readonly Night[]): string[] {
  const last = new Map<string, string>();
  for (const { kind, at } of nights) if (at > (last.get(kind) ?? "")) last.set(kind, at);
  // A run writes its rows within minutes: they are of one night.
  const failed = nights.filter((night) => night.failed && Date.parse(last.get(night.kind) ?? "") - Date.parse(night.at) < NIGHT_MS);
  return [...new Set(failed.map(({ kind }) => kind))];
}
const NIGHT_MS = 6 * 3600 * 1000;
