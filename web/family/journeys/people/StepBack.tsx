import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { type Connection, isApproved, isWaiting } from "./connection-words.ts";

/** Takes back what waits, or ends what stands; asks first, since booked visits go with it. */
export function StepBack({ connection }: { connection: Connection }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const onDone = () => {
    setAsking(false);
    return queries.invalidateQueries();
  };
  const withdraw = useAct(api.withdrawConnection, { onDone });
  const end = useAct(api.endOwnConnection, { onDone });
  const waits = isWaiting(connection);
  if (!waits && !isApproved(connection) && connection.status !== "suspended") return null;
  const act = waits ? withdraw : end;
  const words = waits ? "family.person.take_back" : "family.person.end";
  const close = () => {
    setAsking(false);
    act.reset();
  };
  return (
    <>
      <Button kind={waits ? "second" : "stop-second"} wide onPress={() => setAsking(true)}>
        {t(words)}
      </Button>
      <Dialog
        isOpen={asking}
        onClose={close}
        title={t(`${words}.ask`, { name: connection.residentName })}
        actions={
          <>
            <Button kind="stop" isPending={act.isPending} onPress={() => act.mutate({ params: { connectionId: connection.id } })}>
              {t(`${words}.sure`)}
            </Button>
            <Button kind="second" onPress={close}>
              {t(`${words}.no`)}
            </Button>
          </>
        }
      >
        <p>{t(`${words}.more`)}</p>
        {act.error && <Refusal problem={act.error} />}
      </Dialog>
    </>
  );
}
