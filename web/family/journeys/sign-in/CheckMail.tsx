import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";

/** What to do after a link was sent. It says the same whether or not the address is known. */
export function CheckMail({ email, words }: { email: string; words: "family.mail.sign_up" | "family.mail.reset" }) {
  const { t } = useWords();
  return (
    <>
      <h1>{t("family.mail.title")}</h1>
      <Rule />
      <p className="lead gap-4">{t(words, { email })}</p>
      <section className="card gap-6" data-kind="flat">
        <h2 className="h3">{t("family.mail.nothing")}</h2>
        <ul className="bullets gap-2">
          <li>{t("family.mail.nothing.spam")}</li>
          <li>{t("family.mail.nothing.typo")}</li>
          <li>{t("family.mail.nothing.wait")}</li>
        </ul>
      </section>
      <div className="gap-6">
        <Go to={paths.signIn} look="second" wide>
          {t("family.mail.to_sign_in")}
        </Go>
      </div>
    </>
  );
}
