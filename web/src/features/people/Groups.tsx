/** Stores under one name, so that access follows when a store joins them. */
import { Button, Modal, MultiSelect, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "@/api/client";
import { deleteGroup, saveGroup, type StoreGroup } from "@/api/people";
import { useMay, useSession } from "@/app/view";
import { peopleChanged } from "@/features/people/queries";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import form from "@/form/form.module.css";
import { peopleText, rolesText } from "@/i18n/people";
import { shellText } from "@/i18n/shell";
import { announce } from "@/ui/Announcer";
import { Section } from "@/ui/Section";
import classes from "./people.module.css";

export function Groups({ groups }: { readonly groups: readonly StoreGroup[] }) {
  const { stores } = useSession();
  const mayWrite = useMay()("roles:write");
  const [open, setOpen] = useState<StoreGroup | "new" | null>(null);
  const [removing, setRemoving] = useState<StoreGroup | null>(null);
  const nameOf = (slug: string): string => stores.find((one) => one.slug === slug)?.name ?? slug;
  return (
    <Section title={rolesText.groups} hint={rolesText.groupsHint}>
      {groups.length === 0 ? <p className={classes.quiet}>{rolesText.noGroups}</p> : null}
      <ul className={classes.groups}>
        {groups.map((group) => (
          <li key={group.key}>
            <p>
              <strong>{group.name}</strong> <span className={classes.quiet}>{group.stores.map(nameOf).join(", ")}</span>
            </p>
            {mayWrite ? (
              <span className={classes.groupActions}>
                <Button size="compact-sm" variant="default" aria-label={`${rolesText.edit}: ${group.name}`} onClick={() => setOpen(group)}>
                  {rolesText.edit}
                </Button>
                <Button size="compact-sm" variant="default" aria-label={`${rolesText.remove}: ${group.name}`} onClick={() => setRemoving(group)}>
                  {rolesText.remove}
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {mayWrite ? (
        <div>
          <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setOpen("new")}>
            {rolesText.makeGroup}
          </Button>
        </div>
      ) : null}
      {open === null ? null : <GroupForm group={open === "new" ? null : open} onClose={() => setOpen(null)} />}
      {removing === null ? null : <Remove group={removing} onClose={() => setRemoving(null)} />}
    </Section>
  );
}

function GroupForm({ group, onClose }: { readonly group: StoreGroup | null; readonly onClose: () => void }) {
  const { stores } = useSession();
  const [name, setName] = useState(group?.name ?? "");
  const [chosen, setChosen] = useState<readonly string[]>(group?.stores ?? []);
  const save = useMutation({
    mutationFn: () => saveGroup(group?.key ?? null, name.trim(), chosen),
    onSuccess: (saved) => {
      announce(rolesText.groupSaved(saved.name));
      peopleChanged();
      onClose();
    },
  });
  const refused = save.error instanceof ApiError ? save.error : null;
  return (
    <Modal opened onClose={onClose} title={rolesText.groupTitle} size={480} closeButtonProps={{ "aria-label": shellText.close }}>
      <form
        className={form.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput data-autofocus label={rolesText.name} maxLength={60} value={name} error={refused?.field("name") ?? (refused?.field("stores") === undefined ? save.error?.message : undefined)} onChange={(event) => (save.reset(), setName(event.currentTarget.value))} />
        <MultiSelect label={rolesText.stores} data={stores.map((one) => ({ value: one.slug, label: one.name }))} value={[...chosen]} searchable error={refused?.field("stores")} onChange={(value) => (save.reset(), setChosen(value))} />
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {peopleText.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {peopleText.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Remove({ group, onClose }: { readonly group: StoreGroup; readonly onClose: () => void }) {
  const go = useMutation({
    mutationFn: () => deleteGroup(group.key),
    onSuccess: () => {
      announce(rolesText.removed(group.name));
      peopleChanged();
      onClose();
    },
  });
  return <ConfirmDanger title={rolesText.groupRemoveTitle(group.name)} text={rolesText.groupRemoveText} cancel={peopleText.cancel} confirm={rolesText.remove} go={go} onClose={onClose} />;
}
