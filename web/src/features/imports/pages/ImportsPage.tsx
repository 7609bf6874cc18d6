/** Drop a file; see what was imported before. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { fetchImports, type ImportSummary } from "@/api/imports";
import { useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { DropFile } from "@/features/imports/DropFile";
import { importsText, stateNames } from "@/i18n/imports";
import { ordersText } from "@/i18n/orders";
import { dateTimeIn } from "@/lib/clock";
import { formatBytes, formatCount } from "@/lib/format";
import { DataTable, type DataColumn } from "@/table/DataTable";
import { Pager } from "@/table/Pager";
import { RowBones } from "@/ui/Bones";
import { PageHead } from "@/ui/PageHead";
import { Status } from "@/ui/Status";
import classes from "../imports.module.css";

export function ImportsPage() {
  const { stores, organisation } = useSession();
  const [trail, setTrail] = useState<readonly string[]>([]);
  const cursor = trail.at(-1);
  const answer = useQuery({
    queryKey: ["imports", cursor],
    queryFn: ({ signal }) => fetchImports(cursor, signal),
    refetchInterval: (query) => (query.state.data?.items.some((one) => one.state === "running") ? 2_000 : false),
  });
  const items = answer.data?.items ?? [];
  const storeName = (slug: string | null): string => stores.find((store) => store.slug === slug)?.name ?? slug ?? "–";
  const at = (one: ImportSummary): string => (one.created_at ? dateTimeIn(organisation.timezone, new Date(one.created_at)) : "–");
  const next = answer.data?.next_cursor;
  const columns: readonly DataColumn<ImportSummary>[] = [
    { id: "file", head: importsText.file, cell: (one) => <FileLink one={one} /> },
    { id: "state", head: importsText.state, cell: (one) => <Status status={one.state} label={stateNames[one.state]} /> },
    { id: "store", head: importsText.store, cell: (one) => storeName(one.store) },
    { id: "when", head: importsText.when, cell: at },
    ...(["read", "created", "updated", "rejected"] as const).map((key) => ({
      id: key, head: importsText[key], align: "right" as const, cell: (one: ImportSummary) => (one.result ? formatCount(one.result[key]) : "–"),
    })),
  ];
  return (
    <>
      <PageHead title={importsText.title} subtitle={importsText.subtitle} />
      <DropFile />
      <h2 className={classes.subhead}>{importsText.past}</h2>
      {answer.isPending ? <RowBones rows={5} height={38} /> : null}
      {answer.error && !answer.data ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.data && items.length === 0 ? <p className={classes.quiet}>{importsText.none}</p> : null}
      {items.length > 0 ? (
        <DataTable
          caption={importsText.past}
          rows={items}
          columns={columns}
          rowKey={(one) => one.id}
          card={(one) => (
            <div className={classes.card}>
              <FileLink one={one} />
              <Status status={one.state} label={stateNames[one.state]} />
              <p className={classes.quiet}>
                {storeName(one.store)}, {at(one)}
              </p>
            </div>
          )}
        />
      ) : null}
      {next || cursor ? (
        <Pager
          words=""
          previousLabel={ordersText.previous}
          nextLabel={ordersText.next}
          onPrevious={cursor ? () => setTrail(trail.slice(0, -1)) : undefined}
          onNext={next ? () => setTrail([...trail, next]) : undefined}
        />
      ) : null}
    </>
  );
}

function FileLink({ one }: { readonly one: ImportSummary }) {
  return (
    <span>
      <Link to="/imports/$importId" params={{ importId: one.id }} className={classes.file}>
        {one.file}
      </Link>{" "}
      <span className={classes.quiet}>{formatBytes(one.size)}</span>
    </span>
  );
}
