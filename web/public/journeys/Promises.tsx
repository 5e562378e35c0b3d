import { useWords } from "#web/public/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { promises } from "./promises.ts";

/** What we promise, in the order in which it is always told: the promise, what it means, and how far it holds today. */
export default function Promises() {
  const { t } = useWords();
  usePageTitle(t("public.promises"));
  return (
    <>
      <h1>{t("public.promises")}</h1>
      <Rule />
      <p className="lead public-lead">{t("public.promises.lead")}</p>
      <ol className="public-promises">
        {promises.map((promise, index) => (
          <li key={promise} id={promise}>
            <span className="public-number money" aria-hidden="true">
              {index + 1}
            </span>
            <div>
              <h2>{t(`public.promise.${promise}`)}</h2>
              <p>{t(`public.promise.${promise}.text`)}</p>
              <p className="soft">
                <b>{t("public.promise.today")}</b> {t(`public.promise.${promise}.today`)}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <p className="public-lead">{t("public.promises.broken")}</p>
      <div className="actions noprint public-source">
        <Button kind="second" onPress={() => print()}>
          <Icon name="paper" />
          {t("public.print")}
        </Button>
      </div>
    </>
  );
}
