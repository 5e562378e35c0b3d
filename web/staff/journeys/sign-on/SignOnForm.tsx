import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { signOnSettings } from "#contracts/single-sign-on.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { PasswordField, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

type Setting = AnswerOf<typeof signOnSettings.signOnSetting>["setting"];
type Body = BodyOf<typeof signOnSettings.setSignOnSetting>;
const orNull = (text: string) => text.trim() || null;

/** The setting itself: typed, tried, saved, or ended. The secret is typed only to change it, and never comes back. */
export function SignOnForm({ setting }: { setting: Setting }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [form, setForm] = useState(() => ({
    issuer: setting?.issuer ?? "",
    clientId: setting?.clientId ?? "",
    secret: "",
    personClaim: setting?.personClaim ?? "sub",
    domains: setting?.domains.join(" ") ?? "",
    breakGlass: setting?.breakGlass ?? "",
    acr: setting?.acr ?? "",
    amr: setting?.amr ?? "",
  }));
  const [trusts, setTrusts] = useState(setting?.trustsSecondFactor ?? false);
  const [required, setRequired] = useState(setting?.required ?? false);
  const [pressed, setPressed] = useState(false);
  const [ending, setEnding] = useState(false);
  const params = { facilityId };
  const again = () => queries.invalidateQueries({ queryKey: [api.signOnSetting.id] });
  const tried = useAct(api.trySignOn);
  const save = useAct(api.setSignOnSetting, {
    onDone: async () => {
      setForm((now) => ({ ...now, secret: "" }));
      void toast(t("staff.sso.saved"));
      await again();
    },
  });
  const end = useAct(api.endSignOnSetting, {
    onDone: async () => {
      setEnding(false);
      void toast(t("staff.sso.ended"));
      await again();
    },
  });
  const field = (name: keyof typeof form) => ({
    label: t(`staff.sso.${name}`),
    hint: t(`staff.sso.${name}.hint`),
    value: form[name],
    onChange: (value: string) => {
      // What was tried is not what stands there any more.
      tried.reset();
      setForm((now) => ({ ...now, [name]: value }));
    },
  });
  const missing = (name: "issuer" | "clientId" | "personClaim" | "domains") =>
    pressed && form[name].trim() === "" ? t("shared.field.required") : undefined;
  const isWhole = (names: readonly ("issuer" | "clientId" | "personClaim" | "domains")[]) => {
    setPressed(true);
    return names.every((name) => form[name].trim() !== "");
  };
  const provider = { issuer: form.issuer.trim(), clientId: form.clientId.trim(), ...(form.secret ? { secret: form.secret } : {}) };
  const body = (): Body => ({
    ...provider,
    personClaim: form.personClaim.trim(),
    domains: form.domains.split(/[\s,]+/).filter((one) => one !== ""),
    trustsSecondFactor: trusts,
    required,
    breakGlass: orNull(form.breakGlass),
    acr: orNull(form.acr),
    amr: orNull(form.amr),
  });
  return (
    <Part id="sso-set" title={t(setting ? "staff.sso.set" : "staff.sso.unset")}>
      <div className="stack">
        <TextField {...field("issuer")} wrong={missing("issuer")} type="url" />
        <TextField {...field("clientId")} wrong={missing("clientId")} autoComplete="off" />
        <PasswordField
          {...field("secret")}
          hint={t(setting ? "staff.sso.secret.kept" : "staff.sso.secret.hint")}
          autoComplete="new-password"
        />
        <div className="row row-wrap">
          <Button
            kind="second"
            isPending={tried.isPending}
            onPress={() => isWhole(["issuer", "clientId"]) && tried.mutate({ params, body: provider })}
          >
            {t("staff.sso.try")}
          </Button>
        </div>
        <div role="status">
          {tried.data && (
            <Banner tone="good">
              <p>
                <b>{t("staff.sso.tried")}</b> {t(tried.data.signsOut ? "staff.sso.signs_out" : "staff.sso.no_sign_out")}
              </p>
            </Banner>
          )}
        </div>
        {tried.error && <Refusal problem={tried.error} />}
        <TextField {...field("domains")} wrong={missing("domains")} />
        <TextField {...field("personClaim")} wrong={missing("personClaim")} />
        <TextField {...field("acr")} />
        <TextField {...field("amr")} />
        <Checkbox isSelected={trusts} onChange={setTrusts}>
          {t("staff.sso.trusts")}
        </Checkbox>
        <Checkbox isSelected={required} onChange={setRequired}>
          {t("staff.sso.required")}
        </Checkbox>
        <TextField {...field("breakGlass")} type="email" isRequired={required} />
        {save.error && <Refusal problem={save.error} />}
        <div className="row row-wrap">
          <Button
            isPending={save.isPending}
            onPress={() => isWhole(["issuer", "clientId", "personClaim", "domains"]) && save.mutate({ params, body: body() })}
          >
            {t("staff.sso.save")}
          </Button>
          {setting && (
            <Button kind="stop-second" onPress={() => setEnding(true)}>
              {t("staff.sso.end")}
            </Button>
          )}
        </div>
      </div>
      <Dialog
        isOpen={ending}
        onClose={() => setEnding(false)}
        title={t("staff.sso.end.title")}
        actions={
          <>
            <Button kind="stop" isPending={end.isPending} onPress={() => end.mutate({ params })}>
              {t("staff.sso.end.yes")}
            </Button>
            <Button kind="second" onPress={() => setEnding(false)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t("staff.sso.end.lost")}</p>
        {end.error && <Refusal problem={end.error} />}
      </Dialog>
    </Part>
  );
}
