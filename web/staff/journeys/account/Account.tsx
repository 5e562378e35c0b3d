import { Passkeys } from "#web/shell/passkeys/Passkeys.tsx";
import { Facts, Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { ThemeChoice } from "#web/ui/ThemeChoice.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { SignIns } from "./SignIns.tsx";

/** Who I am here, how this screen looks, and where I am signed in. */
export default function Account() {
  const { t } = useWords();
  const { me, zone } = useHere();
  const format = useFormat();
  const now = useNow(60_000);
  usePageTitle(t("staff.account.title"));
  const placeOf = (id: string | null) => me.facilities.find((facility) => facility.id === id)?.name ?? t("staff.account.everywhere");
  return (
    <>
      <Head title={t("staff.account.title")} />
      <div className="cols">
        <div className="stack">
          <Part id="passkeys" title={t("shared.passkey.title")}>
            <Passkeys realm="staff" when={(at) => `${format.nearDay(at, zone, now)}, ${format.time(at, zone)}`} />
          </Part>
          <SignIns />
        </div>
        <div className="side">
          <Part id="me" title={`${me.givenName} ${me.familyName}`}>
            <Facts
              rows={[
                [
                  t("staff.field.email"),
                  <>
                    {me.email.split("@")[0]}
                    <wbr />@{me.email.split("@")[1]}
                  </>,
                ],
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
