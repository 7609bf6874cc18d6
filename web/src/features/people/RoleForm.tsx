/** Makes a role or changes one of the organisation's own. */
import { Button, Checkbox, Modal, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "@/api/client";
import { changeRole, createRole, type Role, type Roles } from "@/api/people";
import { byModule } from "@/features/people/modules";
import { peopleChanged } from "@/features/people/queries";
import form from "@/form/form.module.css";
import { peopleText, rolesText } from "@/i18n/people";
import { shellText } from "@/i18n/shell";
import { announce } from "@/ui/Announcer";
import classes from "./people.module.css";

interface RoleFormProps {
  /** Null: a new one. */
  readonly role: Role | null;
  readonly roles: Roles;
  readonly onClose: () => void;
}

export function RoleForm({ role, roles, onClose }: RoleFormProps) {
  const [name, setName] = useState(role?.name ?? "");
  const [description, setDescription] = useState(role?.description ?? "");
  const [basedOn, setBasedOn] = useState<string | null>(null);
  const [held, setHeld] = useState<ReadonlySet<string>>(() => new Set(role?.permissions));
  const save = useMutation({
    mutationFn: () => {
      const draft = { name: name.trim(), description: description.trim(), permissions: [...held].toSorted(), based_on: basedOn ?? undefined };
      return role === null ? createRole(draft) : changeRole(role.key, draft);
    },
    onSuccess: (saved) => {
      announce(rolesText.saved(saved.name));
      peopleChanged();
      onClose();
    },
  });
  const refused = save.error instanceof ApiError ? save.error : null;
  const begin = (key: string | null): void => {
    setBasedOn(key);
    setHeld(new Set(roles.items.find((one) => one.key === key)?.permissions));
  };
  const turn = (key: string, on: boolean): void => setHeld((old) => new Set(on ? [...old, key] : [...old].filter((one) => one !== key)));
  return (
    <Modal opened onClose={onClose} title={role === null ? rolesText.make : `${rolesText.edit}: ${role.name}`} size={640} closeButtonProps={{ "aria-label": shellText.close }}>
      <form
        className={form.form}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput data-autofocus label={rolesText.name} maxLength={60} value={name} error={refused?.field("name")} onChange={(event) => (save.reset(), setName(event.currentTarget.value))} />
        <TextInput label={rolesText.description} maxLength={200} value={description} error={refused?.field("description")} onChange={(event) => setDescription(event.currentTarget.value)} />
        {role === null ? <Select label={rolesText.basedOn} placeholder={rolesText.scratch} clearable data={roles.items.map((one) => ({ value: one.key, label: one.name }))} value={basedOn} error={refused?.field("based_on")} onChange={begin} /> : null}
        <fieldset className={classes.fields}>
          <legend>
            {rolesText.permissions} ({held.size})
          </legend>
          {byModule(roles.permissions).map(([module, permissions]) => (
            <fieldset key={module} className={classes.module}>
              <legend>{module}</legend>
              {permissions.map((one) => (
                <Checkbox key={one.key} size="xs" label={one.key} description={one.description} checked={held.has(one.key)} onChange={(event) => turn(one.key, event.currentTarget.checked)} />
              ))}
            </fieldset>
          ))}
        </fieldset>
        {save.error && refused?.field("name") === undefined ? (
          <p role="alert" className={form.refusal}>
            {save.error.message} {refused?.problem.hint}
          </p>
        ) : null}
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
