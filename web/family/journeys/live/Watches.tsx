import type { Room } from "#contracts/live.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { knows } from "#web/words/words.tsx";

/** Who asks to watch or watches now, by role. `data-watch` is what the driver waits to see painted before staff get a picture. */
export function Watches({ watches }: { watches: Room["watches"] }) {
  const { t } = useWords();
  return (
    <div role="alert" className="watches">
      {watches.map(({ watchId, role, live, part }) => {
        const id = `live.role.${role}`;
        const words = t(knows(id) ? (id as Id) : "live.role.staff");
        return (
          <p key={watchId} className="notice" data-tone="watch" data-watch={watchId}>
            <Icon name="eye" />
            <span>{t(`live.watch.${part ? "part." : ""}${live ? "live" : "asking"}`, { role: words })}</span>
          </p>
        );
      })}
    </div>
  );
}
