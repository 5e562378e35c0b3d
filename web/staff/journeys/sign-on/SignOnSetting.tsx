import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { CopyButton } from "#web/staff/shell/CopyButton.tsx";
import { Go } from "#web/staff/shell/Go.tsx";
import { Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { SignOnForm } from "./SignOnForm.tsx";

/** How the agency's staff sign in with its own accounts: what the provider must know, what we must know, and a try before it counts. */
export default function SignOnSetting() {
  const { t } = useWords();
  const { facilityId } = useHere();
  const read = useQuery(reading(api.signOnSetting, { params: { facilityId } }));
  usePageTitle(t("staff.sso.title"));
  return (
    <>
      <p className="back">
        <Go to={paths.people} look="quiet">
          <Icon name="previous" />
          {t("staff.rail.staff")}
        </Go>
      </p>
      <Head title={t("staff.sso.title")} />
      <p className="lead">{t("staff.sso.lead")}</p>
      {read.error && <Refusal problem={read.error} />}
      {!read.data && !read.error && <Waiting />}
      {read.data && (
        <div className="stack gap-6">
          <Part id="sso-give" title={t("staff.sso.give")}>
            <p className="soft">{t("staff.sso.give.more")}</p>
            <dl className="facts">
              {[[t("staff.sso.return"), read.data.returnUrl] as const, [t("staff.sso.signed_out"), read.data.signedOutUrl] as const].map(
                ([name, url]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd className="row row-wrap">
                      <code>{url}</code>
                      <CopyButton text={url} />
                    </dd>
                  </div>
                ),
              )}
            </dl>
          </Part>
          <SignOnForm setting={read.data.setting} />
        </div>
      )}
    </>
  );
}
