import { useWords } from "#web/staff/words.ts";
import type { BoardVisit } from "./board.ts";

type Guest = BoardVisit["party"][number];

/** Everybody who comes beside the contact who booked, as staff read them: adults from homes of their own, then guests. */
export function useAlongWords(): (visit: Pick<BoardVisit, "party" | "adults">) => string {
  const { t } = useWords();
  const guestWords = useGuestWords();
  return ({ party, adults }) => [...adults.map(({ name }) => t("staff.visit.party.adult", { name })), ...party.map(guestWords)].join("; ");
}

/** Each guest as staff read them: name, what they are, and the age or language; once a name is emptied, what they were. */
function useGuestWords(): (guest: Guest) => string {
  const { t } = useWords();
  return ({ kind, name, age, language }) => {
    if (kind === "child" && age !== null) return t("staff.visit.party.child", { name, age });
    if (kind === "interpreter" && language !== null) return t("staff.visit.party.interpreter", { name, language });
    return t(`shared.guest.${kind}`, { name });
  };
}
