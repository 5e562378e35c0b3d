import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { runners, type State, stateCodes, states } from "#contracts/price-limits.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { Facts, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { PricesPage } from "./page.ts";

/** State, city, who runs it and its kind: what decides which law holds. */
export function LawFacts({ page, editable }: { page: PricesPage; editable: boolean }) {
  const { t } = useWords();
  const { kind, state, city, runBy } = page.facts;
  const missing = state === null || runBy === null;
  const [changing, setChanging] = useState(false);
  const open = editable && (changing || missing);
  return (
    <Part
      id="facts"
      title={t("staff.prices.facts")}
      beside={
        editable &&
        !open && (
          <Button kind="second" size="small" onPress={() => setChanging(true)}>
            {t("staff.prices.facts.change")}
          </Button>
        )
      }
    >
      {missing && (
        <Banner tone="warn">
          <p>{t("staff.prices.facts.needed")}</p>
        </Banner>
      )}
      {open ? (
        <Form page={page} onClose={missing ? undefined : () => setChanging(false)} />
      ) : (
        <Facts
          rows={[
            [t("staff.prices.facts.kind"), t(`staff.prices.facts.kind.${kind}`)],
            [t("staff.prices.facts.state"), state ? states[state] : t("staff.prices.facts.missing")],
            [t("staff.prices.facts.city"), city ?? "–"],
            [t("staff.prices.facts.run_by"), runBy ? t(`staff.prices.facts.run_by.${runBy}`) : t("staff.prices.facts.missing")],
          ]}
        />
      )}
    </Part>
  );
}

function Form({ page, onClose }: { page: PricesPage; onClose: (() => void) | undefined }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [state, setState] = useState<State | "">(page.facts.state ?? "");
  const [city, setCity] = useState(page.facts.city ?? "");
  const [runBy, setRunBy] = useState<(typeof runners)[number] | "">(page.facts.runBy ?? "");
  const save = useAct(api.setLawFacts, {
    onDone: () => {
      void toast(t("staff.prices.facts.saved"));
      void queries.invalidateQueries();
      onClose?.();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (state === "" || runBy === "") return;
    save.mutate({ params: { facilityId }, body: { state, runBy, city: city.trim() === "" ? null : city.trim() } });
  };
  return (
    <form className="stack gap-3" onSubmit={submit} noValidate>
      <Select
        label={t("staff.prices.facts.state")}
        value={state}
        onChange={setState}
        options={stateCodes.map((value) => ({ value, label: states[value] }))}
      />
      <Select
        label={t("staff.prices.facts.run_by")}
        value={runBy}
        onChange={setRunBy}
        options={runners.map((value) => ({ value, label: t(`staff.prices.facts.run_by.${value}`) }))}
      />
      <TextField
        label={t("staff.prices.facts.city")}
        hint={t("staff.prices.facts.city.hint")}
        value={city}
        onChange={setCity}
        maxLength={80}
      />
      {save.error && <Refusal problem={save.error} />}
      <div className="row gap-2">
        <Button type="submit" isPending={save.isPending} isDisabled={state === "" || runBy === ""}>
          {t("staff.prices.facts.save")}
        </Button>
        {onClose && (
          <Button kind="quiet" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}
