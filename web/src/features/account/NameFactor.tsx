import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { renameFactor, type Factor } from "@/api/secondStep";
import form from "@/form/form.module.css";
import { secondStepText } from "@/i18n/secondStep";

interface NameFactorProps {
  readonly factor: Factor;
  readonly onNamed: () => void;
  readonly onClose: () => void;
}

export function NameFactor({ factor, onNamed, onClose }: NameFactorProps) {
  const [name, setName] = useState(factor.name);
  const save = useMutation({ mutationFn: () => renameFactor(factor.id, name), onSuccess: onNamed });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={secondStepText.rename} size={420} closeButtonProps={{ "aria-label": secondStepText.close }}>
      <form className={form.form} onSubmit={submit} noValidate>
        <TextInput label={secondStepText.name} data-autofocus maxLength={60} value={name} error={save.error?.message} onChange={(event) => setName(event.currentTarget.value)} />
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {secondStepText.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {secondStepText.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
