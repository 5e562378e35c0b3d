import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { services } from "#contracts/price-limits.ts";
import { TAX_CITATION_LETTERS_MAX, TAX_LINK_LETTERS_MAX, TAX_NAME_LETTERS_MAX, taxAuthorities } from "#contracts/tax-limits.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { usePriceWords } from "#web/ui/Law.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { millionthsOf } from "./typed.rules.ts";

const LINK = /^https:\/\/\S+\.\S+$/;

/** States a tax with the law that sets it; it holds once somebody else has confirmed it. */
export function StateTax({ today, onClose }: { today: string; onClose: () => void }) {
  const { t } = useWords();
  const words = usePriceWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [id] = useState(newId);
  const [service, setService] = useState<(typeof services)[number]>("video");
  const [authority, setAuthority] = useState<(typeof taxAuthorities)[number]>("state");
  const [name, setName] = useState("");
  const [citation, setCitation] = useState("");
  const [link, setLink] = useState("");
  const [percent, setPercent] = useState("");
  const [validFrom, setValidFrom] = useState(today);
  const [through, setThrough] = useState("");
  const save = useAct(api.stateTax, {
    onDone: () => {
      void toast(t("staff.taxes.add.done"));
      onClose();
      void queries.invalidateQueries({ queryKey: [api.taxLines.id] });
    },
  });
  const millionths = millionthsOf(percent);
  const isWhole =
    name.trim() !== "" && citation.trim().length >= 3 && LINK.test(link.trim()) && millionths !== undefined && validFrom !== "";
  const send = () =>
    millionths !== undefined &&
    save.mutate({
      params: { facilityId },
      body: {
        ...{ id, service, authority, name: name.trim(), citation: citation.trim(), link: link.trim() },
        ...{ millionths, validFrom, validThrough: through || null },
      },
    });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.taxes.add")}
      actions={
        <>
          <Button isDisabled={!isWhole} isPending={save.isPending} onPress={send}>
            {t("staff.taxes.add.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("staff.taxes.cancel")}
          </Button>
        </>
      }
    >
      {save.error && <Refusal problem={save.error} />}
      <Select
        label={t("staff.prices.service")}
        value={service}
        onChange={setService}
        options={services.map((value) => ({ value, label: words.service(value) }))}
      />
      <TextField label={t("staff.taxes.add.name")} value={name} onChange={setName} maxLength={TAX_NAME_LETTERS_MAX} />
      <Select
        label={t("staff.taxes.add.authority")}
        value={authority}
        onChange={setAuthority}
        options={taxAuthorities.map((value) => ({ value, label: t(`staff.taxes.authority.${value}`) }))}
      />
      <TextField
        label={t("staff.taxes.add.citation")}
        hint={t("staff.taxes.add.citation.hint")}
        value={citation}
        onChange={setCitation}
        maxLength={TAX_CITATION_LETTERS_MAX}
      />
      <TextField
        label={t("staff.taxes.add.link")}
        hint={t("staff.taxes.add.link.hint")}
        value={link}
        onChange={setLink}
        maxLength={TAX_LINK_LETTERS_MAX}
      />
      <TextField
        label={t("staff.taxes.add.percent")}
        value={percent}
        onChange={setPercent}
        wrong={percent !== "" && millionths === undefined ? t("staff.taxes.add.percent.wrong") : undefined}
        maxLength={8}
      />
      <TextField label={t("staff.taxes.add.from")} type="date" value={validFrom} onChange={setValidFrom} />
      <TextField label={t("staff.taxes.add.through")} type="date" value={through} onChange={setThrough} />
    </Dialog>
  );
}
