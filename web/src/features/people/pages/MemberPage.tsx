/** What somebody can see, and why. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { Explained } from "@/api/people";
import { Refusal } from "@/board/TileState";
import { nameOf } from "@/features/people/limits";
import { accessQuery } from "@/features/people/queries";
import { ruleNames, whyText } from "@/i18n/people";
import { RowBones } from "@/ui/Bones";
import { PageHead } from "@/ui/PageHead";
import { Section } from "@/ui/Section";
import classes from "../people.module.css";

export function MemberPage() {
  const { memberId } = useParams({ from: "/panel/people/$memberId" });
  const answer = useQuery(accessQuery(memberId));
  const found = answer.data;
  return (
    <>
      <p className={classes.back}>
        <Link to="/people">{whyText.back}</Link>
      </p>
      {answer.isPending ? <RowBones rows={8} height={44} /> : null}
      {answer.error ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {found ? <Access found={found} /> : null}
    </>
  );
}

function Access({ found }: { readonly found: Explained }) {
  const held = found.permissions.filter((one) => one.is_held).length;
  return (
    <>
      <PageHead title={nameOf(found.member)} subtitle={whyText.subtitle(found.member.role_name)} />
      <div className={classes.page}>
        <Section title={whyText.stores}>
          {found.stores.length === 0 ? <p>{whyText.noStores}</p> : <Pairs rows={found.stores.map((one) => [one.slug, one.name, one.why])} />}
        </Section>
        <Section title={whyText.channels}>
          <p>{found.channels === null ? whyText.allChannels : found.channels.join(", ")}</p>
          <p>{found.sales_rep === null ? whyText.allOrders : found.sales_rep}</p>
        </Section>
        <Section title={whyText.columns}>
          <Pairs rows={found.columns.map((one) => [one.key, one.label, `${ruleNames[one.rule]}. ${one.rule === "allow" ? one.description : whyText.hides([...one.metrics, ...one.dimensions].join(", "))}`])} />
        </Section>
        <Section title={whyText.permissions} hint={whyText.has(held, found.permissions.length)}>
          <table className={classes.matrix}>
            <tbody>
              {found.permissions.map((one) => (
                <tr key={one.key} data-held={one.is_held}>
                  <th scope="row">
                    <code>{one.key}</code> <span className={classes.quiet}>{one.description}</span>
                  </th>
                  <td>{one.is_held ? whyText.held : whyText.lacks}</td>
                  <td className={classes.quiet}>{one.why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      </div>
    </>
  );
}

function Pairs({ rows }: { readonly rows: readonly (readonly [key: string, name: string, why: string])[] }) {
  return (
    <dl className={classes.pairs}>
      {rows.map(([key, name, why]) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd className={classes.quiet}>{why}</dd>
        </div>
      ))}
    </dl>
  );
}
