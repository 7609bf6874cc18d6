import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Dimension, Metric } from "@/api/vocabulary";
import { Connections } from "@/features/metrics/Connections";
import { definitionsText, definitionText, directionNames, unitNames } from "@/i18n/definitions";
import { Facts, type Fact } from "@/ui/Facts";
import { PageHead } from "@/ui/PageHead";
import { Section } from "@/ui/Section";
import classes from "./metrics.module.css";

const isMetric = (entry: Metric | Dimension): entry is Metric => "formula" in entry;

/** A metric or dimension that every installation has: read only. */
export function BuiltIn({ entry }: { readonly entry: Metric | Dimension }) {
  const facts: Fact[] = [
    [definitionText.key, <code key="key">{entry.key}</code>],
    ...(isMetric(entry)
      ? ([
          [definitionText.unit, unitNames[entry.unit.split(":")[0] ?? ""] ?? entry.unit],
          [definitionText.direction, directionNames[entry.direction]],
        ] satisfies Fact[])
      : []),
    [definitionText.owner, entry.owner],
  ];
  return (
    <>
      <PageHead title={entry.label} subtitle={definitionsText.builtIn}>
        {isMetric(entry) ? <Explore metric={entry.key} /> : null}
      </PageHead>
      <div className={classes.columns}>
        <Section title={definitionText.meaning}>
          <p className={classes.text}>{entry.description}</p>
          {isMetric(entry) ? <code className={classes.formula}>{entry.formula}</code> : null}
          <Facts facts={facts} />
        </Section>
        <Connections of={entry.key} />
      </div>
    </>
  );
}

export function Explore({ metric }: { readonly metric: string }) {
  return (
    <Button variant="default" renderRoot={(props) => <Link {...props} to="/explore" search={{ m: metric, period: "last30" }} />}>
      {definitionText.explore}
    </Button>
  );
}
