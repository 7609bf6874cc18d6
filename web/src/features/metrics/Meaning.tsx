import type { Definition, DefinitionBody } from "@/api/definitions";
import type { QueryFilter } from "@/api/query";
import { useSession } from "@/app/view";
import { binNames, groupsOf } from "@/features/metrics/catalogue";
import { filterOps } from "@/i18n/boardEditing";
import { definitionText, directionNames, kindNames } from "@/i18n/definitions";
import { recentIn } from "@/lib/clock";
import { useNames, type Names } from "@/tiles/vocabulary";
import { Facts, type Fact } from "@/ui/Facts";
import { Section } from "@/ui/Section";
import classes from "./metrics.module.css";

/** What a definition of the organisation says, in words and in its formula. */
export function Meaning({ definition }: { readonly definition: Definition }) {
  const { organisation, stores } = useSession();
  const names = useNames(stores);
  const facts: Fact[] = [
    [definitionText.key, <code key="key">{definition.key}</code>],
    [definitionText.owner, definition.owner?.name ?? definitionText.host],
    ...(definition.direction ? ([[definitionText.direction, directionNames[definition.direction]]] satisfies Fact[]) : []),
    [definitionText.version, String(definition.version)],
  ];
  return (
    <Section title={definitionText.meaning} hint={kindNames[definition.kind]}>
      {definition.problem === null ? null : (
        <p className={classes.broken} role="alert">
          {definition.problem}
        </p>
      )}
      {definition.deleted_at === null ? null : (
        <p className={classes.broken}>
          {definitionText.deletedBy(definition.deleted_by?.name ?? definitionText.host, recentIn(organisation.timezone, new Date(definition.deleted_at), new Date()))}
        </p>
      )}
      {definition.description === "" ? null : <p className={classes.text}>{definition.description}</p>}
      <Body body={definition} names={names} />
      <Facts facts={facts} />
    </Section>
  );
}

/** A formula with its conditions, or the groups of a grouping. */
export function Body({ body, names }: { readonly body: DefinitionBody; readonly names: Names }) {
  if (body.formula !== undefined) {
    return (
      <>
        <code className={classes.formula}>{body.formula}</code>
        {(body.filters ?? []).length === 0 ? null : (
          <>
            <h3 className={classes.small}>{definitionText.filters}</h3>
            <ul className={classes.conditions}>
              {body.filters?.map((filter, index) => (
                <li key={index}>{inWords(filter, names)}</li>
              ))}
            </ul>
          </>
        )}
      </>
    );
  }
  const dimension = body.dimension ?? "";
  const edges = (body.edges ?? []).map(String);
  const rows = body.map === undefined ? (body.labels ?? binNames(edges)).map((name, at) => [name, binNames(edges)[at] ?? ""]) : groupsOf(body.map).map((one) => [one.name, one.values.map((value) => names.value(dimension, value)).join(", ")]);
  const other = body.map === undefined ? [] : [[body.other ?? definitionText.unchanged, definitionText.allOthers]];
  return (
    <>
      <p className={classes.text}>
        {definitionText.madeOf} {names.dimension(dimension)}
      </p>
      <dl className={classes.groups}>
        {[...rows, ...other].map(([name, values]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{values}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function inWords({ field, op, value }: QueryFilter, names: Names): string {
  const values = value === undefined ? [] : [value].flat();
  return `${names.dimension(field)} ${filterOps[op]} ${values.map((one) => names.value(field, one)).join(", ")}`.trim();
}
