/** One import, from its plan through its run to its result. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect } from "react";
import { fetchImport } from "@/api/imports";
import { queryClient } from "@/app/queries";
import { Refusal } from "@/board/TileState";
import { Plan } from "@/features/imports/Plan";
import { Running } from "@/features/imports/Running";
import { Result } from "@/features/imports/Result";
import { importsText, stateNames } from "@/i18n/imports";
import { formatBytes } from "@/lib/format";
import { RowBones } from "@/ui/Bones";
import { PageHead } from "@/ui/PageHead";
import { Status } from "@/ui/Status";
import order from "@/ui/Columns.module.css";

const WATCH_MS = 700;

export function ImportPage() {
  const { importId } = useParams({ from: "/panel/imports/$importId" });
  const answer = useQuery({
    queryKey: ["imports", "one", importId],
    queryFn: ({ signal }) => fetchImport(importId, signal),
    refetchInterval: (query) => (query.state.data?.state === "running" ? WATCH_MS : false),
  });
  const one = answer.data;
  const state = one?.state;
  useEffect(() => {
    if (state === "done" || state === "undone") void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[1] !== "one" });
  }, [state]);
  return (
    <>
      <Link to="/imports" className={order.back}>
        <IconArrowLeft size={14} aria-hidden /> {importsText.back}
      </Link>
      {answer.isPending ? <RowBones rows={10} /> : null}
      {answer.error && !one ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {one ? (
        <>
          <PageHead title={one.file} subtitle={formatBytes(one.size)}>
            <Status status={one.state} label={stateNames[one.state]} />
          </PageHead>
          {one.state === "planned" ? <Plan plan={one} /> : null}
          {one.state === "running" ? <Running one={one} /> : null}
          {one.state === "done" || one.state === "failed" || one.state === "undone" ? <Result one={one} /> : null}
        </>
      ) : null}
    </>
  );
}
