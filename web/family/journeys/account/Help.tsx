import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Back, Part } from "#web/family/shell/parts.tsx";
import { type Id, useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";

const questions = ["camera", "drop", "late", "cost", "recorded", "watch", "lawyer", "missed", "person", "facility"] as const;

/** Answers that need nobody; and whom to ask where they do not help. */
export default function Help() {
  const { t } = useWords();
  usePageTitle(t("family.help.title"));
  return (
    <>
      <Back to={paths.account}>{t("family.account.title")}</Back>
      <h1>{t("family.help.title")}</h1>
      <Rule />
      <p className="lead gap-4">{t("family.help.lead")}</p>
      <div className="stack gap-6 questions">
        {questions.map((question) => (
          <details key={question} className="card" data-kind="flat">
            <summary>
              <h2 className="h3">{t(`family.help.${question}` as Id)}</h2>
            </summary>
            <p className="gap-2">{t(`family.help.${question}.more` as Id)}</p>
          </details>
        ))}
      </div>
      <p className="gap-6">
        <Go to={paths.equipment} look="button" wide>
          <Icon name="camera" />
          {t("family.equipment.act")}
        </Go>
      </p>
      <Part id="rules" title={t("family.help.rules")}>
        <p>{t("family.help.rules.more")}</p>
        <Go to={paths.people} look="quiet">
          {t("family.people.title")}
        </Go>
      </Part>
    </>
  );
}
