/** How calendars are drawn for oneself. */
import { Select } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { chooseWeekStart } from "@/api/organisation";
import { queryClient, sessionQuery } from "@/app/queries";
import { useSession } from "@/app/view";
import { organisationText, weekdayNames } from "@/i18n/organisation";
import { WEEK_STARTS } from "@/lib/calendar";
import { announce } from "@/ui/Announcer";
import { Section } from "@/ui/Section";

const AS_ORGANISATION = "";

export function OwnWeeks() {
  const { user, organisation } = useSession();
  const choose = useMutation({
    mutationFn: (value: string) => chooseWeekStart(WEEK_STARTS.find((one) => one === value) ?? null),
    onSuccess: async () => {
      announce(organisationText.ownSaved);
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  return (
    <Section title={organisationText.own} hint={organisationText.ownHint}>
      <Select
        label={organisationText.ownLabel}
        maw={320}
        data={[{ value: AS_ORGANISATION, label: organisationText.asOrganisation(weekdayNames[organisation.week_start]) }, ...WEEK_STARTS.map((value) => ({ value, label: weekdayNames[value] }))]}
        value={user.week_start ?? AS_ORGANISATION}
        allowDeselect={false}
        disabled={choose.isPending}
        error={choose.error?.message}
        onChange={(value) => choose.mutate(value ?? AS_ORGANISATION)}
      />
    </Section>
  );
}
