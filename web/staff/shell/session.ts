import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { staffIdentity } from "#contracts/identity.ts";
import { type Permission, permissions, type Role } from "#contracts/permissions.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";

export type Me = AnswerOf<typeof staffIdentity.staffMe>;
export type Facility = Me["facilities"][number];

/** Who is signed in. Without anybody, the 401 leads to the sign-in page by itself. */
export const useMe = () => useQuery({ ...reading(api.staffMe), staleTime: 60_000 });

/** The roles that a person's grants give at one facility; a grant without a facility holds at all of the agency's. */
export const rolesAt = (grants: Me["grants"], facilityId: string): Role[] =>
  grants.filter((grant) => grant.facilityId === facilityId || grant.facilityId === null).map((grant) => grant.role);

/** Whether one of these roles carries a permission; the server decides again, this only leaves out buttons that would be refused. */
export function carries(roles: readonly Role[], permission: Permission): boolean {
  const rule = permissions[permission];
  const may: readonly Role[] = "roles" in rule ? rule.roles : [];
  return roles.some((role) => may.includes(role));
}

/** The facility that the page's address names, and what the reader may do there. Stands only inside the frame, which waits for it. */
export function useHere(): {
  facilityId: string;
  facility: Facility;
  zone: string;
  me: Me;
  role: Role | undefined;
  can: (permission: Permission) => boolean;
} {
  const { facilityId = "" } = useParams({ strict: false });
  const { data: me } = useMe();
  const facility = me?.facilities.find(({ id }) => id === facilityId);
  if (!me || !facility) throw new Error("a page of a facility stands inside the frame, which knows it");
  const roles = rolesAt(me.grants, facilityId);
  return { facilityId, facility, zone: facility.timeZone, me, role: roles[0], can: (permission) => carries(roles, permission) };
}

/** A page of this app that may be gone back to after signing in; anything else in the address is not followed. */
export function pageToReturnTo(asked: unknown): string {
  const fits = typeof asked === "string" && /^\/(?![/\\])[\w\-/?=&%.]*$/.test(asked) && !asked.startsWith(paths.signIn);
  return fits ? asked : paths.home;
}

/** After a good sign-in: forgets what was read before, and goes on to the page that was asked for. */
export function useGoOn(): (back?: unknown) => void {
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback(
    (back) => {
      queries.clear();
      router.history.push(`${router.basepath.replace(/\/$/, "")}${pageToReturnTo(back)}`);
    },
    [queries, router],
  );
}

/** After signing out: nothing of the account stays in this page. */
export function useForgetAll(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    await navigate({ to: paths.signIn });
    queries.clear();
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith("throughline.")) sessionStorage.removeItem(key);
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }, [queries, navigate]);
}

const WHOSE = "throughline.staff.account";
/** What was typed stays in this tab for whoever typed it, also over a sign-out for idleness; another person finds none of it. */
export function ownDrafts(accountId: string): void {
  try {
    if (sessionStorage.getItem(WHOSE) === accountId) return;
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("throughline.draft.")) sessionStorage.removeItem(key);
    sessionStorage.setItem(WHOSE, accountId);
  } catch {
    // A browser that keeps nothing keeps no drafts either.
  }
}
