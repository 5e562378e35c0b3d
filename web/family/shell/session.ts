import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { forgetBookings } from "#web/family/journeys/book/booking.ts";
import { paths } from "#web/family/paths.ts";

/** Who is signed in. Without anybody, the 401 leads to the sign-in page by itself. */
export const useMe = () => useQuery(reading(api.outsideMe));

/** A page of this app that may be gone back to after signing in; anything else in the address is not followed. */
export function pageToReturnTo(asked: unknown): string {
  const fits = typeof asked === "string" && /^\/(?![/\\])[\w\-/?=&%.]*$/.test(asked) && !asked.startsWith(paths.signIn);
  return fits ? asked : paths.home;
}

/** After a good sign-in: forgets what was read before, and goes on to the page that was asked for. */
export function useGoOn(): (back: unknown) => Promise<void> {
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback(
    async (back) => {
      queries.clear();
      const page = pageToReturnTo(back);
      router.history.push(`${router.basepath.replace(/\/$/, "")}${page}`);
    },
    [queries, router],
  );
}

/** After signing out: nothing of the account stays in this page. */
export function useForgetAll(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    queries.clear();
    forgetBookings();
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith("throughline.")) sessionStorage.removeItem(key);
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
    await navigate({ to: paths.signIn });
  }, [queries, navigate]);
}
