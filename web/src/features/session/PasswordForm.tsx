import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { signIn, type FirstStep } from "@/api/session";
import { sessionText } from "@/i18n/session";
import form from "@/form/form.module.css";

export function PasswordForm({ onEnter }: { readonly onEnter: (step: FirstStep) => void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [checked, setChecked] = useState({ email: false, password: false });
  const enter = useMutation({ mutationFn: () => signIn(email.trim(), password), onSuccess: onEnter });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked({ email: true, password: true });
    if (email.trim() !== "" && password !== "") enter.mutate();
  };
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <TextInput
        label={sessionText.email}
        type="email"
        autoComplete="username"
        value={email}
        error={checked.email && email.trim() === "" ? sessionText.needEmail : undefined}
        onBlur={() => setChecked((old) => ({ ...old, email: email !== "" || old.email }))}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={sessionText.password}
        autoComplete="current-password"
        value={password}
        error={checked.password && password === "" ? sessionText.needPassword : undefined}
        visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {enter.error ? (
        <p role="alert" className={form.refusal}>
          {enter.error.message}
        </p>
      ) : null}
      <Button type="submit" size="md" loading={enter.isPending || enter.isSuccess}>
        {sessionText.enter}
      </Button>
    </form>
  );
}
