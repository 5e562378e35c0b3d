import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Part } from "#web/family/shell/parts.tsx";
import { useForgetAll, useMe } from "#web/family/shell/session.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Passkeys } from "#web/shell/passkeys/Passkeys.tsx";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { ownZone } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { PersonChip } from "#web/ui/Person.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { ThemeChoice } from "#web/ui/ThemeChoice.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { type Locale, localeNames } from "#web/words/locale.ts";
import { SignIns } from "./SignIns.tsx";

/** The reader's own settings: language, light or dark, where the account is signed in, and help. */
export default function Account() {
  const { t, locale, setLocale } = useWords();
  const me = useMe();
  const times = useTimes();
  const now = useNow(60_000);
  const zone = ownZone();
  const forgetAll = useForgetAll();
  const keepLocale = useAct(api.setOutsideLocale);
  const signOut = useAct(api.signOutOutside, { onDone: forgetAll });
  usePageTitle(t("family.account.title"));
  const choose = (chosen: Locale) => {
    void setLocale(chosen);
    keepLocale.mutate({ body: { locale: chosen } });
  };
  return (
    <>
      <h1>{t("family.account.title")}</h1>
      <Rule />
      <div className="card gap-6">
        {me.data ? (
          <PersonChip name={`${me.data.givenName} ${me.data.familyName}`} about={me.data.email} size="big" />
        ) : (
          <Skeleton height="4em" />
        )}
      </div>
      <div className="tiles one gap-4">
        <Go to={paths.help} look="tile">
          <Icon name="help" />
          <span>{t("family.help.title")}</span>
        </Go>
        <Go to={paths.letters} look="tile">
          <Icon name="paper" />
          <span>{t("family.letters.title")}</span>
        </Go>
        <Go to={paths.ownName} look="tile">
          <Icon name="person" />
          <span>{t("family.name.title")}</span>
        </Go>
        <Go to={paths.idPictures} look="tile">
          <Icon name="id" />
          <span>{t("family.id.title")}</span>
        </Go>
        <Go to={paths.guests} look="tile">
          <Icon name="people" />
          <span>{t("family.guests.title")}</span>
        </Go>
        <Go to={paths.myData} look="tile">
          <Icon name="download" />
          <span>{t("family.data.title")}</span>
        </Go>
      </div>
      <Part id="screen" title={t("family.account.screen")}>
        <div className="card stack">
          <RadioGroup
            label={t("shared.language")}
            value={locale}
            onChange={choose}
            options={(["en", "es"] as const).map((value) => ({ value, label: <span lang={value}>{localeNames[value]}</span> }))}
          />
          <p className="soft">{t("family.account.language.more")}</p>
          {keepLocale.error && <Refusal problem={keepLocale.error} />}
          <ThemeChoice />
        </div>
      </Part>
      <Part id="passkeys" title={t("shared.passkey.title")}>
        <Passkeys realm="outside" when={(at) => `${times.nearDay(at, zone, now)}, ${times.time(at, zone)}`} />
      </Part>
      <SignIns />
      <div className="gap-8 stack">
        {signOut.error && <Refusal problem={signOut.error} />}
        <Button kind="second" wide isPending={signOut.isPending} onPress={() => signOut.mutate({})}>
          {t("family.account.sign_out")}
        </Button>
      </div>
    </>
  );
}
