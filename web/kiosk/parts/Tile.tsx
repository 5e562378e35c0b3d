import type { ReactNode } from "react";
import { Icon, type IconName } from "#web/ui/Icon.tsx";

/** A large key that leads to another screen: a picture, where it leads, and a few words about it. */
export function Tile({ icon, title, onPress, children }: { icon: IconName; title: string; onPress: () => void; children?: ReactNode }) {
  return (
    <button type="button" className="big" onClick={onPress}>
      <Icon name={icon} />
      <span className="grow">
        <b>{title}</b>
        <span>{children}</span>
      </span>
    </button>
  );
}
