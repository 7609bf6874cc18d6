/** Everybody who belongs to the organisation. */
import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { removeMember, type Invited, type Member } from "@/api/people";
import { useMay, useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { InvitedDialog } from "@/features/people/InvitedDialog";
import { limitsOf, nameOf } from "@/features/people/limits";
import { MemberForm } from "@/features/people/MemberForm";
import { MemberMenu } from "@/features/people/MemberMenu";
import { PeopleTabs } from "@/features/people/PeopleTabs";
import { membersQuery, peopleChanged, rolesQuery } from "@/features/people/queries";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import { peopleText } from "@/i18n/people";
import { shellText } from "@/i18n/shell";
import { recentIn } from "@/lib/clock";
import { useNow } from "@/lib/useNow";
import { DataTable, type DataColumn } from "@/table/DataTable";
import { FindField } from "@/table/FindField";
import { announce } from "@/ui/Announcer";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";
import classes from "../people.module.css";

export function PeoplePage() {
  const maySee = useMay()("users:read");
  if (maySee) return <Shown />;
  return (
    <>
      <PageHead title={peopleText.title} />
      <p className={classes.quiet}>{shellText.needsPermission(peopleText.look)}</p>
    </>
  );
}

function Shown() {
  const members = useQuery(membersQuery);
  const roles = useQuery(rolesQuery);
  const [q, setQ] = useState<string | undefined>(undefined);
  const [form, setForm] = useState<Member | "new" | null>(null);
  const [removing, setRemoving] = useState<Member | null>(null);
  const [invited, setInvited] = useState<Invited | null>(null);
  const mayWrite = useMay()("users:write");
  const columns = useColumns(setForm, setRemoving);
  const word = (q ?? "").toLowerCase();
  const found = (members.data ?? []).filter((one) => `${one.name ?? ""} ${one.email} ${one.role_name}`.toLowerCase().includes(word));
  const error = members.error ?? roles.error;
  return (
    <>
      <PageHead title={peopleText.title} subtitle={peopleText.subtitle}>
        <Button leftSection={<IconUserPlus size={15} aria-hidden />} disabled={!mayWrite || !roles.data} title={mayWrite ? undefined : shellText.needsPermission(peopleText.mayNot)} onClick={() => setForm("new")}>
          {peopleText.invite}
        </Button>
      </PageHead>
      <PeopleTabs />
      <div className={classes.tools}>
        <FindField label={peopleText.find} value={q} onFind={setQ} />
        <p className={classes.quiet} role="status">
          {members.data ? peopleText.count(found.length) : ""}
        </p>
      </div>
      {error ? <Refusal error={error} retry={() => (void members.refetch(), void roles.refetch())} /> : null}
      {members.isPending || roles.isPending ? <RowBones rows={5} height={52} /> : null}
      {members.data && found.length === 0 ? <EmptyState title={peopleText.none} text={peopleText.noneText} /> : null}
      {found.length > 0 && roles.data ? <DataTable caption={peopleText.title} rows={found} columns={columns} rowKey={(one) => one.id} card={(one) => <Card member={one} columns={columns} />} /> : null}
      {form === null || !roles.data ? null : <MemberForm member={form === "new" ? null : form} roles={roles.data} onClose={() => setForm(null)} onInvited={setInvited} />}
      {removing === null ? null : <Remove member={removing} onClose={() => setRemoving(null)} />}
      {invited === null ? null : <InvitedDialog invited={invited} onClose={() => setInvited(null)} />}
    </>
  );
}

function useColumns(onChange: (member: Member) => void, onRemove: (member: Member) => void): readonly DataColumn<Member>[] {
  const { user, organisation, stores } = useSession();
  const now = useNow(60_000);
  const roles = useQuery(rolesQuery).data;
  const around = { storeName: (slug: string) => stores.find((one) => one.slug === slug)?.name ?? slug, groups: roles?.store_groups ?? [], columns: roles?.columns ?? [] };
  return [
    {
      id: "person",
      head: peopleText.person,
      cell: (one) => (
        <span className={classes.person}>
          <span>
            <Link to="/people/$memberId" params={{ memberId: one.id }} className={classes.name}>
              {nameOf(one)}
            </Link>
            {one.id === user.id ? <span className={classes.you}>{peopleText.you}</span> : null}
          </span>
          {one.name === null ? null : <span className={classes.quiet}>{one.email}</span>}
        </span>
      ),
    },
    { id: "role", head: peopleText.role, cell: (one) => one.role_name },
    { id: "sees", head: peopleText.sees, cell: (one) => <Limits words={limitsOf(one.access, around)} /> },
    { id: "seen", head: peopleText.seen, cell: (one) => <span className={classes.quiet}>{one.seen_at === null ? peopleText.never : recentIn(organisation.timezone, new Date(one.seen_at), now)}</span> },
    { id: "actions", head: peopleText.acts, align: "right", cell: (one) => <MemberMenu member={one} onChange={() => onChange(one)} onRemove={() => onRemove(one)} /> },
  ];
}

function Limits({ words }: { readonly words: readonly string[] }) {
  if (words.length === 0) return <span className={classes.quiet}>{peopleText.everything}</span>;
  return (
    <ul className={classes.limits}>
      {words.map((word) => (
        <li key={word}>{word}</li>
      ))}
    </ul>
  );
}

function Card({ member, columns }: { readonly member: Member; readonly columns: readonly DataColumn<Member>[] }) {
  const cell = (id: string) => columns.find((one) => one.id === id)?.cell(member);
  return (
    <div className={classes.card}>
      {cell("person")}
      {cell("actions")}
      <p>
        {cell("role")} · {cell("seen")}
      </p>
      {cell("sees")}
    </div>
  );
}

function Remove({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const go = useMutation({
    mutationFn: () => removeMember(member.id),
    onSuccess: () => {
      announce(peopleText.removed(nameOf(member)));
      peopleChanged();
      onClose();
    },
  });
  return <ConfirmDanger title={peopleText.removeTitle(nameOf(member))} text={peopleText.removeText} cancel={peopleText.cancel} confirm={peopleText.remove} go={go} onClose={onClose} />;
}
