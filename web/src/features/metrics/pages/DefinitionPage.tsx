/** One metric or dimension: what it means, what it rests on, who uses it, and what it was before. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useMay } from "@/app/view";
import { dimensionsQuery, metricsQuery } from "@/app/vocabulary";
import { ApiError } from "@/api/client";
import { Refusal } from "@/board/TileState";
import { Actions } from "@/features/metrics/Actions";
import { BuiltIn } from "@/features/metrics/BuiltIn";
import { Connections } from "@/features/metrics/Connections";
import { Mark } from "@/features/metrics/EntryRow";
import { Meaning } from "@/features/metrics/Meaning";
import { definitionQuery } from "@/features/metrics/queries";
import { Versions } from "@/features/metrics/Versions";
import { definitionsText } from "@/i18n/definitions";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";
import classes from "../metrics.module.css";

export function DefinitionPage() {
  const { key } = useParams({ from: "/panel/definitions/$key" });
  const metrics = useQuery(metricsQuery);
  const dimensions = useQuery(dimensionsQuery);
  const built = metrics.data?.find((one) => one.key === key && one.is_custom !== true) ?? dimensions.data?.find((one) => one.key === key && one.is_custom !== true);
  const waits = metrics.isPending || dimensions.isPending;
  return (
    <>
      <p className={classes.back}>
        <Link to="/definitions">{definitionsText.back}</Link>
      </p>
      {waits ? <RowBones rows={6} height={40} /> : built === undefined ? <Own key={key} of={key} /> : <BuiltIn entry={built} />}
    </>
  );
}

function Own({ of }: { readonly of: string }) {
  const definition = useQuery(definitionQuery(of));
  const may = useMay();
  const { data, error } = definition;
  if (definition.isPending) return <RowBones rows={6} height={40} />;
  if (error && !data) {
    return error instanceof ApiError && error.status === 404 ? (
      <EmptyState title={definitionsText.unknown(of)} text={error.problem.hint ?? ""} />
    ) : (
      <Refusal error={error} retry={() => void definition.refetch()} />
    );
  }
  if (!data) return null;
  return (
    <>
      <PageHead title={data.label} subtitle={data.certified ? <Mark /> : definitionsText.own}>
        <Actions definition={data} mayCertify={may("definitions:certify")} />
      </PageHead>
      <div className={classes.columns}>
        <div className={classes.stack}>
          <Meaning definition={data} />
          <Versions definition={data} />
        </div>
        <Connections of={of} />
      </div>
    </>
  );
}
