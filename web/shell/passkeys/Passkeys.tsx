import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "#web/client/problem.ts";
import { reading, useAct } from "#web/client/query.ts";
import { browserWords } from "#web/shell/browser-words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { toast } from "#web/ui/toast.ts";
import { useWords } from "#web/words/words.tsx";
import { AddPasskey } from "./AddPasskey.tsx";
import { knowsPasskeys, makePasskey, type Realm, wiresOf } from "./ceremony.ts";
import { type Passkey, PasskeyLine } from "./PasskeyLine.tsx";

/** An account's passkeys: each with its name and last use, to rename and to remove; and one more, made on this device. */
export function Passkeys({ realm, when }: { realm: Realm; when: (at: string) => string }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const wire = wiresOf(realm);
  const [adding, setAdding] = useState(false);
  const again = () => queries.invalidateQueries({ queryKey: [wire.list.id] });
  const list = useQuery(reading(wire.list));
  const remove = useAct(wire.remove, {
    onDone: () => {
      void toast(t("shared.passkey.removed"));
      return again();
    },
  });
  const add = useMutation({
    mutationFn: ({ name, proof }: { name: string; proof: string }) => makePasskey(realm, name, proof),
    onSuccess: () => {
      setAdding(false);
      void toast(t("shared.passkey.added"));
      return again();
    },
  });
  return (
    <>
      <p className="soft part-lead record-lead">{t("shared.passkey.lead")}</p>
      {list.error && <Refusal problem={list.error} />}
      {remove.error && <Refusal problem={remove.error} />}
      {!list.data && !list.error && <Skeleton height="4em" />}
      {list.data && list.data.length > 0 && (
        <ul className="list card">
          {list.data.map((passkey: Passkey) => (
            <PasskeyLine
              key={passkey.id}
              passkey={passkey}
              rename={wire.rename}
              when={when}
              onRenamed={again}
              isPending={remove.isPending && remove.variables.params.passkeyId === passkey.id}
              onRemove={() => remove.mutate({ params: { passkeyId: passkey.id } })}
            />
          ))}
        </ul>
      )}
      {adding ? (
        <AddPasskey
          proof={realm === "staff" ? "code" : "password"}
          name={browserWords(navigator.userAgent)}
          problem={add.error ? asProblem(add.error) : null}
          isPending={add.isPending}
          onAdd={(typed) => add.mutate(typed)}
          onBack={() => {
            setAdding(false);
            add.reset();
          }}
        />
      ) : (
        <div className="gap-4">
          {knowsPasskeys() ? (
            <Button kind="second" onPress={() => setAdding(true)}>
              <Icon name="plus" />
              {t("shared.passkey.add")}
            </Button>
          ) : (
            <p className="soft">{t("shared.passkey.unable")}</p>
          )}
        </div>
      )}
    </>
  );
}
