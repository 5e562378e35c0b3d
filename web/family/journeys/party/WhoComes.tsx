import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { partyOutside } from "#contracts/party.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { type Card, firstName } from "#web/family/journeys/visits/visit-words.ts";
import { Part } from "#web/family/shell/parts.tsx";
import { useMe } from "#web/family/shell/session.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { PersonChip } from "#web/ui/Person.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { AskAdult } from "./AskAdult.tsx";

type Asked = AnswerOf<typeof partyOutside.askedAdults>[number];

/** Who comes to a visit: the reader, the other adults from homes of their own, the guests; and, to whoever booked, whom they have asked. */
export function WhoComes({ visit }: { visit: Card }) {
  const { t } = useWords();
  const me = useMe();
  const mine = visit.bookedBy === null;
  const asked = useQuery({ ...reading(api.askedAdults, { params: { visitId: visit.id } }), enabled: mine });
  const name = me.data ? `${me.data.givenName} ${me.data.familyName}` : t("live.record.you");
  return (
    <Part id="who" title={t("family.check.who")}>
      <ul className="list card">
        <li className="sign-in">
          <PersonChip name={name} about={t(mine ? "family.who.you.booked" : "family.who.you")} tone="plain" />
        </li>
        {visit.bookedBy !== null && (
          <li className="sign-in">
            <PersonChip name={visit.bookedBy} about={t("family.who.booked")} tone="plain" />
          </li>
        )}
        {/* Whoever booked reads these with what they can do about each, below. */}
        {!mine &&
          visit.adults.map((adult) => (
            <li className="sign-in" key={adult.id}>
              <PersonChip name={adult.name} about={t("family.who.own_home")} tone="plain" />
            </li>
          ))}
        {asked.data?.map((one) => (
          <AskedRow key={one.id} visit={visit} asked={one} />
        ))}
        {visit.party.map((guest) => (
          <li className="sign-in" key={guest.id}>
            <PersonChip name={guest.name} about={t(`family.who.${guest.kind}` as Id)} tone="plain" />
          </li>
        ))}
      </ul>
      {asked.error && <Refusal problem={asked.error} />}
      {visit.canAsk && <AskAdult visit={visit} />}
    </Part>
  );
}

/** One address that was asked, or whoever said yes to it; taken back with one press and one question. */
function AskedRow({ visit, asked }: { visit: Card; asked: Asked }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const comes = asked.status === "accepted";
  const name = asked.name ?? asked.address;
  const takeOut = useAct(api.takeOutAdult, {
    onDone: async () => {
      setSure(false);
      void toast(t(comes ? "family.who.out.done" : "family.who.back.done", { name }));
      await queries.invalidateQueries();
    },
  });
  const close = () => {
    setSure(false);
    takeOut.reset();
  };
  return (
    <li className="sign-in">
      {/* An address is long: what can be done about it stands below, not beside it. */}
      <PersonChip name={name} about={t(`family.who.status.${asked.status}`)} tone="plain">
        {visit.canAsk && (comes || asked.status === "asked") && (
          <Button
            kind="second"
            size="small"
            label={t(comes ? "family.who.out.this" : "family.who.back.this", { name })}
            onPress={() => setSure(true)}
          >
            {t(comes ? "family.who.out" : "family.who.back")}
          </Button>
        )}
      </PersonChip>
      <Dialog
        isOpen={sure}
        onClose={close}
        title={t(comes ? "family.who.out.sure" : "family.who.back.sure", { name })}
        actions={
          <>
            <Button
              kind="stop"
              wide
              isPending={takeOut.isPending}
              onPress={() => takeOut.mutate({ params: { visitId: visit.id, partyId: asked.id } })}
            >
              {t(comes ? "family.who.out.this" : "family.who.back.this", { name })}
            </Button>
            <Button kind="second" wide onPress={close}>
              {t("family.who.keep")}
            </Button>
          </>
        }
      >
        <p>{t(comes ? "family.who.out.more" : "family.who.back.more", { name: firstName(name) })}</p>
        {takeOut.error && <Refusal problem={takeOut.error} />}
      </Dialog>
    </li>
  );
}
