/** Lets a device make a key for this panel. */
import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { addPasskey, type Added } from "@/api/secondStep";
import form from "@/form/form.module.css";
import { secondStepText } from "@/i18n/secondStep";

interface AddPasskeyProps {
  readonly onAdded: (added: Added) => void;
  readonly onClose: () => void;
}

export function AddPasskey({ onAdded, onClose }: AddPasskeyProps) {
  const [name, setName] = useState<string>(secondStepText.passkeyNameDefault);
  const [checked, setChecked] = useState(false);
  const add = useMutation({ mutationFn: () => addPasskey(name), onSuccess: onAdded });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (name.trim() !== "") add.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={secondStepText.passkeyTitle} size={480} closeButtonProps={{ "aria-label": secondStepText.close }}>
      <form className={form.form} onSubmit={submit} noValidate>
        <p>{secondStepText.passkeyLead}</p>
        <TextInput label={secondStepText.passkeyName} description={secondStepText.passkeyNameHint} data-autofocus maxLength={60} value={name} error={checked && name.trim() === "" ? secondStepText.needName : undefined} onChange={(event) => setName(event.currentTarget.value)} />
        {add.error ? (
          <p role="alert" className={form.refusal}>
            {add.error.message}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {secondStepText.cancel}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {secondStepText.addPasskey}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
