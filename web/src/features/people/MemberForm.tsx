/** Invites somebody, or changes what a member may do and sees; what the server refuses is said beside its field. */
import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "@/api/client";
import { changeMember, inviteMember, type Invited, type Member, type Roles } from "@/api/people";
import { AccessFields } from "@/features/people/AccessFields";
import { accessOf, draftOf, FREE, nameOf } from "@/features/people/limits";
import { peopleChanged } from "@/features/people/queries";
import form from "@/form/form.module.css";
import { peopleText } from "@/i18n/people";
import { shellText } from "@/i18n/shell";
import { announce } from "@/ui/Announcer";

interface MemberFormProps {
  /** Null: somebody new. */
  readonly member: Member | null;
  readonly roles: Roles;
  readonly onClose: () => void;
  readonly onInvited: (invited: Invited) => void;
}

export function MemberForm({ member, roles, onClose, onInvited }: MemberFormProps) {
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState(member?.role ?? "viewer");
  const [draft, setDraft] = useState(() => draftOf(member?.access ?? FREE));
  const save = useMutation({
    mutationFn: async (): Promise<void> => {
      const access = accessOf(draft);
      if (member !== null) await changeMember(member.id, role, access);
      else onInvited(await inviteMember(email.trim(), name.trim(), role, access));
    },
    onSuccess: () => {
      announce(member === null ? peopleText.invited(email) : peopleText.changed(nameOf(member)));
      peopleChanged();
      onClose();
    },
  });
  const refused = save.error instanceof ApiError ? save.error : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={member === null ? peopleText.invite : `${peopleText.change}: ${nameOf(member)}`} size={560} closeButtonProps={{ "aria-label": shellText.close }}>
      <form className={form.form} onSubmit={submit} noValidate>
        {member === null ? (
          <div className={form.pair}>
            <TextInput data-autofocus type="email" label={peopleText.email} autoComplete="off" maxLength={254} value={email} error={refused?.field("email")} onChange={(event) => (save.reset(), setEmail(event.currentTarget.value))} />
            <TextInput label={peopleText.name} description={peopleText.optional} inputWrapperOrder={["label", "input", "description", "error"]} maxLength={120} value={name} error={refused?.field("name")} onChange={(event) => setName(event.currentTarget.value)} />
          </div>
        ) : null}
        <Select
          label={peopleText.role}
          description={roles.items.find((one) => one.key === role)?.description}
          data={roles.items.map((one) => ({ value: one.key, label: one.name }))}
          value={role}
          allowDeselect={false}
          error={refused?.field("role")}
          onChange={(value) => (save.reset(), setRole(value ?? role))}
        />
        <AccessFields draft={draft} roles={roles} refused={refused} onChange={(part) => (save.reset(), setDraft((old) => ({ ...old, ...part })))} />
        {save.error && refused?.problem.errors === undefined ? (
          <p role="alert" className={form.refusal}>
            {save.error.message} {refused?.problem.hint}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {peopleText.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {member === null ? peopleText.invite : peopleText.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
