/** Defines a metric or grouping, or changes one. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useMay } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { blank, draftOf } from "@/features/metrics/draft";
import { Editor } from "@/features/metrics/Editor";
import { definitionQuery, versionsQuery } from "@/features/metrics/queries";
import { definitionsText, editorText } from "@/i18n/definitions";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";
import classes from "../metrics.module.css";

export function NewDefinitionPage() {
  const { kind = "metric" } = useSearch({ from: "/panel/definitions/new" });
  const mayEdit = useMay()("definitions:edit");
  const title = kind === "metric" ? editorText.newMetric : editorText.newGrouping;
  return (
    <>
      <Back />
      <PageHead title={title} />
      {mayEdit ? <Editor key={kind} first={blank(kind === "metric" ? "metric" : "value_map")} base={null} /> : <EmptyState title={title} text={editorText.noRight} />}
    </>
  );
}

export function EditDefinitionPage() {
  const { key } = useParams({ from: "/panel/definitions/$key/edit" });
  const definition = useQuery(definitionQuery(key));
  const versions = useQuery(versionsQuery(key));
  const data = definition.isFetchedAfterMount ? definition.data : undefined;
  const saved = versions.isFetchedAfterMount ? versions.data?.find((one) => one.version === data?.version) : undefined;
  const failed = [definition, versions].find((one) => one.error !== null && one.data === undefined);
  const isOpen = data?.may_edit === true && data.deleted_at === null;
  return (
    <>
      <Back of={key} label={definition.data?.label ?? key} />
      <PageHead title={editorText.edit(definition.data?.label ?? key)} />
      {failed?.error ? <Refusal error={failed.error} retry={() => void failed.refetch()} /> : data === undefined || (isOpen && saved === undefined) ? <RowBones rows={6} height={40} /> : null}
      {data && !isOpen ? <EmptyState title={data.label} text={data.deleted_at === null ? editorText.noRight : editorText.isDeleted} /> : null}
      {isOpen && saved ? <Editor key={key} first={draftOf(data, saved)} base={data.version} /> : null}
    </>
  );
}

function Back({ of, label }: { readonly of?: string; readonly label?: string }) {
  return (
    <p className={classes.back}>
      {of === undefined ? (
        <Link to="/definitions">{definitionsText.back}</Link>
      ) : (
        <Link to="/definitions/$key" params={{ key: of }}>
          {label}
        </Link>
      )}
    </p>
  );
}
