import { Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Member } from "@/api/people";
import { useMay } from "@/app/view";
import { nameOf } from "@/features/people/limits";
import { peopleText } from "@/i18n/people";

interface MemberMenuProps {
  readonly member: Member;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

export function MemberMenu({ member, onChange, onRemove }: MemberMenuProps) {
  const may = useMay();
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-sm" aria-label={peopleText.actions(nameOf(member))}>
          <IconDots size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item renderRoot={(props) => <Link to="/people/$memberId" params={{ memberId: member.id }} {...props} />}>{peopleText.why}</Menu.Item>
        {may("users:write") ? <Menu.Item onClick={onChange}>{peopleText.change}</Menu.Item> : null}
        {may("audit:read") ? <Menu.Item renderRoot={(props) => <Link to="/audit" search={{ user: member.id }} {...props} />}>{peopleText.trail}</Menu.Item> : null}
        {may("users:write") ? (
          <Menu.Item color="danger" onClick={onRemove}>
            {peopleText.remove}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
