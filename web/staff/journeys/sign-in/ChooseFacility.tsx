import { Navigate, useSearch } from "@tanstack/react-router";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { keptFacility } from "#web/staff/shell/Shell.tsx";
import { rolesAt, useMe } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Start } from "./form.tsx";

/** Leads to the facility one works at; asks which where there are several and none was chosen before. */
export default function ChooseFacility() {
  const { t } = useWords();
  const { choose } = useSearch({ strict: false }) as { choose?: string };
  const me = useMe();
  if (me.error && !me.error.codes.includes("access.signed_out")) return <Refusal problem={me.error} />;
  if (!me.data) return <Waiting />;
  const { facilities, grants } = me.data;
  const only = facilities.length === 1 ? facilities[0] : facilities.find(({ id }) => id === keptFacility() && !choose);
  if (only) return <Navigate to={paths.today} params={{ facilityId: only.id } as never} replace />;
  return (
    <Start title={t("staff.choose.title")} lead={t(facilities.length === 0 ? "staff.choose.none" : "staff.choose.lead")}>
      <ul className="list card gap-6">
        {facilities.map((facility) => {
          const [role] = rolesAt(grants, facility.id);
          return (
            <li key={facility.id}>
              <Go to={paths.today} params={{ facilityId: facility.id }} className="row-link">
                <span className="person-words">
                  <b>{facility.name}</b>
                  <span>
                    {t(`staff.kind.${facility.kind}`)}
                    {role && ` · ${t(`staff.role.${role}`)}`}
                  </span>
                </span>
                <Icon name="next" />
              </Go>
            </li>
          );
        })}
      </ul>
    </Start>
  );
}
