/** At which issuer members sign in. */
import { Button, PasswordInput, Select, TagsInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "@/api/client";
import { fetchRoleNames, type RoleName } from "@/api/secondStep";
import { fetchProvider, removeProvider, saveProvider, type Provider } from "@/api/singleSignOn";
import { queryClient } from "@/app/queries";
import { Refusal } from "@/board/TileState";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import form from "@/form/form.module.css";
import { singleSignOnText } from "@/i18n/singleSignOn";
import { announce } from "@/ui/Announcer";
import { RowBones } from "@/ui/Bones";
import { Section } from "@/ui/Section";
import classes from "./SingleSignOn.module.css";

const KEY = ["organisation", "single-sign-on"] as const;
const EMPTY: Provider = { name: "", issuer: "", client_id: "", domains: [], default_role: "viewer" };

export function SingleSignOn() {
  const provider = useQuery({ queryKey: KEY, queryFn: ({ signal }) => fetchProvider(signal) });
  const roles = useQuery({ queryKey: ["roles", "names"], queryFn: ({ signal }) => fetchRoleNames(signal) });
  const error = provider.error ?? roles.error;
  const retry = (): void => void Promise.all([provider.refetch(), roles.refetch()]);
  return (
    <Section title={singleSignOnText.title} hint={singleSignOnText.hint}>
      {provider.isPending || roles.isPending ? <RowBones rows={4} height={36} /> : null}
      {error ? <Refusal error={error} retry={retry} /> : null}
      {provider.data !== undefined && roles.data ? <ProviderForm key={provider.data?.issuer ?? ""} stored={provider.data} roles={roles.data} /> : null}
    </Section>
  );
}

function ProviderForm({ stored, roles }: { readonly stored: Provider | null; readonly roles: readonly RoleName[] }) {
  const [draft, setDraft] = useState<Provider>(stored ?? EMPTY);
  const [secret, setSecret] = useState("");
  const [removing, setRemoving] = useState(false);
  const put = (change: Partial<Provider>): void => (save.reset(), setDraft((old) => ({ ...old, ...change })));
  const told = (text: string): void => {
    announce(text);
    void queryClient.invalidateQueries({ queryKey: KEY });
  };
  const save = useMutation({
    mutationFn: () => saveProvider({ ...draft, client_secret: secret === "" ? null : secret }),
    onSuccess: () => {
      setSecret("");
      told(singleSignOnText.saved);
    },
  });
  const remove = useMutation({
    mutationFn: removeProvider,
    onSuccess: () => {
      setRemoving(false);
      setDraft(EMPTY);
      told(singleSignOnText.removed);
    },
  });
  const refused = save.error instanceof ApiError ? save.error : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <div className={classes.redirect}>
        <p className={form.lead}>{singleSignOnText.lead}</p>
        <code className={classes.address}>{`${location.origin}/sign-in/provider`}</code>
      </div>
      <div className={form.pair}>
        <TextInput label={singleSignOnText.issuer} description={singleSignOnText.issuerHint} type="url" value={draft.issuer} error={refused?.field("issuer")} onChange={(event) => put({ issuer: event.currentTarget.value })} />
        <TextInput label={singleSignOnText.name} description={singleSignOnText.nameHint} value={draft.name} error={refused?.field("name")} onChange={(event) => put({ name: event.currentTarget.value })} />
        <TextInput label={singleSignOnText.clientId} autoComplete="off" value={draft.client_id} error={refused?.field("client_id")} onChange={(event) => put({ client_id: event.currentTarget.value })} />
        <PasswordInput label={singleSignOnText.clientSecret} description={stored ? singleSignOnText.secretKept : undefined} autoComplete="off" value={secret} error={refused?.field("client_secret")} visibilityToggleButtonProps={{ "aria-label": "Show the secret" }} onChange={(event) => setSecret(event.currentTarget.value)} />
        <TagsInput label={singleSignOnText.domains} description={singleSignOnText.domainsHint} value={[...draft.domains]} maxTags={50} error={refused?.field("domains")} onChange={(domains) => put({ domains })} />
        <Select label={singleSignOnText.role} description={singleSignOnText.roleHint} data={roles.filter((role) => role.key !== "owner").map((role) => ({ value: role.key, label: role.name }))} value={draft.default_role} allowDeselect={false} error={refused?.field("default_role")} onChange={(role) => put({ default_role: role ?? draft.default_role })} />
      </div>
      {save.error && !refused?.problem.errors?.length ? (
        <p role="alert" className={form.refusal}>
          {save.error.message} {refused?.problem.hint}
        </p>
      ) : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={save.isPending}>
          {singleSignOnText.save}
        </Button>
        {stored ? (
          <Button variant="default" onClick={() => setRemoving(true)}>
            {singleSignOnText.remove}
          </Button>
        ) : null}
      </div>
      {removing ? <ConfirmDanger title={singleSignOnText.removeTitle} text={singleSignOnText.removeText} cancel={singleSignOnText.cancel} confirm={singleSignOnText.remove} go={remove} onClose={() => setRemoving(false)} /> : null}
    </form>
  );
}
