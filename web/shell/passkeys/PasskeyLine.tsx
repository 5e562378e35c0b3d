import { type FormEvent, useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { outsidePasskeys } from "#contracts/passkeys.ts";
import { useAct } from "#web/client/query.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useWords } from "#web/words/words.tsx";
import type { wiresOf } from "./ceremony.ts";

export type Passkey = AnswerOf<typeof outsidePasskeys.outsidePasskeys>[number];
interface Props {
  passkey: Passkey;
  rename: ReturnType<typeof wiresOf>["rename"];
  when: (at: string) => string;
  onRenamed: () => unknown;
  isPending: boolean;
  onRemove: () => void;
}

/** One passkey: its name, when it was used last, and what can be done with it. */
export function PasskeyLine({ passkey, rename, when, onRenamed, isPending, onRemove }: Props) {
  const { t } = useWords();
  const [open, setOpen] = useState<"name" | "remove">();
  const [name, setName] = useState(passkey.name);
  const naming = useAct(rename, {
    onDone: () => {
      setOpen(undefined);
      return onRenamed();
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) naming.mutate({ params: { passkeyId: passkey.id }, body: { name: name.trim() } });
  };
  const words = { name: passkey.name };
  return (
    <li className="sign-in spread">
      <div className="grow">
        <b>{passkey.name}</b>
        <p className="soft">
          {passkey.lastUsedAt ? t("shared.passkey.used", { when: when(passkey.lastUsedAt) }) : t("shared.passkey.unused")}
        </p>
        {open === "name" && (
          <form className="stack gap-3" noValidate onSubmit={send}>
            {naming.error && <Refusal problem={naming.error} />}
            <TextField
              label={t("shared.passkey.name")}
              name="newName"
              value={name}
              onChange={setName}
              maxLength={60}
              isRequired
              autoFocus
            />
            <Button type="submit" size="small" isPending={naming.isPending}>
              {t("shared.passkey.rename.act")}
            </Button>
          </form>
        )}
      </div>
      <div className="row row-wrap">
        {open !== "name" && (
          <Button kind="quiet" size="small" label={t("shared.passkey.rename_this", words)} onPress={() => setOpen("name")}>
            {t("shared.passkey.rename")}
          </Button>
        )}
        <Button
          kind="second"
          size="small"
          label={t("shared.passkey.remove_this", words)}
          isPending={isPending}
          onPress={() => setOpen("remove")}
        >
          {t("shared.passkey.remove")}
        </Button>
      </div>
      <Dialog
        isOpen={open === "remove"}
        onClose={() => setOpen(undefined)}
        title={t("shared.passkey.remove.title", words)}
        actions={
          <>
            <Button
              kind="stop"
              onPress={() => {
                setOpen(undefined);
                onRemove();
              }}
            >
              {t("shared.passkey.remove.yes")}
            </Button>
            <Button kind="second" onPress={() => setOpen(undefined)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t("shared.passkey.remove.lost")}</p>
      </Dialog>
    </li>
  );
}
