import { type ReactNode, useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import type { PolicyNow } from "./Policy.tsx";
import { RulesPart } from "./RulesPart.tsx";

const DECISION_DAYS_MAX = 90;
const AGAIN_DAYS_MAX = 730;
const whole = (text: string, min: number, max: number): number | undefined => {
  const value = /^\d{1,3}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
};

/** The three rules for connections beside what stands there, from a day on. What changes is said once more before it is written. */
export function ConnectionRules({ policy, editable }: { policy: PolicyNow; editable: boolean }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const { inForce, today } = policy;
  const [auto, setAuto] = useState(inForce.connectionsAutoApproved);
  const [decision, setDecision] = useState(String(inForce.connectionDecisionDays));
  const [again, setAgain] = useState(String(inForce.connectionAgainDays));
  const save = useAct(api.setConnectionRules);
  const [decisionDays, againDays] = [whole(decision, 1, DECISION_DAYS_MAX), whole(again, 0, AGAIN_DAYS_MAX)];
  const changes = [
    auto !== inForce.connectionsAutoApproved && t(auto ? "staff.policy.auto.on" : "staff.policy.auto.off"),
    decisionDays !== undefined &&
      decisionDays !== inForce.connectionDecisionDays &&
      t("staff.policy.decision.words", { days: decisionDays }),
    againDays !== undefined && againDays !== inForce.connectionAgainDays && t("staff.policy.again.words", { days: againDays }),
  ].filter((words) => words !== false);
  const rules = decisionDays !== undefined &&
    againDays !== undefined && {
      connectionsAutoApproved: auto,
      connectionDecisionDays: decisionDays,
      connectionAgainDays: againDays,
    };
  const was = (differs: boolean, words: string): ReactNode => differs && <b className="line-word">{t("staff.policy.was", { words })}</b>;
  return (
    <RulesPart
      id="rules"
      title={t("staff.policy.connections")}
      today={today}
      editable={editable}
      changes={rules ? changes : []}
      stays={t("staff.policy.stays")}
      saving={save}
      onSet={(validFrom, done) => rules && save.mutate({ params: { facilityId }, body: { validFrom, ...rules } }, { onSuccess: done })}
    >
      <table className="table rules">
        <caption className="hidden">{t("staff.policy.connections")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("staff.policy.rule")}</th>
            <th scope="col">{t("staff.policy.set_to")}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              {t("staff.policy.auto")}
              <p className="soft">{t("staff.policy.auto.says")}</p>
            </th>
            <td>
              {editable ? (
                <label className="check">
                  <input type="checkbox" checked={auto} onChange={(event) => setAuto(event.target.checked)} />
                  <span>{t("staff.policy.auto.label")}</span>
                </label>
              ) : (
                t(auto ? "staff.policy.yes" : "staff.policy.no")
              )}
              {was(auto !== inForce.connectionsAutoApproved, t(inForce.connectionsAutoApproved ? "staff.policy.yes" : "staff.policy.no"))}
            </td>
          </tr>
          <tr>
            <th scope="row">
              {t("staff.policy.decision")}
              <p className="soft">{t("staff.policy.decision.says")}</p>
            </th>
            <td>
              <Days
                label={t("staff.policy.decision.label")}
                value={decision}
                onChange={editable ? setDecision : undefined}
                wrong={decisionDays === undefined ? t("staff.policy.between", { min: 1, max: DECISION_DAYS_MAX }) : undefined}
              />
              {was(decisionDays !== inForce.connectionDecisionDays, String(inForce.connectionDecisionDays))}
            </td>
          </tr>
          <tr>
            <th scope="row">
              {t("staff.policy.again")}
              <p className="soft">{t("staff.policy.again.says")}</p>
            </th>
            <td>
              <Days
                label={t("staff.policy.again.label")}
                value={again}
                onChange={editable ? setAgain : undefined}
                wrong={againDays === undefined ? t("staff.policy.between", { min: 0, max: AGAIN_DAYS_MAX }) : undefined}
              />
              {was(againDays !== inForce.connectionAgainDays, String(inForce.connectionAgainDays))}
            </td>
          </tr>
        </tbody>
      </table>
    </RulesPart>
  );
}

function Days(props: { label: string; value: string; onChange: ((value: string) => void) | undefined; wrong: string | undefined }) {
  const { t } = useWords();
  const { label, value, onChange, wrong } = props;
  if (!onChange) return <>{t("staff.policy.days", { count: Number(value) })}</>;
  return (
    <>
      <span className="row days-in">
        <input
          className="input"
          data-size="small"
          inputMode="numeric"
          aria-label={label}
          aria-invalid={wrong ? true : undefined}
          value={value}
          maxLength={3}
          onChange={(event) => onChange(event.target.value)}
        />
        <span>{t("staff.policy.days_word")}</span>
      </span>
      {wrong && <p className="wrong">{wrong}</p>}
    </>
  );
}
