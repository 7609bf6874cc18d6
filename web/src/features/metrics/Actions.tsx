/** What the person may do with a definition. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { changeDefinition, deleteDefinition, restoreDefinition, type Definition } from "@/api/definitions";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import { Explore } from "@/features/metrics/BuiltIn";
import { definitionsChanged, usesQuery } from "@/features/metrics/queries";
import { definitionText } from "@/i18n/definitions";
import { announce } from "@/ui/Announcer";

interface ActionsProps {
  readonly definition: Definition;
  readonly mayCertify: boolean;
}

export function Actions({ definition, mayCertify }: ActionsProps) {
  const { key, label, certified, deleted_at: deletedAt, may_edit: mayEdit } = definition;
  const certify = useMutation({
    mutationFn: () => changeDefinition(key, { certified: !certified }),
    onSuccess: () => {
      announce((certified ? definitionText.uncertifiedNow : definitionText.certifiedNow)(label));
      definitionsChanged();
    },
    onError: (error) => announce(error.message),
  });
  const restore = useMutation({
    mutationFn: () => restoreDefinition(key),
    onSuccess: () => {
      announce(definitionText.restored(label));
      definitionsChanged();
    },
    onError: (error) => announce(error.message),
  });
  if (deletedAt !== null) {
    return mayEdit ? (
      <Button loading={restore.isPending} onClick={() => restore.mutate()}>
        {definitionText.restore}
      </Button>
    ) : null;
  }
  return (
    <>
      {definition.kind === "metric" && definition.problem === null ? <Explore metric={key} /> : null}
      {mayCertify ? (
        <Button variant="default" loading={certify.isPending} onClick={() => certify.mutate()}>
          {certified ? definitionText.uncertify : definitionText.certify}
        </Button>
      ) : null}
      {mayEdit ? <Removal definition={definition} /> : null}
      {mayEdit ? <Button renderRoot={(props) => <Link {...props} to="/definitions/$key/edit" params={{ key }} />}>{definitionText.edit}</Button> : null}
    </>
  );
}

function Removal({ definition }: { readonly definition: Definition }) {
  const [asks, setAsks] = useState(false);
  const navigate = useNavigate();
  const uses = useQuery({ ...usesQuery(definition.key), enabled: asks });
  const remove = useMutation({
    mutationFn: () => deleteDefinition(definition.key),
    onSuccess: () => {
      announce(definitionText.removed(definition.label));
      definitionsChanged();
      void navigate({ to: "/definitions", search: { show: "deleted" } });
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsks(true)}>
        {definitionText.remove}
      </Button>
      {asks ? (
        <ConfirmDanger
          title={definitionText.removeTitle(definition.label)}
          text={definitionText.removeText(uses.data?.length ?? 0)}
          cancel={definitionText.cancel}
          confirm={definitionText.remove}
          go={remove}
          onClose={() => setAsks(false)}
        />
      ) : null}
    </>
  );
}
