import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { type Card, firstName } from "#web/family/journeys/visits/visit-words.ts";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { useDraft } from "#web/ui/useDraft.ts";

/** Asks another adult by their address. What follows is said before, since the answer is the same for every address. */
export function AskAdult({ visit }: { visit: Card }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [draft, change, forget] = useDraft(`ask.${visit.id}`, { id: "", email: "" });
  const [tried, setTried] = useState(false);
  const ask = useAct(api.askAdult, {
    onDone: async () => {
      void toast(t("family.ask.done"));
      change({ id: "", email: "" });
      forget();
      setTried(false);
      await queries.invalidateQueries({ queryKey: [api.askedAdults.id] });
    },
  });
  const email = draft.email.trim();
  const wrong = /^\S+@\S+\.\S+$/.test(email) ? undefined : t("family.ask.email.wrong");
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong) return;
    // A refused asking may be sent again for another address: then it is another asking.
    const id = ask.error || !draft.id ? newId() : draft.id;
    change({ id });
    ask.mutate({ params: { visitId: visit.id }, body: { id, email } });
  };
  return (
    <form className="card stack gap-4" noValidate onSubmit={send} aria-labelledby="ask">
      <h3 id="ask">{t("family.ask.title")}</h3>
      <p className="soft">{t("family.ask.lead", { name: firstName(visit.withName) })}</p>
      <TextField
        label={t("family.ask.email")}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="off"
        value={draft.email}
        onChange={(typed) => change({ email: typed })}
        wrong={tried ? wrong : undefined}
        maxLength={254}
        isRequired
      />
      {ask.error && <Refusal problem={ask.error} />}
      <Button type="submit" kind="second" wide isPending={ask.isPending}>
        {t("family.ask.act")}
      </Button>
      <p className="soft">{t("family.ask.private")}</p>
    </form>
  );
}
