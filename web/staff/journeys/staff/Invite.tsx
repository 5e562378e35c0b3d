import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { looksLikeEmail } from "#web/staff/journeys/sign-in/form.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { useDraft } from "#web/ui/useDraft.ts";

const roles = ["visitation_officer", "supervisor", "facility_administrator", "overseer"] as const;
const NAME_LENGTH_MAX = 100;

/** Invites a colleague by a link to their address, with one role here. */
export function Invite({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t, locale } = useWords();
  const { facilityId, facility } = useHere();
  const [id] = useState(newId);
  const [draft, change, forget] = useDraft("invite", { email: "", givenName: "", familyName: "" });
  const [role, setRole] = useState<(typeof roles)[number]>("visitation_officer");
  const [speaks, setSpeaks] = useState(locale);
  const [tried, setTried] = useState(false);
  const invite = useAct(api.inviteStaff, {
    onDone: () => {
      forget();
      void toast(t("staff.invite.done", { email: draft.email.trim() }));
      onDone();
    },
  });
  const missing = (value: string) => (value.trim() === "" ? t("shared.field.required") : undefined);
  const wrong = {
    givenName: missing(draft.givenName),
    familyName: missing(draft.familyName),
    email: looksLikeEmail(draft.email) ? undefined : t("shared.field.email"),
  };
  const send = () => {
    setTried(true);
    if (wrong.givenName || wrong.familyName || wrong.email) return;
    const { email, givenName, familyName } = draft;
    invite.mutate({
      params: { facilityId },
      body: { id, email: email.trim(), givenName: givenName.trim(), familyName: familyName.trim(), role, locale: speaks },
    });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.invite.title")}
      actions={
        <>
          <Button isPending={invite.isPending} onPress={send}>
            {t("staff.invite.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.invite.lead", { facility: facility.name })}</p>
      {invite.error && <Refusal problem={invite.error} />}
      <TextField
        label={t("staff.invite.given")}
        value={draft.givenName}
        onChange={(givenName) => change({ givenName })}
        maxLength={NAME_LENGTH_MAX}
        wrong={tried ? wrong.givenName : undefined}
        autoFocus
      />
      <TextField
        label={t("staff.invite.family")}
        value={draft.familyName}
        onChange={(familyName) => change({ familyName })}
        maxLength={NAME_LENGTH_MAX}
        wrong={tried ? wrong.familyName : undefined}
      />
      <TextField
        label={t("staff.field.email")}
        type="email"
        inputMode="email"
        autoComplete="off"
        value={draft.email}
        onChange={(email) => change({ email })}
        wrong={tried ? wrong.email : undefined}
      />
      <Select
        label={t("staff.staff.role")}
        hint={t(`staff.role.${role}.may`)}
        value={role}
        onChange={setRole}
        options={roles.map((value) => ({ value, label: t(`staff.role.${value}`) }))}
      />
      <Select
        label={t("staff.invite.language")}
        value={speaks}
        onChange={setSpeaks}
        options={[
          { value: "en", label: t("staff.language.en") },
          { value: "es", label: t("staff.language.es") },
        ]}
      />
    </Dialog>
  );
}
