/** Which organisation is in view, and the way to another one. */
import { Menu } from "@mantine/core";
import { IconCalendarCog, IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { switchOrganisation } from "@/api/session";
import { queryClient } from "@/app/queries";
import { useMay, useSession } from "@/app/view";
import { organisationText } from "@/i18n/organisation";
import { shellText } from "@/i18n/shell";
import { DemoBadge } from "@/ui/DemoBadge";
import classes from "./OrganisationMenu.module.css";

export function OrganisationMenu() {
  const { organisation, organisations } = useSession();
  const may = useMay();
  const navigate = useNavigate();
  const change = useMutation({
    mutationFn: switchOrganisation,
    onSuccess: async () => {
      queryClient.clear();
      await navigate({ to: "/", search: {} });
      location.reload();
    },
  });
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <button type="button" className={classes.target}>
          <span className={classes.mark} aria-hidden>
            {organisation.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="sr">{shellText.organisations}: </span>
          <span className={classes.words}>
            <span className={classes.name}>{organisation.name}</span>
            {organisation.is_demo ? <DemoBadge /> : null}
          </span>
          <IconSelector size={14} aria-hidden className={classes.more} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{shellText.organisations}</Menu.Label>
        {organisations.map((one) => (
          <Menu.Item
            key={one.id}
            rightSection={one.id === organisation.id ? <IconCheck size={14} aria-label="in view" /> : one.is_demo ? <DemoBadge /> : null}
            onClick={() => (one.id === organisation.id ? undefined : change.mutate(one.id))}
          >
            {one.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconCalendarCog size={14} aria-hidden />} onClick={() => void navigate({ to: "/organisation" })}>
          {organisationText.open}
        </Menu.Item>
        {may("organisations:create") ? <Menu.Item leftSection={<IconPlus size={14} aria-hidden />} onClick={() => void navigate({ to: "/start" })}>
          {shellText.ownData}
        </Menu.Item> : null}
      </Menu.Dropdown>
    </Menu>
  );
}
