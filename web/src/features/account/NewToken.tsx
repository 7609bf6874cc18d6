import { Button, Checkbox, CopyButton, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { makeToken } from "@/api/account";
import { queryClient } from "@/app/queries";
import { useSession } from "@/app/view";
import { accountText, LIFETIMES } from "@/i18n/account";
import { shellText } from "@/i18n/shell";
import form from "@/form/form.module.css";
import classes from "./account.module.css";

export const TOKENS = ["account", "tokens"] as const;

/** Chooses what a token may do among what its maker may, then shows its secret once. */
export function NewToken({ onClose }: { readonly onClose: () => void }) {
  const { user } = useSession();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly string[]>([]);
  const [expires, setExpires] = useState<string>(LIFETIMES[1][0]);
  const [checked, setChecked] = useState(false);
  const make = useMutation({
    mutationFn: () => makeToken({ name: name.trim(), scopes, expires: expires === "" ? null : expires }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: TOKENS }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (name.trim() !== "" && scopes.length > 0) make.mutate();
  };
  if (make.data?.secret !== undefined) return <Secret secret={make.data.secret} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title={accountText.newToken} size={520} closeButtonProps={{ "aria-label": shellText.close }}>
      <form className={form.form} onSubmit={submit} noValidate>
        <TextInput label={accountText.name} description={accountText.nameHint} value={name} data-autofocus error={checked && name.trim() === "" ? accountText.needName : undefined} onChange={(event) => setName(event.currentTarget.value)} />
        <Checkbox.Group label={accountText.scopes} value={[...scopes]} onChange={setScopes} error={checked && scopes.length === 0 ? accountText.needScopes : undefined}>
          <div className={classes.choices}>
            {user.permissions.toSorted().map((permission) => (
              <Checkbox key={permission} value={permission} label={permission} />
            ))}
          </div>
        </Checkbox.Group>
        <NativeSelect label={accountText.expires} value={expires} data={LIFETIMES.map(([value, label]) => ({ value, label }))} onChange={(event) => setExpires(event.currentTarget.value)} />
        {make.error ? (
          <p role="alert" className={form.refusal}>
            {make.error.message}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {accountText.cancel}
          </Button>
          <Button type="submit" loading={make.isPending}>
            {accountText.newToken}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Secret({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={accountText.made} size={520} closeOnClickOutside={false} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        <p>{accountText.copyNow}</p>
        <code className={classes.secret}>{secret}</code>
        <div className={form.actions}>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? accountText.copied : accountText.copy}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{accountText.done}</Button>
        </div>
      </div>
    </Modal>
  );
}
