import { Link } from "@tanstack/react-router";
import { paths } from "#web/public/paths.ts";
import { useWords } from "#web/public/words.ts";

/** The two parts of the public record. */
export function Nav() {
  const { t } = useWords();
  return (
    <nav aria-label={t("public.parts")} className="noprint">
      <ul className="public-nav">
        <li>
          <Link to={paths.home} activeOptions={{ exact: true }} activeProps={{ "aria-current": "page" }}>
            {t("public.facilities")}
          </Link>
        </li>
        <li>
          <Link to={paths.promises} activeProps={{ "aria-current": "page" }}>
            {t("public.promises.short")}
          </Link>
        </li>
      </ul>
    </nav>
  );
}
