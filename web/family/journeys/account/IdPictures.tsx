import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { api } from "#web/client/api.ts";
import type { Problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Back, Part } from "#web/family/shell/parts.tsx";
import { type Id, useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Rule } from "#web/ui/Brand.tsx";
import { dayIn, ownZone, useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Progress } from "#web/ui/Meter.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { type Kind, kinds, PICTURES_NEEDED, picturesAreAsked, sendPicture } from "./pictures.ts";

const LONG = { month: "long", day: "numeric", year: "numeric" } as const;

/** The three pictures with which staff see who somebody is: taken with the phone's camera, each replaced by taking it again. */
export default function IdPictures() {
  const { t } = useWords();
  const own = useQuery(reading(api.ownPictures));
  const complete = own.data?.pictures.length === PICTURES_NEEDED;
  usePageTitle(t("family.id.title"));
  return (
    <>
      <Back to={paths.account}>{t("family.account.title")}</Back>
      <h1>{t("family.id.title")}</h1>
      <Rule />
      <div className="stack gap-4">
        <p className="lead">{t("family.id.lead")}</p>
        {own.error && <Refusal problem={own.error} />}
        {picturesAreAsked(own.data) && (
          <Banner tone="warn" icon="id">
            <p>{t("family.id.needed")}</p>
          </Banner>
        )}
        {complete && (
          <Banner tone="good" icon="check" live>
            <p>{t(own.data?.waiting ? "family.id.complete.waiting" : "family.id.complete")}</p>
          </Banner>
        )}
      </div>
      <div className="stack gap-6">
        {kinds.map((kind) => (
          <Picture key={kind} kind={kind} />
        ))}
      </div>
      {complete && (
        <p className="gap-6">
          <Go to={paths.people} look="button" wide>
            {t("family.add.done.see")}
          </Go>
        </p>
      )}
      <Part id="kept" title={t("family.id.kept")}>
        <ul className="bullets">
          {(["who", "hidden", "gone", "again"] as const).map((what) => (
            <li key={what}>{t(`family.id.kept.${what}`)}</li>
          ))}
        </ul>
      </Part>
    </>
  );
}

function Picture({ kind }: { kind: Kind }) {
  const { t } = useWords();
  const format = useFormat();
  const queries = useQueryClient();
  const [percent, setPercent] = useState(0);
  const [shown, setShown] = useState<string>();
  const own = useQuery(reading(api.ownPictures));
  const there = own.data?.pictures.find((picture) => picture.kind === kind);
  const send = useMutation<void, Problem, File>({
    mutationFn: (file) => sendPicture(kind, file, setPercent),
    onSuccess: () => queries.invalidateQueries({ queryKey: [api.ownPictures.id] }),
  });
  // What was just taken is shown from this phone's memory, so that its owner sees whether it can be read.
  useEffect(() => () => URL.revokeObjectURL(shown ?? ""), [shown]);
  const take = (file: File | undefined) => {
    if (!file) return;
    setPercent(0);
    setShown(URL.createObjectURL(file));
    send.mutate(file);
  };
  const name = t(`family.id.${kind}` as Id);
  return (
    <section className="card stack" aria-label={name}>
      <div className="spread">
        <h2 className="h3">{name}</h2>
        {own.data && !send.isPending && (
          <Pill {...(there ? { tone: "good" as const } : {})}>{t(there ? "family.id.here" : "family.id.missing")}</Pill>
        )}
      </div>
      {!own.data && !own.error && <Skeleton width="60%" />}
      {!there && !send.isPending && <p className="soft">{t(`family.id.${kind}.how` as Id)}</p>}
      {shown && !send.error && <img className="taken" src={shown} alt={t("family.id.shown", { name })} />}
      {send.isPending && <Progress label={t("family.id.sending", { percent })} value={percent} />}
      {send.error && <Refusal problem={send.error} />}
      <p role="status" className={there && !send.isPending ? undefined : "hidden"}>
        {there && !send.isPending && t("family.id.there", { day: format.day(dayIn(there.keepUntil, ownZone()), LONG) })}
      </p>
      <PictureFile
        kind={there ? "second" : "line"}
        capture={kind === "selfie" ? "user" : "environment"}
        isDisabled={send.isPending}
        onFile={take}
      >
        <Icon name="camera" />
        {t(there ? "family.id.again" : "family.id.take")}
        <span className="hidden">: {name}</span>
      </PictureFile>
      <PictureFile kind="quiet" isDisabled={send.isPending} onFile={take}>
        {t("family.id.choose")}
        <span className="hidden">: {name}</span>
      </PictureFile>
    </section>
  );
}

/** The browser's own choice of a file, looking like a button; with `capture` a phone opens its camera at once. */
function PictureFile({
  kind,
  capture,
  isDisabled,
  onFile,
  children,
}: {
  kind: "line" | "second" | "quiet";
  capture?: "user" | "environment";
  isDisabled: boolean;
  onFile: (file: File | undefined) => void;
  children: ReactNode;
}) {
  return (
    <label className="button wide file-button" data-kind={kind === "line" ? undefined : kind} data-pending={isDisabled || undefined}>
      <input
        className="hidden"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        capture={capture}
        disabled={isDisabled}
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      {children}
    </label>
  );
}
