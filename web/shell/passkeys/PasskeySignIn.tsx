import { useMutation } from "@tanstack/react-query";
import { asProblem } from "#web/client/problem.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useWords } from "#web/words/words.tsx";
import { enterByPasskey, knowsPasskeys, type Realm } from "./ceremony.ts";

/** The second way in, below the form: nothing to type. A browser that knows no passkeys is not offered any. */
export function PasskeySignIn({ realm, onDone }: { realm: Realm; onDone: () => void }) {
  const { t } = useWords();
  const enter = useMutation({ mutationFn: () => enterByPasskey(realm), onSuccess: onDone });
  if (!knowsPasskeys()) return null;
  return (
    <div className="stack gap-4">
      {enter.error && <Refusal problem={asProblem(enter.error)} />}
      <Button kind="second" wide isPending={enter.isPending} onPress={() => enter.mutate()}>
        <Icon name="key" />
        {t("shared.passkey.enter")}
      </Button>
    </div>
  );
}
