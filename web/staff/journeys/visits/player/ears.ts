export const ears = ["all", "family", "resident"] as const;
export type Ear = (typeof ears)[number];

/**
 * Lets one side of a recording be heard alone: the file has the family on the left and the resident on the right. Whoever is chosen is heard in both ears.
 * May only be called from a press of the reader: a browser lets no sound begin by itself.
 */
export function openEars(video: HTMLMediaElement): { hear(ear: Ear): void; close(): void } {
  const context = new AudioContext();
  const split = context.createChannelSplitter(2);
  const [left, right] = [context.createGain(), context.createGain()];
  context.createMediaElementSource(video).connect(split);
  split.connect(left, 0).connect(context.destination);
  split.connect(right, 1).connect(context.destination);
  void context.resume();
  return {
    hear(ear) {
      left.gain.value = ear === "resident" ? 0 : 1;
      right.gain.value = ear === "family" ? 0 : 1;
    },
    close: () => void context.close(),
  };
}
