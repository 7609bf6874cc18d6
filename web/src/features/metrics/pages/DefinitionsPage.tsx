/** Every metric and dimension there is, what it means, and where to define one's own. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMay } from "@/app/view";
import { dimensionsQuery, metricsQuery } from "@/app/vocabulary";
import { Refusal } from "@/board/TileState";
import { EntryRow } from "@/features/metrics/EntryRow";
import { entriesOf, type Entry } from "@/features/metrics/catalogue";
import { definitionsQuery } from "@/features/metrics/queries";
import { SHOWN } from "@/features/metrics/search";
import { definitionsText, shownNames } from "@/i18n/definitions";
import { shellText } from "@/i18n/shell";
import { FindField } from "@/table/FindField";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";
import classes from "../metrics.module.css";

export function DefinitionsPage() {
  const { q = "", show = "all" } = useSearch({ from: "/panel/definitions" });
  const navigate = useNavigate({ from: "/definitions" });
  const metrics = useQuery(metricsQuery);
  const dimensions = useQuery(dimensionsQuery);
  const own = useQuery(definitionsQuery(false));
  const deleted = useQuery({ ...definitionsQuery(true), enabled: show === "deleted" });
  const failed = [metrics, dimensions, own, deleted].find((one) => one.error !== null && one.data === undefined);
  const waits = metrics.isPending || dimensions.isPending || own.isPending || (show === "deleted" && deleted.isPending);
  const known = { metrics: metrics.data ?? [], dimensions: dimensions.data ?? [], own: own.data ?? [], deleted: deleted.data ?? [] };
  return (
    <>
      <PageHead title={definitionsText.title} subtitle={definitionsText.subtitle}>
        <Make kind="grouping" label={definitionsText.newGrouping} />
        <Make kind="metric" label={definitionsText.newMetric} />
      </PageHead>
      <div className={classes.tools}>
        <FindField label={definitionsText.find} value={q === "" ? undefined : q} onFind={(found) => void navigate({ search: (old) => ({ ...old, q: found }), replace: true })} />
        <SegmentedControl
          size="xs"
          aria-label={definitionsText.show}
          data={SHOWN.map((value) => ({ value, label: shownNames[value] }))}
          value={show}
          onChange={(chosen) => void navigate({ search: (old) => ({ ...old, show: SHOWN.find((one) => one === chosen && one !== "all") }), replace: true })}
        />
      </div>
      {failed?.error ? <Refusal error={failed.error} retry={() => void failed.refetch()} /> : waits ? <RowBones rows={9} height={52} /> : <Found entries={entriesOf(known, show, q)} show={show} q={q} />}
    </>
  );
}

function Make({ kind, label }: { readonly kind: "metric" | "grouping"; readonly label: string }) {
  const mayEdit = useMay()("definitions:edit");
  const look = { variant: kind === "metric" ? "filled" : "default", leftSection: <IconPlus size={15} aria-hidden /> } as const;
  if (!mayEdit) {
    return (
      <Button {...look} disabled title={shellText.needsPermission(definitionsText.mayNot)}>
        {label}
      </Button>
    );
  }
  return (
    <Button {...look} renderRoot={(props) => <Link {...props} to="/definitions/new" search={{ kind }} />}>
      {label}
    </Button>
  );
}

function Found({ entries, show, q }: { readonly entries: readonly Entry[]; readonly show: string; readonly q: string }) {
  const groups = (["metric", "dimension"] as const).map((kind) => ({ kind, entries: entries.filter((one) => one.kind === kind) }));
  const [metrics, dimensions] = groups.map((one) => one.entries.length);
  if (entries.length === 0 && q === "" && show === "own") return <EmptyState title={definitionsText.nothingOwn} text={definitionsText.nothingOwnText} />;
  return (
    <>
      <p className={classes.quiet} role="status">
        {entries.length > 0 ? definitionsText.count(metrics ?? 0, dimensions ?? 0) : show === "deleted" && q === "" ? definitionsText.nothingDeleted : definitionsText.nothing(q)}
      </p>
      {groups.map(({ kind, entries: found }) =>
        found.length === 0 ? null : (
          <section key={kind} className={classes.group} aria-labelledby={`group-${kind}`}>
            <h2 id={`group-${kind}`} className={classes.groupTitle}>
              {kind === "metric" ? definitionsText.metrics : definitionsText.dimensions}
            </h2>
            <ul className={classes.list}>
              {found.map((entry) => (
                <EntryRow key={entry.key} entry={entry} />
              ))}
            </ul>
          </section>
        ),
      )}
    </>
  );
}
