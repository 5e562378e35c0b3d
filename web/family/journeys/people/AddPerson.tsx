import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { z } from "zod";
import type { OwnConnection } from "#contracts/connections.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { reading, useAct } from "#web/client/query.ts";
import { PICTURES_NEEDED } from "#web/family/journeys/account/pictures.ts";
import { focusFirst } from "#web/family/journeys/sign-in/SignIn.tsx";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Back } from "#web/family/shell/parts.tsx";
import { type Id, useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Select } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useDraft } from "#web/ui/useDraft.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { missing, namedBy, WhoInside } from "./WhoInside.tsx";

type Relationship = z.infer<typeof OwnConnection>["relationship"];
/** None of them is a lawyer: until lawyers have their own way in, nobody may think that a visit here is private. */
const RELATIONSHIPS: readonly Relationship[] = ["parent", "child", "spouse", "partner", "sibling", "grandparent", "other_family", "friend"];
const EMPTY = {
  id: "",
  facilityId: "",
  way: "birth",
  givenName: "",
  familyName: "",
  month: "",
  day: "",
  year: "",
  bookingNumber: "",
  relationship: "",
  lawyer: false,
};

/** Ask to be connected to somebody inside. The answer never tells whether such a person is there. */
export default function AddPerson() {
  const { t } = useWords();
  const queries = useQueryClient();
  const [draft, change, forget] = useDraft("add-person", EMPTY);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const facilities = useQuery(reading(api.publicFacilities));
  const request = useAct(api.requestConnection, {
    onDone: () => {
      forget();
      return queries.invalidateQueries({ queryKey: [api.ownConnections.id] });
    },
  });
  usePageTitle(t("family.add.title"));
  useEffect(() => {
    if (request.isSuccess) document.getElementById("main")?.focus();
  }, [request.isSuccess]);

  const needed = (value: string) => (value.trim() === "" ? t("shared.field.required") : undefined);
  const wrong = { facilityId: needed(draft.facilityId), ...missing(draft), relationship: needed(draft.relationship) };
  const seen = (name: "facilityId" | "relationship") => (tried ? wrong[name] : undefined);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const first = Object.entries(wrong).find(([, words]) => words !== undefined);
    if (first) return focusFirst(form.current, first[0]);
    // Named before it is sent, so that pressing again after a lost answer asks once.
    const id = draft.id || newId();
    change({ id });
    const { facilityId, relationship } = draft;
    request.mutate({ body: { id, facilityId, ...namedBy(draft), relationship: relationship as Relationship } });
  };
  if (request.isSuccess) return <Sent />;
  return (
    <>
      <Back to={paths.people}>{t("family.people.title")}</Back>
      <h1>{t("family.add.title")}</h1>
      <Rule />
      <p className="lead gap-4">{t("family.add.lead")}</p>
      <form className="stack gap-6" noValidate onSubmit={send} ref={form}>
        {facilities.error && <Refusal problem={facilities.error} />}
        <Select
          label={t("family.add.facility")}
          name="facilityId"
          value={draft.facilityId}
          onChange={(facilityId) => change({ facilityId })}
          options={(facilities.data ?? []).map((facility) => ({ value: facility.id, label: `${facility.name}, ${facility.place}` }))}
          wrong={seen("facilityId")}
          isDisabled={!facilities.data}
          isRequired
        />
        <WhoInside who={draft} change={change} tried={tried} />
        <Select
          label={t("family.add.relationship")}
          name="relationship"
          value={draft.relationship as Relationship | ""}
          onChange={(relationship) => change({ relationship })}
          options={RELATIONSHIPS.map((value) => ({ value, label: t(`family.relationship.${value}` as Id) }))}
          wrong={seen("relationship")}
          isRequired
        />
        <Checkbox isSelected={draft.lawyer} onChange={(lawyer) => change({ lawyer })}>
          {t("family.add.lawyer")}
        </Checkbox>
        {draft.lawyer && (
          <Banner tone="warn" live>
            <p>
              <b>{t("family.add.lawyer.recorded")}</b> {t("family.add.lawyer.ask")}
            </p>
          </Banner>
        )}
        {request.error && <Refusal problem={request.error} />}
        <Button type="submit" wide isPending={request.isPending}>
          {t("family.add.send")}
        </Button>
        <p className="soft">{t("family.add.private")}</p>
      </form>
    </>
  );
}

/** What follows: the answer, and what the facility needs for it. */
function Sent() {
  const { t } = useWords();
  const own = useQuery(reading(api.ownPictures));
  const complete = own.data?.pictures.length === PICTURES_NEEDED;
  return (
    <>
      <h1>{t("family.add.done")}</h1>
      <Rule />
      <div className="stack gap-4">
        <p className="lead">{t("family.add.done.more")}</p>
        <p>{t("family.add.done.missing")}</p>
        {own.data && !complete && (
          <>
            <Banner tone="warn" icon="id">
              <p>{t("family.id.needed")}</p>
            </Banner>
            <Go to={paths.idPictures} look="button" wide>
              {t("family.id.send")}
            </Go>
          </>
        )}
        <Go to={paths.people} look={own.data && !complete ? "second" : "button"} wide>
          {t("family.add.done.see")}
        </Go>
      </div>
    </>
  );
}
