import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { Part } from "#web/family/shell/parts.tsx";
import { useWords } from "#web/family/words.ts";
import { OwnSheets } from "./OwnSheets.tsx";
import type { VisitOfPage } from "./Visit.tsx";

/** Before a visit: pictures to put up in it. Afterwards: that what was drawn is kept. */
export default function VisitSheets({ visit, coming }: { visit: VisitOfPage; coming: boolean }) {
  const { t } = useWords();
  const { data } = useQuery(reading(api.ownSheets, { params: { visitId: visit.id } }));
  if (!coming) return data?.kept ? <p className="soft gap-4">{t("family.sheets.kept")}</p> : null;
  return (
    <Part id="sheets" title={t("family.sheets.title")}>
      <p className="soft">{t("family.sheets.more")}</p>
      <OwnSheets visitId={visit.id} />
    </Part>
  );
}
