import { Button, Checkbox, Modal, Radio } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { changeBoard, setDefault, type Board, type Visibility } from "@/api/boards";
import { queryClient } from "@/app/queries";
import { useMay } from "@/app/view";
import { defaultsQuery } from "@/features/boards/queries";
import { roleName, ROLES, shareText, boardsText, visibilityNames } from "@/i18n/boards";
import { shellText } from "@/i18n/shell";
import { announce } from "@/ui/Announcer";
import form from "@/form/form.module.css";
import classes from "./board.module.css";

const VISIBILITIES: readonly Visibility[] = ["personal", "shared", "organisation"];

/** Who sees a board, and for which roles it opens first. */
export default function ShareDialog({ board, onClose }: { readonly board: Board; readonly onClose: () => void }) {
  const mayManage = useMay()("boards:manage");
  const [visibility, setVisibility] = useState(board.visibility);
  const [roles, setRoles] = useState(board.roles);
  const bad = visibility === "shared" && roles.length === 0 ? shareText.needRole : undefined;
  const save = useMutation({
    mutationFn: () => changeBoard(board.id, { visibility, roles: visibility === "shared" ? roles : [] }),
    onSuccess: () => {
      announce(shareText.saved);
      void queryClient.invalidateQueries({ queryKey: ["boards"] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={shareText.title(board.name)} size={500} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={form.form}>
        <Radio.Group label={shareText.who} value={visibility} onChange={(value) => setVisibility(VISIBILITIES.find((one) => one === value) ?? "personal")}>
          <div className={form.form} style={{ gap: "var(--s8)", marginTop: "var(--s8)" }}>
            {VISIBILITIES.map((one) => (
              <Radio
                key={one}
                value={one}
                size="sm"
                disabled={one === "organisation" && !mayManage && board.visibility !== one}
                label={visibilityNames[one].name}
                description={one === "organisation" && !mayManage ? shellText.needsPermission(shareText.organisation) : visibilityNames[one].hint}
              />
            ))}
          </div>
        </Radio.Group>
        {visibility === "shared" ? (
          <Checkbox.Group label={shareText.roles} error={bad} value={[...roles]} onChange={setRoles}>
            <div className={classes.roles}>
              {ROLES.map((role) => (
                <Checkbox key={role} size="sm" value={role} label={roleName(role)} />
              ))}
            </div>
          </Checkbox.Group>
        ) : null}
        <p className={classes.quiet}>{shareText.note}</p>
        {mayManage && board.visibility === "organisation" ? <Defaults board={board} /> : null}
        {save.error ? (
          <p role="alert" className={form.refusal}>
            {save.error.message}
          </p>
        ) : null}
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            {boardsText.cancel}
          </Button>
          <Button disabled={bad !== undefined} loading={save.isPending} onClick={() => save.mutate()}>
            {shareText.save}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Defaults({ board }: { readonly board: Board }) {
  const defaults = useQuery(defaultsQuery);
  const change = useMutation({
    mutationFn: ({ role, first }: { readonly role: string; readonly first: boolean }) => setDefault(role, first ? board.id : null),
    onSuccess: (_, { role, first }) => {
      announce((first ? shareText.madeDefault : shareText.noDefault)(roleName(role)));
      void queryClient.invalidateQueries({ queryKey: defaultsQuery.queryKey });
    },
    onError: (error) => announce(error.message),
  });
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={{ padding: 0, fontWeight: "var(--strong)", fontSize: "var(--t13)" }}>{shareText.defaults}</legend>
      <p className={classes.quiet}>{shareText.defaultsHint}</p>
      <div className={classes.roles}>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            size="sm"
            label={roleName(role)}
            disabled={!defaults.data || change.isPending}
            checked={defaults.data?.[role] === board.id}
            onChange={(event) => change.mutate({ role, first: event.currentTarget.checked })}
          />
        ))}
      </div>
    </fieldset>
  );
}
