import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import type { z } from "zod";
import type { Guest } from "#contracts/contacts.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { BirthDate } from "#web/family/journeys/sign-in/BirthDate.tsx";
import { focusFirst } from "#web/family/journeys/sign-in/SignIn.tsx";
import { typedDay } from "#web/family/journeys/sign-in/typed.rules.ts";
import { paths } from "#web/family/paths.ts";
import { Back, Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { PersonChip } from "#web/ui/Person.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { toast } from "#web/ui/toast.ts";
import { useDraft } from "#web/ui/useDraft.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";

const EMPTY = { id: "", kind: "child", givenName: "", familyName: "", month: "", day: "", year: "", language: "" };

/** The children and interpreters whom the reader brings along; each goes off the list again with one press. */
export default function Guests() {
  const { t } = useWords();
  const guests = useQuery(reading(api.ownGuests));
  usePageTitle(t("family.guests.title"));
  return (
    <>
      <Back to={paths.account}>{t("family.account.title")}</Back>
      <h1>{t("family.guests.title")}</h1>
      <Rule />
      <div className="stack gap-4">
        <p className="lead">{t("family.guests.lead")}</p>
        <p>{t("family.guests.ask")}</p>
        {guests.error && <Refusal problem={guests.error} />}
        {!guests.data && !guests.error && <Skeleton height="6em" />}
        {guests.data?.length === 0 && (
          <Empty drawing="people" title={t("family.guests.none")}>
            {t("family.guests.none.more")}
          </Empty>
        )}
        {guests.data && guests.data.length > 0 && (
          <ul className="list card">
            {guests.data.map((guest) => (
              <GuestRow key={guest.id} guest={guest} />
            ))}
          </ul>
        )}
      </div>
      <Part id="add" title={t("family.guests.add")}>
        <AddGuest />
      </Part>
      <p className="soft gap-6">{t("family.guests.private")}</p>
    </>
  );
}

function GuestRow({ guest }: { guest: z.infer<typeof Guest> }) {
  const { t } = useWords();
  const times = useTimes();
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const name = `${guest.givenName} ${guest.familyName}`;
  const remove = useAct(api.removeGuest, {
    onDone: () => {
      setSure(false);
      void toast(t("family.guests.removed", { name }));
      return queries.invalidateQueries({ queryKey: [api.ownGuests.id] });
    },
  });
  const about =
    guest.kind === "child"
      ? t("family.guests.born", { day: guest.birthDate ? times.day(guest.birthDate, { dateStyle: "long" }) : "" })
      : t("family.guests.speaks", { language: guest.language ?? "" });
  return (
    <li className="sign-in">
      <div className="grow">
        <PersonChip name={name} about={about} tone="plain" />
      </div>
      <Button kind="second" size="small" label={t("family.guests.remove_this", { name })} onPress={() => setSure(true)}>
        {t("family.guests.remove")}
      </Button>
      <Dialog
        isOpen={sure}
        onClose={() => setSure(false)}
        title={t("family.guests.sure", { name })}
        actions={
          <>
            <Button kind="stop" wide isPending={remove.isPending} onPress={() => remove.mutate({ params: { guestId: guest.id } })}>
              {t("family.guests.remove_this", { name })}
            </Button>
            <Button kind="second" wide onPress={() => setSure(false)}>
              {t("family.guests.keep")}
            </Button>
          </>
        }
      >
        <p>{t("family.guests.sure.more")}</p>
        {remove.error && <Refusal problem={remove.error} />}
      </Dialog>
    </li>
  );
}

function AddGuest() {
  const { t } = useWords();
  const queries = useQueryClient();
  const [draft, change, forget] = useDraft("guest", EMPTY);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const child = draft.kind === "child";
  const add = useAct(api.addGuest, {
    onDone: (_, { body }) => {
      void toast(t("family.guests.added", { name: `${body.givenName} ${body.familyName}` }));
      change(EMPTY);
      forget();
      setTried(false);
      return queries.invalidateQueries({ queryKey: [api.ownGuests.id] });
    },
  });
  const birthDate = typedDay(draft);
  const needed = (value: string) => (value.trim() === "" ? t("shared.field.required") : undefined);
  const wrong = {
    givenName: needed(draft.givenName),
    familyName: needed(draft.familyName),
    birthMonth: child && !birthDate ? t("family.field.birth.wrong") : undefined,
    language: child ? undefined : needed(draft.language),
  };
  const seen = (name: keyof typeof wrong) => (tried ? wrong[name] : undefined);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const first = Object.entries(wrong).find(([, words]) => words !== undefined);
    if (first) return focusFirst(form.current, first[0]);
    const id = draft.id || newId();
    change({ id });
    const named = { id, givenName: draft.givenName.trim(), familyName: draft.familyName.trim() };
    if (child && birthDate) add.mutate({ body: { ...named, kind: "child", birthDate } });
    else add.mutate({ body: { ...named, kind: "interpreter", language: draft.language.trim() } });
  };
  return (
    <form className="card stack" noValidate onSubmit={send} ref={form}>
      <RadioGroup
        label={t("family.guests.kind")}
        value={draft.kind}
        onChange={(kind) => change({ kind })}
        options={[
          { value: "child", label: t("family.guests.child") },
          { value: "interpreter", label: t("family.guests.interpreter") },
        ]}
      />
      <TextField
        label={t("family.guests.given_name")}
        name="givenName"
        autoComplete="off"
        value={draft.givenName}
        onChange={(givenName) => change({ givenName })}
        wrong={seen("givenName")}
        maxLength={100}
        isRequired
      />
      <TextField
        label={t("family.guests.family_name")}
        name="familyName"
        autoComplete="off"
        value={draft.familyName}
        onChange={(familyName) => change({ familyName })}
        wrong={seen("familyName")}
        maxLength={100}
        isRequired
      />
      {child ? (
        <BirthDate
          label={t("family.guests.birth")}
          hint={t("family.guests.birth.hint")}
          own={false}
          value={draft}
          onChange={change}
          wrong={seen("birthMonth")}
        />
      ) : (
        <TextField
          label={t("family.guests.language")}
          hint={t("family.guests.language.hint")}
          name="language"
          autoComplete="off"
          value={draft.language}
          onChange={(language) => change({ language })}
          wrong={seen("language")}
          maxLength={60}
          isRequired
        />
      )}
      {add.error && <Refusal problem={add.error} />}
      <Button type="submit" wide isPending={add.isPending}>
        {t("family.guests.add.act")}
      </Button>
    </form>
  );
}
