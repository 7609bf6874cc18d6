import { useQuery } from "@tanstack/react-query";
import type { Definition } from "@/api/definitions";
import { useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { Body } from "@/features/metrics/Meaning";
import { versionsQuery } from "@/features/metrics/queries";
import { definitionText } from "@/i18n/definitions";
import { recentIn } from "@/lib/clock";
import { useNames } from "@/tiles/vocabulary";
import { RowBones } from "@/ui/Bones";
import { Section } from "@/ui/Section";
import classes from "./metrics.module.css";

/** What the definition was, version by version, so that an older figure can be explained. */
export function Versions({ definition }: { readonly definition: Definition }) {
  const { organisation, stores } = useSession();
  const names = useNames(stores);
  const versions = useQuery(versionsQuery(definition.key));
  return (
    <Section title={definitionText.versions} hint={definitionText.versionsHint}>
      {versions.isPending ? <RowBones rows={2} /> : null}
      {versions.error && !versions.data ? <Refusal error={versions.error} retry={() => void versions.refetch()} /> : null}
      <ol className={classes.versions}>
        {versions.data?.map((one) => (
          <li key={one.version}>
            <details>
              <summary>
                <b>{definitionText.versionOf(one.version)}</b> {one.summary}{" "}
                <span className={classes.quiet}>
                  {recentIn(organisation.timezone, new Date(one.saved_at), new Date())} {definitionText.by(one.saved_by?.name ?? definitionText.host)}
                </span>
              </summary>
              <p className={classes.text}>{one.label}</p>
              <Body body={one} names={names} />
            </details>
          </li>
        ))}
      </ol>
    </Section>
  );
}
