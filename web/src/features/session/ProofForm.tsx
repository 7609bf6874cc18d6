/** Shows who one is by one of some ways; the others are one press away. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { Proof, ProofDoor, ProofMethod } from "@/api/proof";
import form from "@/form/form.module.css";
import { proofText } from "@/i18n/secondStep";
import { canUsePasskeys } from "@/lib/passkeys";
import classes from "./ProofForm.module.css";

interface ProofFormProps {
  readonly methods: readonly ProofMethod[];
  readonly door: ProofDoor;
  readonly submit: string;
  readonly onDone: () => void;
}

const FIELDS = { password: "password", code: "code", recovery: "recovery_code" } as const;

export function ProofForm({ methods, door, submit, onDone }: ProofFormProps) {
  const usable = methods.filter((method) => method !== "passkey" || canUsePasskeys());
  const [chosen, setChosen] = useState<ProofMethod | null>(null);
  const [typed, setTyped] = useState("");
  const [checked, setChecked] = useState(false);
  const method = chosen ?? usable[0] ?? "recovery";
  const go = useMutation({
    mutationFn: () => (method === "passkey" ? door.byPasskey() : door.send({ [FIELDS[method]]: typed.trim() } satisfies Proof)),
    onSuccess: onDone,
    onError: () => setTyped(""),
  });
  const choose = (next: ProofMethod): void => {
    go.reset();
    setTyped("");
    setChecked(false);
    setChosen(next);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (method === "passkey" || typed.trim() !== "") go.mutate();
  };
  const wanting = checked && typed.trim() === "" && !go.error ? proofText.need[method] : undefined;
  return (
    <form className={form.form} onSubmit={onSubmit} noValidate>
      <p className={form.lead}>{proofText.lead[method]}</p>
      <Field key={method} method={method} typed={typed} error={wanting} onType={setTyped} />
      {go.error ? (
        <p role="alert" className={form.refusal}>
          {go.error.message}
        </p>
      ) : null}
      <Button type="submit" size="md" loading={go.isPending || go.isSuccess} data-autofocus={method === "passkey" ? true : undefined}>
        {method === "passkey" ? proofText.usePasskey : submit}
      </Button>
      <div className={classes.others}>
        {usable
          .filter((other) => other !== method)
          .map((other) => (
            <button key={other} type="button" className={classes.other} onClick={() => choose(other)}>
              {proofText.others[other]}
            </button>
          ))}
      </div>
    </form>
  );
}

interface FieldProps {
  readonly method: ProofMethod;
  readonly typed: string;
  readonly error: string | undefined;
  readonly onType: (text: string) => void;
}

function Field({ method, typed, error, onType }: FieldProps) {
  if (method === "passkey") return null;
  if (method === "password")
    return (
      <PasswordInput label={proofText.password} autoComplete="current-password" autoFocus data-autofocus value={typed} error={error} visibilityToggleButtonProps={{ "aria-label": "Show the password" }} onChange={(event) => onType(event.currentTarget.value)} />
    );
  const isCode = method === "code";
  return (
    <TextInput
      label={isCode ? proofText.code : proofText.recovery}
      description={isCode ? proofText.codeHint : proofText.recoveryHint}
      autoComplete={isCode ? "one-time-code" : "off"}
      inputMode={isCode ? "numeric" : "text"}
      autoCapitalize="none"
      spellCheck={false}
      autoFocus
      data-autofocus
      classNames={{ input: classes.typed ?? "" }}
      value={typed}
      error={error}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}
