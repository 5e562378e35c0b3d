import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { partyOutside } from "#contracts/party.ts";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { paths } from "#web/family/paths.ts";
import { Back, Free } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { PersonChip } from "#web/ui/Person.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";

type Invited = AnswerOf<typeof partyOutside.partyInvitations>[number];

/** A visit that somebody asks the reader to come to: who asks, whom it is with, when, who reads their name; and the two answers. */
export default function Invitation() {
  const { t } = useWords();
  const { partyId = "" } = useParams({ strict: false });
  const invitations = useQuery(reading(api.partyInvitations));
  const invited = invitations.data?.find(({ id }) => id === partyId);
  usePageTitle(t("family.invited.title"));
  if (!invitations.data && !invitations.error) return <Waiting />;
  return (
    <>
      <Back to={paths.home}>{t("family.tab.home")}</Back>
      {invited ? (
        <Open invited={invited} />
      ) : (
        <>
          <h1>{t("family.invited.title")}</h1>
          {invitations.error ? (
            <Refusal problem={invitations.error} />
          ) : (
            <Empty drawing="visits" title={t("visit.party_unknown")}>
              {t("visit.party_unknown.more")}
            </Empty>
          )}
        </>
      )}
    </>
  );
}

function Open({ invited }: { invited: Invited }) {
  const { t } = useWords();
  const times = useTimes();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const params = { partyId: invited.id };
  const minutes = Math.round((Date.parse(invited.endsAt) - Date.parse(invited.startsAt)) / 60_000);
  const accept = useAct(api.acceptParty, {
    onDone: async ({ visitId }) => {
      void toast(t("family.invited.yes.done"));
      await navigate({ to: paths.visit, params: { visitId } });
      await queries.invalidateQueries();
    },
  });
  const decline = useAct(api.declineParty, {
    onDone: async () => {
      void toast(t("family.invited.no.done"));
      await navigate({ to: paths.home });
      await queries.invalidateQueries();
    },
  });
  const problem = accept.error ?? decline.error;
  return (
    <>
      <h1 className="h1-small">{t("family.invited.asks", { who: invited.askedByName })}</h1>
      <section className="card gap-5 stack" aria-label={t("family.check.visit")}>
        <PersonChip name={invited.residentName} about={t("family.visit.kind", { minutes })} />
        <p className="when">
          {times.day(invited.day)}, <span className="nowrap">{times.time(invited.startsAt, invited.timeZone)}</span>
        </p>
        <p className="soft">
          {times.where(invited.startsAt, invited.timeZone)} {invited.facilityName}.
        </p>
        <p>{t(invited.room === "recorded" ? "live.recorded" : "live.unrecorded")}</p>
        <p className="price">
          <Free />
        </p>
      </section>
      <ul className="bullets gap-5">
        <li>{t("family.invited.home")}</li>
        <li>{t("family.invited.read", { who: firstName(invited.askedByName), name: firstName(invited.residentName) })}</li>
        <li>{t("family.invited.unread")}</li>
        <li>{t("family.invited.out")}</li>
      </ul>
      <div className="stack gap-6">
        {problem && <Refusal problem={problem} />}
        <Button wide isPending={accept.isPending} onPress={() => accept.mutate({ params })}>
          {t("family.invited.yes")}
        </Button>
        <Button kind="second" wide isPending={decline.isPending} onPress={() => decline.mutate({ params })}>
          {t("family.invited.no")}
        </Button>
      </div>
    </>
  );
}
