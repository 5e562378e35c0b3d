import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { urlOf } from "#web/client/call.ts";
import { type Problem, problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Back } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { ownZone } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";

const kinds = ["front", "back", "selfie"] as const;
type Kind = (typeof kinds)[number];

/** The three pictures with which staff see who somebody is: taken with the phone's camera, each replaced by taking it again. */
export default function IdPictures() {
  const { t } = useWords();
  usePageTitle(t("family.id.title"));
  return (
    <>
      <Back to={paths.account}>{t("family.account.title")}</Back>
      <h1>{t("family.id.title")}</h1>
      <Rule />
      <p className="lead gap-4">{t("family.id.lead")}</p>
      <div className="stack gap-6">
        {kinds.map((kind) => (
          <Picture key={kind} kind={kind} />
        ))}
        <p className="soft">{t("family.id.private")}</p>
      </div>
    </>
  );
}

function Picture({ kind }: { kind: Kind }) {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow(60_000);
  const queries = useQueryClient();
  const own = useQuery(reading(api.ownPictures));
  const there = own.data?.pictures.find((picture) => picture.kind === kind);
  const send = useMutation<void, Problem, File>({
    mutationFn: (file) => sendPicture(kind, file),
    onSuccess: () => queries.invalidateQueries({ queryKey: [api.ownPictures.id] }),
  });
  return (
    <div className="card stack">
      <h2 className="h3">{t(`family.id.${kind}` as Id)}</h2>
      {own.error && <Refusal problem={own.error} />}
      {send.error && <Refusal problem={send.error} />}
      <p role="status">
        {send.isPending && t("family.id.sending")}
        {!send.isPending && there && t("family.id.there", { day: times.nearDay(there.keepUntil, ownZone(), now) })}
        {!send.isPending && own.data && !there && t("family.id.missing")}
      </p>
      <label className="stack">
        <span>{t(there ? "family.id.again" : "family.id.take")}</span>
        <input
          type="file"
          accept="image/jpeg,image/png,image/webp"
          capture={kind === "selfie" ? "user" : "environment"}
          disabled={send.isPending}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) send.mutate(file);
            event.target.value = "";
          }}
        />
      </label>
    </div>
  );
}

async function sendPicture(kind: Kind, file: File): Promise<void> {
  const answer = await fetch(urlOf(api.putPicture.path, { kind }), {
    method: "POST",
    headers: { "content-type": file.type || "image/jpeg" },
    body: file,
    credentials: "same-origin",
  }).catch(() => undefined);
  if (!answer) throw problem(["client.offline"]);
  if (answer.ok) return;
  const said = (await answer.json().catch(() => undefined)) as { codes?: string[]; facts?: Record<string, unknown> } | undefined;
  throw problem(said?.codes ?? ["client.broken"], { facts: said?.facts ?? {}, status: answer.status });
}
