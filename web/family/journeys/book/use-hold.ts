import { useNavigate } from "@tanstack/react-router";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { changeBooking, keptUntil, type PlaceRow } from "./booking.ts";

/** Keeps a place for ten minutes and goes on to the last step; a refusal stays in `error` with all its reasons. */
export function useHold(connectionId: string) {
  const navigate = useNavigate();
  const hold = useAct(api.holdPlace, {
    onDone: (held) => {
      changeBooking(connectionId, {
        holdId: held.id,
        visitId: newId(),
        startsAt: held.startsAt,
        endsAt: held.endsAt,
        keptUntil: keptUntil(Date.now()),
      });
      return navigate({ to: paths.checkBooking, params: { connectionId } });
    },
  });
  return {
    error: hold.error,
    isPending: hold.isPending,
    reset: hold.reset,
    keep: (place: PlaceRow) => {
      const { sessionTemplateId, startsAt, endsAt, day } = place;
      changeBooking(connectionId, { sessionTemplateId, startsAt, endsAt, day });
      hold.mutate({ body: { id: newId(), connectionId, sessionTemplateId, startsAt } });
    },
  };
}
