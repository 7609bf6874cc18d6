/** Sets or replaces the secret a platform signs with. What is set is never shown again, not even here. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "@/api/client";
import { setSecret } from "@/api/webhooks";
import { queryClient } from "@/app/queries";
import { useMay } from "@/app/view";
import { shellText } from "@/i18n/shell";
import { webhookText } from "@/i18n/webhooks";
import { announce } from "@/ui/Announcer";
import form from "@/form/form.module.css";
import classes from "./webhooks.module.css";

const SHORTEST = 8;

interface SecretFormProps {
  readonly slug: string;
  readonly isSet: boolean;
  readonly canMake: boolean;
}

export function SecretForm({ slug, isSet, canMake }: SecretFormProps) {
  const mayWrite = useMay()("stores:write");
  const [secret, setText] = useState("");
  const [made, setMade] = useState(false);
  const [left, setLeft] = useState(false);
  const save = useMutation({
    mutationFn: () => setSecret(slug, secret),
    onSuccess: () => {
      announce(webhookText.saved);
      setText("");
      setMade(false);
      setLeft(false);
      void queryClient.invalidateQueries({ queryKey: ["webhooks"] });
    },
  });
  const short = secret.trim().length < SHORTEST ? webhookText.secretShort : undefined;
  const refused = save.error instanceof ApiError ? (save.error.field("webhook_secret") ?? save.error.message) : save.error?.message;
  const error = refused ?? (left && secret !== "" ? short : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setLeft(true);
    if (!short) save.mutate();
  };
  const Field = made ? TextInput : PasswordInput;
  return (
    <form className={form.form} onSubmit={submit} noValidate autoComplete="off">
      <p className={classes.quiet}>{isSet ? webhookText.secretSet : webhookText.secretNone}</p>
      <Field
        label={webhookText.newSecret}
        description={made ? webhookText.madeHint : webhookText.secretHint}
        value={secret}
        error={error}
        disabled={!mayWrite}
        autoComplete="new-password"
        onBlur={() => setLeft(true)}
        onChange={(event) => {
          setText(event.currentTarget.value);
          save.reset();
        }}
      />
      <div className={form.actions}>
        {canMake ? (
          <Button
            variant="default"
            disabled={!mayWrite}
            onClick={() => {
              setText(randomSecret());
              setMade(true);
            }}
          >
            {webhookText.make}
          </Button>
        ) : null}
        <Button type="submit" loading={save.isPending} disabled={!mayWrite || secret === ""} title={mayWrite ? undefined : shellText.needsPermission(webhookText.change)}>
          {isSet ? webhookText.replace : webhookText.set}
        </Button>
      </div>
    </form>
  );
}

/** 256 bits in letters and digits that every platform's form takes. */
function randomSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
