/** The organisation's calendar, and the fiscal months it makes. */
import { useQuery } from "@tanstack/react-query";
import { fetchTargetPeriods } from "@/api/targets";
import { useMay, useSession, useView } from "@/app/view";
import { Refusal } from "@/board/TileState";
import account from "@/features/account/account.module.css";
import { CalendarForm } from "@/features/organisation/CalendarForm";
import { SignInDemands } from "@/features/organisation/SignInDemands";
import { SingleSignOn } from "@/features/organisation/SingleSignOn";
import { organisationText } from "@/i18n/organisation";
import { formatDay, lengthOf } from "@/lib/calendar";
import { zoneLabel } from "@/lib/clock";
import { RowBones } from "@/ui/Bones";
import { Facts } from "@/ui/Facts";
import { PageHead } from "@/ui/PageHead";
import { Section } from "@/ui/Section";

export function OrganisationPage() {
  const { organisation } = useSession();
  const may = useMay();
  return (
    <div className={account.page}>
      <PageHead title={organisationText.title} subtitle={`${organisation.name}, ${organisation.currency}, ${zoneLabel(organisation.timezone)}`} />
      <Section title={organisationText.calendar} hint={organisationText.calendarHint}>
        <CalendarForm mayEdit={may("organisations:edit")} />
      </Section>
      {may("users:read") ? <SignInDemands mayEdit={may("sign_in:write")} /> : null}
      {may("single_sign_on:write") ? <SingleSignOn /> : null}
      <Periods />
    </div>
  );
}

const WEEK = 7;

function Periods() {
  const { today } = useView();
  const months = useQuery({ queryKey: ["targets", "periods", "month", today], queryFn: ({ signal }) => fetchTargetPeriods("month", today, signal) });
  return (
    <Section title={organisationText.periods} hint={organisationText.periodsHint}>
      {months.isPending ? <RowBones rows={6} height={28} /> : null}
      {months.error && !months.data ? <Refusal error={months.error} retry={() => void months.refetch()} /> : null}
      {months.data ? (
        <Facts
          facts={months.data.slice(1).map((one) => {
            const days = lengthOf(one);
            return [`${formatDay(one.from)} – ${formatDay(one.to, one.from)}`, days % WEEK === 0 ? `${days / WEEK} weeks` : `${days} days`] as const;
          })}
        />
      ) : null}
    </Section>
  );
}
