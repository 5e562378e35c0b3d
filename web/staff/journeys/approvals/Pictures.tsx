import { type ReactNode, useState } from "react";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import type { Detail } from "./Request.tsx";

/** The ID pictures, loaded only once staff ask for them: each look is written down, and an overseer can read it. */
export function Pictures(props: { request: Detail; shown: boolean; onShow: () => void; typed: ReactNode }) {
  const { request, shown, onShow, typed } = props;
  const { t } = useWords();
  const { can } = useHere();
  if (request.pictures.length === 0) return <p className="told">{t("staff.pictures.none", { contact: request.contact.name })}</p>;
  if (!can("id_picture.view")) return <p className="told">{t("staff.pictures.not_you", { count: request.pictures.length })}</p>;
  if (!shown)
    return (
      <div className="told spread">
        <p>{t("staff.pictures.audited", { count: request.pictures.length })}</p>
        <Button kind="second" onPress={onShow}>
          <Icon name="id" />
          {t("staff.pictures.show")}
        </Button>
      </div>
    );
  return (
    <div className="id-pictures">
      {request.pictures.map((kind) => (
        <Picture key={kind} request={request} kind={kind} />
      ))}
      <div className="typed">{typed}</div>
    </div>
  );
}

function Picture({ request, kind }: { request: Detail; kind: Detail["pictures"][number] }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const [gone, setGone] = useState(false);
  const words = t(`staff.pictures.${kind}`, { contact: request.contact.name });
  return (
    <figure data-kind={kind}>
      {gone ? (
        <p className="told">{t("staff.pictures.gone")}</p>
      ) : (
        <img
          src={`/api/staff/facilities/${facilityId}/connections/${request.id}/pictures/${kind}`}
          alt={words}
          onError={() => setGone(true)}
        />
      )}
      <figcaption>{words}</figcaption>
    </figure>
  );
}
