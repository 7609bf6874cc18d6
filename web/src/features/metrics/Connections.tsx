import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Graph, Use } from "@/api/definitions";
import { Refusal } from "@/board/TileState";
import { graphQuery, usesQuery } from "@/features/metrics/queries";
import { definitionText } from "@/i18n/definitions";
import { RowBones } from "@/ui/Bones";
import { Section } from "@/ui/Section";
import classes from "./metrics.module.css";

/** What a definition rests on, as a tree, and everything that rests on it. */
export function Connections({ of }: { readonly of: string }) {
  const graph = useQuery(graphQuery(of));
  const uses = useQuery(usesQuery(of));
  return (
    <div className={classes.stack}>
      <Section title={definitionText.restsOn} hint={definitionText.restsOnHint}>
        {graph.isPending ? <RowBones rows={3} /> : null}
        {graph.error && !graph.data ? <Refusal error={graph.error} retry={() => void graph.refetch()} /> : null}
        {graph.data ? <Below graph={graph.data} of={of} path={[]} /> : null}
        {graph.data && partsOf(graph.data, of).length === 0 ? <p className={classes.quiet}>{definitionText.restsOnNothing}</p> : null}
      </Section>
      <Section title={definitionText.usedBy} hint={definitionText.usedByHint}>
        {uses.isPending ? <RowBones rows={2} /> : null}
        {uses.error && !uses.data ? <Refusal error={uses.error} retry={() => void uses.refetch()} /> : null}
        {uses.data?.length === 0 ? <p className={classes.quiet}>{definitionText.notUsed}</p> : null}
        <ul className={classes.uses}>
          {uses.data?.map((use) => (
            <li key={`${use.kind} ${use.key}`}>
              <UseLink use={use} />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

const DEEPEST = 6;
const partsOf = (graph: Graph, key: string): readonly string[] => graph.edges.filter((one) => one.from === key).map((one) => one.to);

function Below({ graph, of, path }: { readonly graph: Graph; readonly of: string; readonly path: readonly string[] }) {
  const parts = partsOf(graph, of).filter((key) => !path.includes(key));
  if (parts.length === 0 || path.length >= DEEPEST) return null;
  return (
    <ul className={classes.tree}>
      {parts.map((key) => {
        const node = graph.nodes.find((one) => one.key === key);
        return (
          <li key={key}>
            <Link to="/definitions/$key" params={{ key }}>
              {node?.label ?? key}
            </Link>
            <Below graph={graph} of={key} path={[...path, of]} />
          </li>
        );
      })}
    </ul>
  );
}

function UseLink({ use }: { readonly use: Use }) {
  if (use.kind === "board") {
    return (
      <Link to="/boards/$boardId" params={{ boardId: use.key }}>
        {use.label}
      </Link>
    );
  }
  return (
    <Link to="/definitions/$key" params={{ key: use.key }}>
      {use.label}
    </Link>
  );
}
