/** Shows a secret to an authenticator app and asks for its first code. */
import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "@/api/client";
import { confirmCode, startCode, type Added } from "@/api/secondStep";
import form from "@/form/form.module.css";
import { secondStepText } from "@/i18n/secondStep";
import { RowBones } from "@/ui/Bones";
import classes from "./account.module.css";

interface AddCodeProps {
  readonly onAdded: (added: Added) => void;
  readonly onClose: () => void;
}

/** The secret in fours, as people type it. */
const inFours = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, "$1 ");

export function AddCode({ onAdded, onClose }: AddCodeProps) {
  const [code, setCode] = useState("");
  const [name, setName] = useState<string>(secondStepText.codeNameDefault);
  const [checked, setChecked] = useState(false);
  const draft = useQuery({ queryKey: ["account", "code-draft"], queryFn: startCode, staleTime: Infinity, gcTime: 0, retry: false, refetchOnWindowFocus: false });
  const confirm = useMutation({ mutationFn: () => confirmCode(draft.data?.id ?? "", code, name), onSuccess: onAdded });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (draft.data && code.trim() !== "" && name.trim() !== "") confirm.mutate();
  };
  const refused = confirm.error ?? draft.error;
  const atCode = confirm.error instanceof ApiError ? confirm.error.field("code") : undefined;
  return (
    <Modal opened onClose={onClose} title={secondStepText.codeTitle} size={480} closeButtonProps={{ "aria-label": secondStepText.close }}>
      <form className={form.form} onSubmit={submit} noValidate>
        {draft.isPending ? <RowBones rows={4} height={44} /> : null}
        {draft.data ? (
          <>
            <p>{secondStepText.scan}</p>
            <img className={classes.picture} src={draft.data.picture} alt={secondStepText.picture} width={196} height={196} />
            <div className={classes.byHand}>
              <p className={classes.quiet}>{secondStepText.byHand}</p>
              <code className={classes.secret}>{inFours(draft.data.secret)}</code>
            </div>
            <TextInput label={secondStepText.firstCode} autoComplete="one-time-code" inputMode="numeric" data-autofocus value={code} error={atCode ?? (checked && code.trim() === "" ? secondStepText.needCode : undefined)} onChange={(event) => (confirm.reset(), setCode(event.currentTarget.value))} />
            <TextInput label={secondStepText.codeName} value={name} maxLength={60} error={checked && name.trim() === "" ? secondStepText.needName : undefined} onChange={(event) => setName(event.currentTarget.value)} />
          </>
        ) : null}
        {refused && atCode === undefined ? (
          <p role="alert" className={form.refusal}>
            {refused.message}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {secondStepText.cancel}
          </Button>
          <Button type="submit" loading={confirm.isPending} disabled={!draft.data}>
            {secondStepText.addCode}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
