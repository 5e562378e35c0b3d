import type { EquipmentCheck } from "#contracts/equipment.ts";
import type { EquipmentSnapshot } from "#web/live/room-types.ts";

type Part = "camera" | "microphone" | "speaker" | "line";
/** What is said of one part: a sentence, and where something is wrong one next step. The codes are the ends of keys in the words. */
export interface Line {
  part: Part;
  good: boolean;
  code: string;
}

/** One line for each part of a check; of a line's troubles only the worst, since one step at a time helps. */
export function linesOf(check: Pick<EquipmentCheck, "camera" | "microphone" | "speaker" | "line">): Line[] {
  const worst = check.line ? (check.line.troubles[0] ?? "good") : "unknown";
  return [
    { part: "camera", good: check.camera === "works", code: check.camera },
    { part: "microphone", good: check.microphone === "works", code: check.microphone },
    { part: "speaker", good: check.speaker === "heard", code: check.speaker },
    { part: "line", good: worst === "good", code: worst },
  ];
}

/** What the camera and microphone were found to be; a microphone that heard nothing is not said to work. */
export function equipmentOf(found: EquipmentSnapshot): Pick<EquipmentCheck, "camera" | "microphone"> {
  const why = found.trouble ?? "missing";
  return {
    camera: found.camera ? "works" : why,
    microphone: found.microphone ? (found.heard ? "works" : "silent") : why,
  };
}
