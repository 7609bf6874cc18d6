import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { changePassword } from "@/api/session";
import { queryClient } from "@/app/queries";
import { accountText } from "@/i18n/account";
import { announce } from "@/ui/Announcer";
import { Section } from "@/ui/Section";
import form from "@/form/form.module.css";

const SHORTEST = 12;
const EMPTY = { current: "", fresh: "", again: "" };
const SHOW = { "aria-label": "Show the password" } as const;

export function ChangePassword() {
  const [values, setValues] = useState(EMPTY);
  const [checked, setChecked] = useState(false);
  const set = (change: Partial<typeof EMPTY>): void => setValues((old) => ({ ...old, ...change }));
  const change = useMutation({
    mutationFn: () => changePassword(values.current === "" ? null : values.current, values.fresh),
    onSuccess: () => {
      setValues(EMPTY);
      setChecked(false);
      announce(accountText.changed);
      void queryClient.invalidateQueries({ queryKey: ["account"] });
    },
  });
  const short = values.fresh.length < SHORTEST;
  const differ = values.fresh !== values.again;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (!short && !differ) change.mutate();
  };
  return (
    <Section title={accountText.password} hint={accountText.passwordHint}>
      <form className={form.form} onSubmit={submit} noValidate>
        <PasswordInput label={accountText.current} description={accountText.currentHint} autoComplete="current-password" value={values.current} visibilityToggleButtonProps={SHOW} onChange={(event) => set({ current: event.currentTarget.value })} />
        <div className={form.pair}>
          <PasswordInput label={accountText.fresh} description={accountText.freshHint} autoComplete="new-password" value={values.fresh} error={checked && short ? accountText.tooShort : undefined} visibilityToggleButtonProps={SHOW} onChange={(event) => set({ fresh: event.currentTarget.value })} />
          <PasswordInput label={accountText.again} description={accountText.againHint} autoComplete="new-password" value={values.again} error={checked && !short && differ ? accountText.differ : undefined} visibilityToggleButtonProps={SHOW} onChange={(event) => set({ again: event.currentTarget.value })} />
        </div>
        {change.error ? (
          <p role="alert" className={form.refusal}>
            {change.error.message}
          </p>
        ) : null}
        <div>
          <Button type="submit" loading={change.isPending}>
            {accountText.change}
          </Button>
        </div>
      </form>
    </Section>
  );
}
