import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { HOLD_BASIS_MAX, holdPurposes } from "#contracts/legal-holds.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { dayIn } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";
import { Go } from "./Go.tsx";
import { endOfDay } from "./last-day.ts";
import { useHere } from "./session.ts";

type Subject = { kind: "visit" | "resident" | "contact" | "facility"; id: string };

/** Whether a hold still keeps what it names. */
export const stands = (hold: { releasedAt: string | null; until: string | null }, now: number): boolean =>
  hold.releasedAt === null && (hold.until === null || Date.parse(hold.until) > now);

/** Whether a person or a visit is under a legal hold, for those who may know, and a way to place one. */
export function HoldPart({ subject, look = "card" }: { subject: Subject; look?: "card" | "part" }) {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  const holds = useQuery({
    ...reading(api.legalHoldList, { params: { facilityId }, query: { subject: subject.id, limit: 50 } }),
    enabled: can("hold.read"),
  });
  const now = useNow(60_000);
  if (!can("hold.read")) return null;
  const standing = holds.data?.rows.filter((hold) => stands(hold, now)).length ?? 0;
  const Title = look === "card" ? "h2" : "h3";
  return (
    <section className={look === "card" ? "card" : "gap-6"} aria-labelledby="hold">
      <Title id="hold">{t("staff.keeping.hold")}</Title>
      <p className="gap-2">{standing > 0 ? t("staff.keeping.held", { count: standing }) : t("staff.keeping.not_held")}</p>
      <p className="row row-wrap gap-4">
        {can("hold.manage") && <PlaceHold subject={subject} />}
        <Go to={paths.keeping} look="quiet">
          {t("staff.keeping.all")}
        </Go>
      </p>
    </section>
  );
}

/** Asks why and on what basis, and places a hold; nothing about its subject is deleted from then on. */
export function PlaceHold({ subject }: { subject: Subject }) {
  const { t } = useWords();
  const { facilityId, zone } = useHere();
  const queries = useQueryClient();
  const today = dayIn(useNow(60_000), zone);
  const [id, setId] = useState<string>();
  const [purpose, setPurpose] = useState<(typeof holdPurposes)[number] | "">("");
  const [basis, setBasis] = useState("");
  const [until, setUntil] = useState("");
  const [tried, setTried] = useState(false);
  const close = () => {
    setId(undefined);
    setTried(false);
    place.reset();
  };
  const place = useAct(api.placeLegalHold, {
    onDone: async () => {
      close();
      setBasis("");
      setUntil("");
      void toast(t("staff.keeping.placed"));
      await queries.invalidateQueries({ queryKey: [api.legalHoldList.id] });
    },
  });
  const past = until !== "" && until < today;
  const send = () => {
    setTried(true);
    if (!id || !purpose || basis.trim() === "" || past) return;
    const end = until === "" ? {} : { until: endOfDay(until, zone) };
    const body = { id, subjectKind: subject.kind, subjectId: subject.id, purpose, basis: basis.trim(), ...end };
    place.mutate({ params: { facilityId }, body });
  };
  return (
    <>
      <Button kind="second" size="small" onPress={() => setId(newId())}>
        {t(subject.kind === "facility" ? "staff.keeping.place_all" : "staff.keeping.place")}
      </Button>
      <Dialog
        isOpen={id !== undefined}
        onClose={close}
        title={t(subject.kind === "facility" ? "staff.keeping.place_all" : "staff.keeping.place")}
        actions={
          <>
            <Button isPending={place.isPending} onPress={send}>
              {t("staff.keeping.place.act")}
            </Button>
            <Button kind="second" onPress={close}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t("staff.keeping.place.means")}</p>
        {place.error && <Refusal problem={place.error} />}
        <RadioGroup
          label={t("staff.keeping.purpose")}
          wrong={tried && !purpose ? t("shared.choose") : undefined}
          value={purpose}
          onChange={setPurpose}
          options={holdPurposes.map((value) => ({ value, label: t(`staff.keeping.purpose.${value}`) }))}
        />
        <TextField
          label={t("staff.keeping.basis")}
          hint={t("staff.keeping.basis.hint")}
          value={basis}
          onChange={setBasis}
          maxLength={HOLD_BASIS_MAX}
          wrong={tried && basis.trim() === "" ? t("shared.field.required") : undefined}
        />
        <TextField
          label={t("staff.keeping.until")}
          hint={t("staff.keeping.until.hint")}
          type="date"
          value={until}
          onChange={setUntil}
          wrong={tried && past ? t("staff.keeping.until_past") : undefined}
        />
      </Dialog>
    </>
  );
}
