/** "Use my own data": a clean organisation, then straight to the first file. */
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "@/api/client";
import { createOrganisation } from "@/api/session";
import { CurrencyField, ZoneField } from "@/form/PlaceFields";
import { sessionText } from "@/i18n/session";
import { PageHead } from "@/ui/PageHead";
import form from "@/form/form.module.css";
import classes from "./StartPage.module.css";

export function StartPage() {
  const [name, setName] = useState("");
  const [left, setLeft] = useState(false);
  const [currency, setCurrency] = useState("EUR");
  const [timezone, setTimezone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const create = useMutation({ mutationFn: createOrganisation, onSuccess: () => location.assign("/imports") });
  const refused = create.error instanceof ApiError ? create.error : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setLeft(true);
    if (name.trim() !== "") create.mutate({ name: name.trim(), currency, timezone });
  };
  return (
    <div className={classes.page}>
      <PageHead title={sessionText.startTitle} />
      <p className={form.lead}>{sessionText.startText}</p>
      <form className={form.form} onSubmit={submit} noValidate>
        <TextInput
          label={sessionText.name}
          description={sessionText.nameHint}
          value={name}
          error={refused?.field("name") ?? (left && name.trim() === "" ? sessionText.needName : undefined)}
          onBlur={() => setLeft(true)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className={form.pair}>
          <CurrencyField label={sessionText.currency} description={sessionText.currencyHint} value={currency} onChange={setCurrency} error={refused?.field("currency")} />
          <ZoneField label={sessionText.timezone} description={sessionText.timezoneHint} value={timezone} onChange={setTimezone} error={refused?.field("timezone")} />
        </div>
        {create.error ? (
          <p role="alert" className={form.refusal}>
            {create.error.message}
          </p>
        ) : null}
        <div>
          <Button type="submit" loading={create.isPending || create.isSuccess}>
            {sessionText.create}
          </Button>
        </div>
      </form>
    </div>
  );
}
