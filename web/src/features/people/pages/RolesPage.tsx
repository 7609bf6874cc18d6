/** What each role may do, side by side, and groups of stores for access. */
import { Button, Menu } from "@mantine/core";
import { IconCheck, IconDots, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import type { Role, Roles } from "@/api/people";
import { useMay } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { DeleteRole } from "@/features/people/DeleteRole";
import { Groups } from "@/features/people/Groups";
import { byModule } from "@/features/people/modules";
import { PeopleTabs } from "@/features/people/PeopleTabs";
import { rolesQuery } from "@/features/people/queries";
import { RoleForm } from "@/features/people/RoleForm";
import { peopleText, rolesText } from "@/i18n/people";
import { shellText } from "@/i18n/shell";
import { RowBones } from "@/ui/Bones";
import { PageHead } from "@/ui/PageHead";
import classes from "../people.module.css";

export function RolesPage() {
  const may = useMay();
  const answer = useQuery({ ...rolesQuery, enabled: may("users:read") });
  const [form, setForm] = useState<Role | "new" | null>(null);
  const [removing, setRemoving] = useState<Role | null>(null);
  const mayWrite = may("roles:write");
  const roles = answer.data;
  if (!may("users:read")) {
    return (
      <>
        <PageHead title={rolesText.title} />
        <p className={classes.quiet}>{shellText.needsPermission(peopleText.look)}</p>
      </>
    );
  }
  return (
    <>
      <PageHead title={rolesText.title} subtitle={rolesText.subtitle}>
        <Button leftSection={<IconPlus size={15} aria-hidden />} disabled={!mayWrite || !roles} title={mayWrite ? undefined : shellText.needsPermission(rolesText.mayNot)} onClick={() => setForm("new")}>
          {rolesText.make}
        </Button>
      </PageHead>
      <PeopleTabs />
      {answer.isPending ? <RowBones rows={10} height={40} /> : null}
      {answer.error ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {roles ? (
        <div className={classes.page}>
          <Groups groups={roles.store_groups} />
          <Matrix roles={roles} onEdit={setForm} onRemove={setRemoving} />
        </div>
      ) : null}
      {form === null || !roles ? null : <RoleForm role={form === "new" ? null : form} roles={roles} onClose={() => setForm(null)} />}
      {removing === null || !roles ? null : <DeleteRole role={removing} roles={roles} onClose={() => setRemoving(null)} />}
    </>
  );
}

interface MatrixProps {
  readonly roles: Roles;
  readonly onEdit: (role: Role) => void;
  readonly onRemove: (role: Role) => void;
}

function Matrix({ roles, onEdit, onRemove }: MatrixProps) {
  const mayWrite = useMay()("roles:write");
  return (
    <div className={classes.wide} role="region" aria-label={rolesText.title} tabIndex={0}>
      <table className={classes.roles}>
        <thead>
          <tr>
            <th scope="col">{rolesText.permission}</th>
            {roles.items.map((role) => (
              <th key={role.key} scope="col" title={role.description}>
                <span className={classes.roleHead}>
                  {role.name}
                  {role.is_builtin || !mayWrite ? null : <RoleMenu role={role} onEdit={onEdit} onRemove={onRemove} />}
                </span>
                <span className={classes.quiet}>{rolesText.members(role.members)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byModule(roles.permissions).map(([module, permissions]) => (
            <Fragment key={module}>
              {permissions.map((one) => (
                <tr key={one.key}>
                  <th scope="row">
                    <code>{one.key}</code>
                    <span className={classes.quiet}>{one.description}</span>
                  </th>
                  {roles.items.map((role) => (
                    <td key={role.key}>
                      {role.permissions.includes(one.key) ? <IconCheck size={16} aria-label={rolesText.yes} /> : <span className="sr">{rolesText.no}</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RoleMenu({ role, onEdit, onRemove }: { readonly role: Role } & Pick<MatrixProps, "onEdit" | "onRemove">) {
  return (
    <Menu position="bottom-end" width={140}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-xs" aria-label={rolesText.actions(role.name)}>
          <IconDots size={14} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onEdit(role)}>{rolesText.edit}</Menu.Item>
        <Menu.Item color="danger" onClick={() => onRemove(role)}>
          {rolesText.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
