import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { NameFields } from "#web/family/journeys/sign-in/NameFields.tsx";
import { focusFirst } from "#web/family/journeys/sign-in/SignIn.tsx";
import { typedDay } from "#web/family/journeys/sign-in/typed.rules.ts";
import { paths } from "#web/family/paths.ts";
import { Back } from "#web/family/shell/parts.tsx";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { toast } from "#web/ui/toast.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";

/** One's own name and birth date: corrected here while nobody has decided about them. */
export default function OwnName() {
  const { t } = useWords();
  const own = useQuery(reading(api.ownName, {}));
  usePageTitle(t("family.name.title"));
  return (
    <>
      <Back to={paths.account}>{t("family.account.title")}</Back>
      <h1>{t("family.name.title")}</h1>
      <Rule />
      <p className="lead gap-4">{t("family.name.lead")}</p>
      {own.error && <Refusal problem={own.error} />}
      {own.data ? (
        own.data.fixedBy ? (
          <Fixed own={own.data} by={own.data.fixedBy} />
        ) : (
          <Correct own={own.data} />
        )
      ) : (
        <Skeleton height="12em" />
      )}
    </>
  );
}

interface Own {
  givenName: string;
  familyName: string;
  birthDate: string;
}

function Fixed({ own, by }: { own: Own; by: "waits" | "agreed" }) {
  const { t } = useWords();
  const format = useFormat();
  return (
    <div className="stack gap-6">
      <div className="card">
        <b>{`${own.givenName} ${own.familyName}`}</b>
        <p className="soft">{t("family.name.birth_is", { day: format.day(own.birthDate, { dateStyle: "long" }) })}</p>
      </div>
      <Banner>
        <b>{t("family.name.fixed")}</b>
        <p>{t(`family.name.${by}`)}</p>
      </Banner>
    </div>
  );
}

function Correct({ own }: { own: Own }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [year = "", month = "", day = ""] = own.birthDate.split("-");
  const [typed, setTyped] = useState({ ...own, year, month: String(Number(month)), day: String(Number(day)) });
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const correct = useAct(api.correctOwnName, {
    onDone: () => {
      void toast(t("family.name.saved"));
      return queries.invalidateQueries();
    },
  });
  const change = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const birthDate = typedDay(typed);
  const needed = (value: string) => (value.trim() === "" ? t("shared.field.required") : undefined);
  const wrong = {
    givenName: needed(typed.givenName),
    familyName: needed(typed.familyName),
    birthMonth: birthDate ? undefined : t("family.field.birth.wrong"),
  };
  const seen = (name: keyof typeof wrong) => (tried ? wrong[name] : undefined);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const first = Object.entries(wrong).find(([, words]) => words !== undefined);
    if (first || !birthDate) return focusFirst(form.current, first?.[0] ?? "birthMonth");
    correct.mutate({ body: { givenName: typed.givenName.trim(), familyName: typed.familyName.trim(), birthDate } });
  };
  return (
    <form className="stack gap-6" noValidate onSubmit={send} ref={form}>
      <NameFields value={typed} onChange={change} wrong={seen} />
      {correct.error && <Refusal problem={correct.error} />}
      <Button type="submit" wide isPending={correct.isPending}>
        {t("family.name.act")}
      </Button>
    </form>
  );
}
