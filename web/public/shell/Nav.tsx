import { Link } from "@tanstack/react-router";
import { paths } from "#web/public/paths.ts";
import { useWords } from "#web/public/words.ts";

const parts = [
  ["public.facilities", paths.home],
  ["public.law.short", paths.law],
  ["public.keeping.short", paths.keeping],
  ["public.lines.short", paths.lines],
  ["bill.rule.short", paths.credits],
  ["public.seals.short", paths.record],
  ["public.promises.short", paths.promises],
] as const;

/** The parts of the public record. */
export function Nav() {
  const { t } = useWords();
  return (
    <nav aria-label={t("public.parts")} className="noprint">
      <ul className="public-nav">
        {parts.map(([words, path]) => (
          <li key={path}>
            <Link to={path} activeOptions={{ exact: path === paths.home }} activeProps={{ "aria-current": "page" }}>
              {t(words)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
