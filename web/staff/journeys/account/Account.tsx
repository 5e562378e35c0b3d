import { Facts, Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { ThemeChoice } from "#web/ui/ThemeChoice.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { SignIns } from "./SignIns.tsx";

/** Who I am here, how this screen looks, and where I am signed in. */
export default function Account() {
  const { t } = useWords();
  const { me } = useHere();
  usePageTitle(t("staff.account.title"));
  const placeOf = (id: string | null) => me.facilities.find((facility) => facility.id === id)?.name ?? t("staff.account.everywhere");
  return (
    <>
      <Head title={t("staff.account.title")} />
      <div className="cols">
        <SignIns />
        <div className="side">
          <Part id="me" title={`${me.givenName} ${me.familyName}`}>
            <Facts
              rows={[
                [t("staff.field.email"), me.email],
                ...me.grants.map((grant) => [placeOf(grant.facilityId), t(`staff.role.${grant.role}`)] as const),
              ]}
            />
            <p className="soft gap-3">{t("staff.account.password")}</p>
          </Part>
          <section className="card">
            <ThemeChoice />
          </section>
        </div>
      </div>
    </>
  );
}
