import { type UseMutationResult, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { billsApi } from "#contracts/bills.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { Input } from "#web/client/call.ts";
import { newId } from "#web/client/id.ts";
import type { Problem } from "#web/client/problem.ts";
import type { reading } from "#web/client/query.ts";
import { Bill, isOfNobody, stillDeciding } from "#web/ui/Bill.tsx";
import { WasBad } from "#web/ui/WasBad.tsx";
import type { bill as words } from "#web/words/en/bill.ts";
import { useWords } from "#web/words/words.tsx";

const ASK_EVERY_MS = 10_000;
type Complain = typeof billsApi.complainOutside;

export interface VisitBillProps {
  visitId: string;
  zone: string;
  /** How this app asks for the bill, and says that the visit was bad. */
  asked: ReturnType<typeof reading<typeof billsApi.ownBill>>;
  say: UseMutationResult<AnswerOf<Complain>, Problem, Input<Complain>>;
  publicRule?: null;
  /** The part of the page that it stands in. */
  part: (title: string, bill: ReactNode) => ReactNode;
}

/** What a visit costs or cost the reader, with everything that came back; nothing for a visit that never could cost anything. */
export function VisitBill({ visitId, zone, asked, say, part, ...look }: VisitBillProps) {
  const { t } = useWords<keyof typeof words>();
  const [id] = useState(newId);
  const answer = useQuery({ ...asked, refetchInterval: ({ state }) => (stillDeciding(state.data?.bill) ? ASK_EVERY_MS : false) });
  const bill = answer.data?.bill;
  if (!bill || isOfNobody(bill)) return null;
  const send = (what: Input<Complain>["body"]["what"]) => say.mutate({ params: { visitId }, body: { id, what } });
  return part(
    t(bill.charge ? "bill.title.was" : "bill.title"),
    <>
      <Bill bill={bill} {...look} />
      <WasBad bill={bill} zone={zone} say={{ ...say, send }} />
    </>,
  );
}
