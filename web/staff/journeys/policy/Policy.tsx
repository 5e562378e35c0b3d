import { useQuery } from "@tanstack/react-query";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { policyStaff } from "#contracts/policy.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { Facts, Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { ConnectionRules } from "./ConnectionRules.tsx";
import { PartyRules, usePartySays } from "./PartyRules.tsx";
import { TogetherRules } from "./TogetherRules.tsx";
import { WatchRules } from "./WatchRules.tsx";

export type PolicyNow = AnswerOf<typeof policyStaff.policyPage>;
export type Rules = PolicyNow["inForce"];

/** The facility's rules: those for connections can be set from a day on, the others are read. */
export default function Policy() {
  const { t } = useWords();
  const { facilityId, facility, can } = useHere();
  const format = useFormat();
  const partySays = usePartySays();
  const policy = useQuery(reading(api.policyPage, { params: { facilityId } }));
  usePageTitle(t("staff.policy.title"));
  const long = (day: string) => format.day(day, { month: "long", day: "numeric", year: "numeric" });
  return (
    <>
      <Head
        title={t("staff.policy.title")}
        beside={<p className="soft now-words">{t("staff.policy.of", { facility: facility.name })}</p>}
      />
      {policy.error && <Refusal problem={policy.error} />}
      {!policy.data && !policy.error && <Waiting />}
      {policy.data && (
        <div className="cols">
          <div className="stack">
            <ConnectionRules key={policy.data.inForce.validFrom} policy={policy.data} editable={can("policy.manage")} />
            <PartyRules key={`party ${policy.data.inForce.validFrom}`} policy={policy.data} editable={can("policy.manage")} />
            <WatchRules key={`watch ${policy.data.inForce.validFrom}`} policy={policy.data} editable={can("policy.manage")} />
            <TogetherRules key={`together ${policy.data.inForce.validFrom}`} policy={policy.data} editable={can("policy.manage")} />
            {policy.data.coming.length > 0 && (
              <Part id="coming" title={t("staff.policy.coming")}>
                <ul className="list">
                  {policy.data.coming.map((row) => (
                    <li key={row.validFrom}>
                      <b>{t("staff.policy.from_day", { day: long(row.validFrom) })}</b>
                      <br />
                      <span className="soft">
                        {t(row.connectionsAutoApproved ? "staff.policy.auto.on" : "staff.policy.auto.off")}{" "}
                        {t("staff.policy.decision.words", { days: row.connectionDecisionDays })}{" "}
                        {t("staff.policy.again.words", { days: row.connectionAgainDays })} {partySays(row).join(" ")}{" "}
                        {t(`staff.policy.watch.${row.watchRequired}.words`)}
                      </span>
                    </li>
                  ))}
                </ul>
              </Part>
            )}
          </div>
          <div className="side">
            <Others rules={policy.data.inForce} since={long(policy.data.inForce.validFrom)} />
          </div>
        </div>
      )}
    </>
  );
}

function Others({ rules, since }: { rules: Rules; since: string }) {
  const { t } = useWords();
  const hours = (count: number) => t("staff.policy.hours", { count });
  const minutes = (count: number) => t("staff.policy.minutes", { count });
  const days = (count: number) => t("staff.policy.days", { count });
  return (
    <Part id="others" title={t("staff.policy.others")}>
      <p className="soft">{t("staff.policy.others.lead", { day: since })}</p>
      <Facts
        rows={[
          [t("staff.policy.notice_min"), hours(rules.noticeMinHours)],
          [t("staff.policy.notice_max"), days(rules.noticeMaxDays)],
          [t("staff.policy.per_week"), rules.visitsPerWeek === null ? t("staff.policy.no_limit") : String(rules.visitsPerWeek)],
          [t("staff.policy.early"), minutes(rules.earlyMinutes)],
          [t("staff.policy.late"), minutes(rules.lateMinutes)],
          [t("staff.policy.recorded"), t(rules.visitsRecorded ? "staff.policy.yes" : "staff.policy.no")],
          [t("staff.policy.kept"), days(rules.keepRecordingsDays)],
        ]}
      />
    </Part>
  );
}
