/** Where a figure comes from: its definition and version, what is in it, the query, and the rows that add up to it. */
import { Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { explainQuery } from "@/api/query";
import { ExplainRows } from "@/board/ExplainRows";
import { Refusal } from "@/board/TileState";
import type { ExplainTarget } from "@/board/explain";
import { ExplainFacts } from "@/board/ExplainFacts";
import { boardText } from "@/i18n/board";
import { Bone } from "@/ui/Bones";
import classes from "./ExplainDrawer.module.css";

interface ExplainDrawerProps {
  readonly target: ExplainTarget;
  readonly onClose: () => void;
}

export default function ExplainDrawer({ target, onClose }: ExplainDrawerProps) {
  const query = { ...target.query, metrics: [target.metric] };
  const answer = useQuery({ queryKey: ["explain", query], queryFn: ({ signal }) => explainQuery(query, signal), staleTime: 60_000 });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(640px, 100vw)"
      title={<span className={classes.eyebrow}>{boardText.explain}</span>}
      closeButtonProps={{ "aria-label": boardText.close }}
    >
      <h2 className={classes.title}>{target.title}</h2>
      <p className={classes.figure}>{target.figure}</p>
      {answer.data ? <ExplainFacts explanation={answer.data} metric={target.metric} row={target.row} /> : null}
      {answer.isPending ? (
        <div className={classes.section} aria-busy="true">
          <Bone width="80%" />
          <Bone width="60%" />
          <Bone height={96} />
        </div>
      ) : null}
      {answer.error ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      <ExplainRows target={target} />
    </Drawer>
  );
}
