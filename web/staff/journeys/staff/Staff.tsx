import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { staffIdentity } from "#contracts/identity.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { useFilters } from "#web/staff/shell/filters.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { Head } from "#web/staff/shell/parts.tsx";
import { SearchField } from "#web/staff/shell/SearchField.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { PersonChip } from "#web/ui/Person.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { type Column, Table } from "#web/ui/Table.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { FactorReset } from "./FactorReset.tsx";
import { Invite } from "./Invite.tsx";
import { Leave } from "./Leave.tsx";
import { RevokeGrant } from "./RevokeGrant.tsx";

export type StaffMember = AnswerOf<typeof staffIdentity.staffList>[number];
const REFRESH_MS = 10_000;
export const memberName = (member: StaffMember): string => `${member.givenName} ${member.familyName}`;

/** Who works here with which role: invite, take a role away, and reset a lost second step by two people. */
export default function Staff() {
  const { t } = useWords();
  const { facilityId, can, me } = useHere();
  const queries = useQueryClient();
  const [filters, change] = useFilters<"find">();
  const [inviting, setInviting] = useState(false);
  // A colleague's request for a second pair of eyes shows up without a reload.
  const list = useQuery({ ...reading(api.staffList, { params: { facilityId } }), refetchInterval: REFRESH_MS });
  const again = () => queries.invalidateQueries({ queryKey: [api.staffList.id] });
  usePageTitle(t("staff.staff.title"));
  const find = (filters.find ?? "").toLocaleLowerCase();
  const rows = list.data?.filter((row) => `${memberName(row)} ${row.email}`.toLocaleLowerCase().includes(find));
  const columns: Column<StaffMember>[] = [
    {
      id: "name",
      header: t("staff.request.name"),
      cell: (row) => (
        <PersonChip name={memberName(row)} about={row.email} {...(row.accountId === me.accountId ? {} : { tone: "plain" as const })} />
      ),
      value: (row) => `${memberName(row)} <${row.email}>`,
    },
    {
      id: "role",
      header: t("staff.staff.role"),
      cell: (row) => (
        <ul className="list-plain">
          {row.grants.map((grant) => (
            <li key={grant.id} className="row row-wrap">
              {t(`staff.role.${grant.role}`)}
              {grant.facilityId === null && <span className="soft">{t("staff.account.everywhere")}</span>}
              {can("staff.manage") && grant.facilityId === facilityId && (
                <RevokeGrant member={row} grant={grant} isMine={row.accountId === me.accountId} onDone={again} />
              )}
            </li>
          ))}
        </ul>
      ),
      value: (row) => row.grants.map((grant) => t(`staff.role.${grant.role}`)).join(", "),
    },
    {
      id: "status",
      header: t("staff.table.state"),
      cell: (row) => (
        <Pill {...(row.status === "active" ? { tone: "good" as const } : { tone: "warn" as const })}>{t(`staff.staff.${row.status}`)}</Pill>
      ),
      value: (row) => t(`staff.staff.${row.status}`),
    },
    {
      id: "factor",
      header: t("staff.factor_reset.column"),
      cell: (row) => <FactorReset member={row} isMe={row.accountId === me.accountId} mayAct={can("staff.reset_factor")} onDone={again} />,
    },
    ...(can("staff.manage")
      ? [
          {
            id: "leave",
            header: t("staff.leave.column"),
            cell: (row: StaffMember) => row.accountId !== me.accountId && <Leave member={row} onDone={again} />,
          },
        ]
      : []),
  ];
  return (
    <>
      <Head title={t("staff.staff.title")} beside={<p className="soft now-words">{t("staff.staff.lead")}</p>}>
        <SearchField
          label={t("staff.approvals.find")}
          value={filters.find ?? ""}
          onChange={(text) => change({ find: text }, { replace: true })}
        />
        {can("access.read") && (
          <Go to={paths.review} look="second">
            {t("staff.review.open")}
          </Go>
        )}
        {can("sign_on.manage") && (
          <Go to={paths.signOnSetting} look="second">
            {t("staff.sso.open")}
          </Go>
        )}
        {can("staff.manage") && (
          <Button size="small" onPress={() => setInviting(true)}>
            <Icon name="plus" />
            {t("staff.invite.ask")}
          </Button>
        )}
      </Head>
      {list.error && <Refusal problem={list.error} />}
      {!rows && !list.error && <Skeleton height="20rem" />}
      {rows && (
        <section className="card">
          <Table
            caption={t("staff.staff.title")}
            hideCaption
            columns={columns}
            rows={rows}
            rowId={(row) => row.staffId}
            exportAs="staff"
            empty={<p>{t("shared.table.none", { text: filters.find ?? "" })}</p>}
          />
        </section>
      )}
      {inviting && (
        <Invite
          onClose={() => setInviting(false)}
          onDone={() => {
            setInviting(false);
            void again();
          }}
        />
      )}
    </>
  );
}
