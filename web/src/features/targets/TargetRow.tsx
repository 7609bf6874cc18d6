/** One target: what should be reached, how much of it is done, and whether that is as much as expected by now. */
import { Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchPace, removeTarget, type Pace, type Target } from "@/api/targets";
import { useSession, useView } from "@/app/view";
import { PaceBar } from "@/board/PaceBar";
import { amountOf, shareWords, standingOf } from "@/board/pace";
import { targetsChanged } from "@/features/targets/queries";
import { ConfirmDanger } from "@/form/ConfirmDanger";
import { periodNames, targetsText } from "@/i18n/targets";
import { formatRange } from "@/lib/calendar";
import type { Unit } from "@/lib/format";
import { useNames } from "@/tiles/vocabulary";
import { announce } from "@/ui/Announcer";
import { Bone } from "@/ui/Bones";
import classes from "./targets.module.css";

export function TargetRow({ target, onEdit }: { readonly target: Target; readonly onEdit: () => void }) {
  const { stores } = useSession();
  const { today } = useView();
  const [removing, setRemoving] = useState(false);
  const words = useNames(stores).metric(target.metric);
  const hasBegun = target.start <= today;
  const pace = useQuery({ queryKey: ["targets", "pace", target.id], queryFn: ({ signal }) => fetchPace(target, signal), enabled: hasBegun, staleTime: 60_000, retry: false });
  const shop = target.store === null ? targetsText.allStores : (stores.find((one) => one.slug === target.store)?.name ?? target.store);
  const name = `${words.label}, ${shop}`;
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <p className={classes.name}>{words.label}</p>
        <p className={classes.quiet}>
          {shop} · {periodNames[target.period]} {formatRange({ from: target.start, to: target.end }, today)}
        </p>
      </div>
      <div className={classes.way}>
        {pace.data ? (
          <Way pace={pace.data} unit={words.unit} more={words.more} isOver={target.end < today} />
        ) : hasBegun && pace.isPending ? (
          <Bone width="80%" height={28} />
        ) : (
          <p className={classes.quiet}>{pace.error ? pace.error.message : amountOf(target.amount, words.unit, target.currency)}</p>
        )}
      </div>
      {target.may_edit ? (
        <Menu position="bottom-end" width={150}>
          <Menu.Target>
            <Button variant="subtle" color="gray" size="compact-sm" aria-label={targetsText.actions(name)}>
              <IconDots size={16} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onEdit}>{targetsText.change}</Menu.Item>
            <Menu.Item color="danger" onClick={() => setRemoving(true)}>
              {targetsText.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {removing ? <Remove target={target} name={name} onClose={() => setRemoving(false)} /> : null}
    </li>
  );
}

function Way({ pace, unit, more, isOver }: { readonly pace: Pace; readonly unit: Unit; readonly more: "good" | "bad" | "neutral"; readonly isOver: boolean }) {
  const standing = standingOf(pace, { unit, more });
  const { currency } = pace.target;
  const isHeld = pace.method === "level";
  const end = pace.expected_at_end;
  return (
    <>
      <p className={classes.said}>
        <span className={classes.share}>{shareWords(pace, unit)}</span>
        <span className={classes.stand} data-tone={standing.tone}>
          {standing.words}
        </span>
      </p>
      <PaceBar standing={standing} />
      {isHeld ? null : (
        <p className={classes.quiet}>
          {targetsText.reached(amountOf(pace.actual, unit, currency))}
          {isOver || pace.expected_by_now === null ? "" : `, ${targetsText.expected(amountOf(pace.expected_by_now, unit, currency))}`}
          {isOver || end === null ? "" : `, ${targetsText.forecast(amountOf(end, unit, currency))}`}
        </p>
      )}
      <details className={classes.how}>
        <summary>{targetsText.how}</summary>
        {pace.statement}
      </details>
    </>
  );
}

function Remove({ target, name, onClose }: { readonly target: Target; readonly name: string; readonly onClose: () => void }) {
  const go = useMutation({
    mutationFn: () => removeTarget(target.id),
    onSuccess: () => {
      announce(targetsText.removed(name));
      targetsChanged();
      onClose();
    },
  });
  return <ConfirmDanger title={targetsText.removeTitle(name)} text={targetsText.removeText} cancel={targetsText.cancel} confirm={targetsText.remove} go={go} onClose={onClose} />;
}
