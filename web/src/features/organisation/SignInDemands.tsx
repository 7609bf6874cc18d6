/** What signing in takes: of which roles a second step, and from which addresses people come. */
import { Button, Checkbox, Select, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { changePolicy, fetchPolicy, fetchRoleNames, type RoleName, type SignInPolicy } from "@/api/secondStep";
import { queryClient } from "@/app/queries";
import { Refusal } from "@/board/TileState";
import form from "@/form/form.module.css";
import { demandsText } from "@/i18n/secondStep";
import { announce } from "@/ui/Announcer";
import { RowBones } from "@/ui/Bones";
import { Section } from "@/ui/Section";

const KEY = ["organisation", "sign-in"] as const;
const EVERYBODY = "*";

export function SignInDemands({ mayEdit }: { readonly mayEdit: boolean }) {
  const policy = useQuery({ queryKey: KEY, queryFn: ({ signal }) => fetchPolicy(signal) });
  const roles = useQuery({ queryKey: ["roles", "names"], queryFn: ({ signal }) => fetchRoleNames(signal) });
  const error = policy.error ?? roles.error;
  const retry = (): void => void Promise.all([policy.refetch(), roles.refetch()]);
  return (
    <Section title={demandsText.title} hint={demandsText.hint}>
      {policy.isPending || roles.isPending ? <RowBones rows={4} height={36} /> : null}
      {error ? <Refusal error={error} retry={retry} /> : null}
      {policy.data && roles.data ? <DemandsForm policy={policy.data} roles={roles.data} mayEdit={mayEdit} /> : null}
    </Section>
  );
}

interface DemandsFormProps {
  readonly policy: SignInPolicy;
  readonly roles: readonly RoleName[];
  readonly mayEdit: boolean;
}

const linesOf = (ranges: readonly string[] | undefined): string => (ranges ?? []).join("\n");
const rangesOf = (lines: string): string[] => lines.split(/[\s,]+/).filter((one) => one !== "");

function DemandsForm({ policy, roles, mayEdit }: DemandsFormProps) {
  const [demanded, setDemanded] = useState<readonly string[]>(policy.second_step_roles);
  const [lines, setLines] = useState<Readonly<Record<string, string>>>(() => ({
    [EVERYBODY]: linesOf(policy.networks[EVERYBODY]),
    ...Object.fromEntries(Object.entries(policy.networks).map(([role, ranges]) => [role, linesOf(ranges)])),
  }));
  const save = useMutation({
    mutationFn: () => changePolicy({ second_step_roles: demanded, networks: Object.fromEntries(Object.entries(lines).map(([role, text]) => [role, rangesOf(text)])) }),
    onSuccess: (saved) => {
      announce(demandsText.saved);
      queryClient.setQueryData(KEY, saved);
    },
  });
  const limit = (role: string, text: string): void => (save.reset(), setLines((old) => ({ ...old, [role]: text })));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const free = roles.filter((role) => !(role.key in lines));
  const nameOf = (key: string): string => roles.find((role) => role.key === key)?.name ?? key;
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Checkbox.Group label={demandsText.roles} description={demandsText.rolesHint} value={[...demanded]} onChange={(next) => (save.reset(), setDemanded(next))}>
        <div className={form.columns}>
          {roles.map((role) => (
            <Checkbox key={role.key} value={role.key} size="sm" label={role.name} disabled={!mayEdit} />
          ))}
        </div>
      </Checkbox.Group>
      {Object.entries(lines).map(([role, text]) => (
        <Textarea key={role} label={role === EVERYBODY ? demandsText.networks : demandsText.only(nameOf(role))} description={demandsText.networksHint} autosize minRows={2} maxRows={10} spellCheck={false} value={text} disabled={!mayEdit} onChange={(event) => limit(role, event.currentTarget.value)} />
      ))}
      {mayEdit && free.length > 0 ? (
        <Select aria-label={demandsText.addRole} placeholder={demandsText.addRole} maw={240} data={free.map((role) => ({ value: role.key, label: role.name }))} value={null} onChange={(role) => (role === null ? undefined : limit(role, ""))} />
      ) : null}
      {save.error ? (
        <p role="alert" className={form.refusal}>
          {save.error.message}
        </p>
      ) : null}
      {mayEdit ? (
        <div>
          <Button type="submit" loading={save.isPending}>
            {demandsText.save}
          </Button>
        </div>
      ) : (
        <p className={form.lead}>{demandsText.mayNot}</p>
      )}
    </form>
  );
}
