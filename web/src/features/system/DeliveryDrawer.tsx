/** One delivery: why it waits, what it says, and the way to mend it. What was received is always kept beside. */
import { Button, Drawer, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { editBody, type Delivery, type DeliveryBody } from "@/api/deliveries";
import { queryClient } from "@/app/queries";
import { useMay } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { bodyQuery } from "@/features/system/queries";
import { shellText } from "@/i18n/shell";
import { systemText } from "@/i18n/system";
import { dateTimeIn } from "@/lib/clock";
import { formatBytes } from "@/lib/format";
import { announce } from "@/ui/Announcer";
import { Bone } from "@/ui/Bones";
import form from "@/form/form.module.css";
import classes from "./system.module.css";

interface DeliveryDrawerProps {
  readonly one: Delivery;
  readonly zone: string;
  readonly onClose: () => void;
}

export function DeliveryDrawer({ one, zone, onClose }: DeliveryDrawerProps) {
  const answer = useQuery(bodyQuery(one.id));
  return (
    <Drawer opened onClose={onClose} position="right" size="min(720px, 100vw)" title={<code>{one.topic}</code>} closeButtonProps={{ "aria-label": shellText.close }}>
      <p>{one.reason}</p>
      <p className={classes.quiet}>
        {dateTimeIn(zone, new Date(one.received_at))}, {formatBytes(one.size)}, {one.delivery_id}
      </p>
      {answer.isPending ? <Bone height={280} /> : null}
      {answer.error ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.data ? <Content found={answer.data} zone={zone} onClose={onClose} /> : null}
    </Drawer>
  );
}

interface ContentProps {
  readonly found: DeliveryBody;
  readonly zone: string;
  readonly onClose: () => void;
}

function Content({ found, zone, onClose }: ContentProps) {
  const mayWrite = useMay()("stores:write");
  const [text, setText] = useState(() => indented(found.body));
  const save = useMutation({
    mutationFn: () => editBody(found.id, text),
    onSuccess: () => {
      announce(systemText.replayed);
      void queryClient.invalidateQueries({ queryKey: ["system"] });
      onClose();
    },
  });
  const open = found.state === "parked";
  return (
    <form
      className={`${form.form} ${classes.delivery}`}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {found.edited_at ? <p className={classes.quiet}>{systemText.edited(found.edited_by ?? systemText.somebody, dateTimeIn(zone, new Date(found.edited_at)))}</p> : null}
      <Textarea
        label={systemText.body}
        description={open && mayWrite ? systemText.bodyHint : undefined}
        value={text}
        readOnly={!open || !mayWrite}
        autosize
        minRows={8}
        maxRows={22}
        spellCheck={false}
        classNames={{ input: classes.body ?? "" }}
        error={save.error?.message}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {found.original === null ? null : (
        <details>
          <summary>{systemText.original}</summary>
          <pre className={classes.source} tabIndex={0} aria-label={systemText.original}>
            {indented(found.original)}
          </pre>
        </details>
      )}
      <details>
        <summary>{systemText.headers}</summary>
        <dl className={classes.headers}>
          {Object.entries(found.headers).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {open ? (
        <div className={form.actions}>
          <Button type="submit" loading={save.isPending} disabled={!mayWrite} title={mayWrite ? undefined : shellText.needsPermission(systemText.change)}>
            {systemText.saveReplay}
          </Button>
        </div>
      ) : (
        <p className={classes.quiet}>{systemText.noLongerParked}</p>
      )}
    </form>
  );
}

/** Laid out for reading only where that loses nothing: long numbers and names told twice stay as they came. */
function indented(body: string): string {
  try {
    const read: unknown = JSON.parse(body);
    return JSON.stringify(read) === compacted(body) ? JSON.stringify(read, null, 2) : body;
  } catch {
    return body;
  }
}

/** The text without white space between its parts; what lies inside quotes stays. */
const compacted = (body: string): string => body.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
