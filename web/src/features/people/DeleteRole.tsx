/** Deletes a role; whoever holds it gets another one. */
import { Button, Modal, Select } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deleteRole, type Role, type Roles } from "@/api/people";
import { peopleChanged } from "@/features/people/queries";
import form from "@/form/form.module.css";
import { peopleText, rolesText } from "@/i18n/people";
import { shellText } from "@/i18n/shell";
import { announce } from "@/ui/Announcer";

export function DeleteRole({ role, roles, onClose }: { readonly role: Role; readonly roles: Roles; readonly onClose: () => void }) {
  const [replacement, setReplacement] = useState<string | null>(role.members === 0 ? null : (role.based_on ?? "viewer"));
  const go = useMutation({
    mutationFn: () => deleteRole(role.key, replacement),
    onSuccess: () => {
      announce(rolesText.removed(role.name));
      peopleChanged();
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={rolesText.removeTitle(role.name)} size={480} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        <p>{rolesText.removeText(role.members)}</p>
        {role.members === 0 ? null : (
          <Select label={rolesText.replacement} allowDeselect={false} data={roles.items.filter((one) => one.key !== role.key && one.key !== "owner").map((one) => ({ value: one.key, label: one.name }))} value={replacement} onChange={setReplacement} />
        )}
        {go.error ? (
          <p role="alert" className={form.refusal}>
            {go.error.message}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {peopleText.cancel}
          </Button>
          <Button color="danger" loading={go.isPending} onClick={() => go.mutate()}>
            {rolesText.remove}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
