import type { Problem } from "#web/client/problem.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";

/** Why a kept card did not do it; a wrong password is said for somebody who is signed in, and no e-mail is asked for. */
export function CardRefusal({ problem }: { problem: Problem }) {
  const { t } = useWords();
  if (!problem.codes.includes("account.credentials_wrong")) return <Refusal problem={problem} />;
  return (
    <Banner tone="stop">
      <p>
        <b>{t("topup.password.wrong")}</b> {t("topup.password.wrong.more")}
      </p>
    </Banner>
  );
}
