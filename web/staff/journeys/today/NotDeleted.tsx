import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { knows } from "#web/words/words.tsx";
import { failedKinds } from "./not-deleted.rules.ts";

const ROWS = 100;

/** Kinds of data that the last night should have deleted and could not; nothing where all went well, or to those who may not know. */
export function NotDeleted() {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  const nights = useQuery({
    ...reading(api.erasureList, { params: { facilityId }, query: { limit: ROWS } }),
    enabled: can("audit.read"),
  });
  const failed = failedKinds(nights.data?.rows ?? []);
  if (failed.length === 0) return null;
  const kinds = failed.map((kind) => (knows(`staff.keeping.kind.${kind}`) ? t(`staff.keeping.kind.${kind}` as Id) : kind)).join("; ");
  return (
    <section className="card" aria-labelledby="not-deleted">
      <h2 id="not-deleted">{t("staff.keeping.title")}</h2>
      <ul className="list todo">
        <li>
          <span className="mk warn">
            <Icon name="warning" />
          </span>
          <div className="grow">
            <h3>{t("staff.needs.deletion_failed")}</h3>
            <p className="soft">{t("staff.needs.deletion_failed.more", { kinds })}</p>
            <Go to={paths.keeping} look="quiet">
              {t("staff.needs.deletion_failed.go")}
              <Icon name="next" />
            </Go>
          </div>
        </li>
      </ul>
    </section>
  );
}
