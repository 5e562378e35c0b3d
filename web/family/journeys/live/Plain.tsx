import type { ReactNode } from "react";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useWords } from "#web/family/words.ts";
import { Brand } from "#web/ui/Brand.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { LanguageSwitch } from "#web/ui/LanguageSwitch.tsx";

/** A step of the visit that is not the picture: the page's own paper, and a way out that loses nothing. */
export function Plain({ visitId, children }: { visitId?: string; children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="column alone">
      <div className="top plain-top">
        {visitId ? (
          <Go to={paths.visit} params={{ visitId }} look="quiet">
            <Icon name="previous" />
            {t("family.live.exit")}
          </Go>
        ) : (
          <Brand href="/family" />
        )}
        <LanguageSwitch />
      </div>
      {children}
    </div>
  );
}
