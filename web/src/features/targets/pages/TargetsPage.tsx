/** What figures should reach: running, to come and over, and the way to set more. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { Target } from "@/api/targets";
import { useMay, useView } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { shownOf } from "@/features/targets/draft";
import { targetsQuery } from "@/features/targets/queries";
import { SHOWN } from "@/features/targets/search";
import { TargetForm } from "@/features/targets/TargetForm";
import { TargetRow } from "@/features/targets/TargetRow";
import { shellText } from "@/i18n/shell";
import { shownTargets, targetsText } from "@/i18n/targets";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";
import classes from "../targets.module.css";

export function TargetsPage() {
  const { show = "running" } = useSearch({ from: "/panel/targets" });
  const navigate = useNavigate({ from: "/targets" });
  const { today } = useView();
  const [open, setOpen] = useState<Target | "new" | null>(null);
  const answer = useQuery(targetsQuery);
  const found = shownOf(answer.data ?? [], show, today);
  return (
    <>
      <PageHead title={targetsText.title} subtitle={targetsText.subtitle}>
        <Add onClick={() => setOpen("new")} />
      </PageHead>
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label={targetsText.show}
          data={SHOWN.map((value) => ({ value, label: shownTargets[value] }))}
          value={show}
          onChange={(chosen) => void navigate({ search: (old) => ({ ...old, show: SHOWN.find((one) => one === chosen && one !== "running") }), replace: true })}
        />
        <p className={classes.quiet} role="status">
          {answer.data ? targetsText.count(found.length) : ""}
        </p>
      </div>
      {answer.isPending ? <RowBones rows={4} height={64} /> : null}
      {answer.error && !answer.data ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.data && found.length === 0 ? <EmptyState title={targetsText.none[show]} text={targetsText.noneText} /> : null}
      {found.length > 0 ? (
        <ul className={classes.list}>
          {found.map((target) => (
            <TargetRow key={target.id} target={target} onEdit={() => setOpen(target)} />
          ))}
        </ul>
      ) : null}
      {open === null ? null : <TargetForm target={open === "new" ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Add({ onClick }: { readonly onClick: () => void }) {
  const mayEdit = useMay()("targets:edit");
  return (
    <Button leftSection={<IconPlus size={15} aria-hidden />} disabled={!mayEdit} title={mayEdit ? undefined : shellText.needsPermission(targetsText.mayNot)} onClick={onClick}>
      {targetsText.add}
    </Button>
  );
}
