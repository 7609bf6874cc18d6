/** Any figure by anything: the question beside its answer, all of it in the address. */
import { Button, Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from "react";
import { usePicks, useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { Actions } from "@/features/explore/Actions";
import { Answer } from "@/features/explore/Answer";
import { Crumbs } from "@/features/explore/Crumbs";
import { DrillProvider } from "@/features/explore/DrillProvider";
import { Notices } from "@/features/explore/Notices";
import { QuestionPanel } from "@/features/explore/QuestionPanel";
import { askedFilters, kindOf } from "@/features/explore/state";
import { Starts } from "@/features/explore/Starts";
import { readTrail } from "@/features/explore/trail";
import { useExploration } from "@/features/explore/useExploration";
import { wordsOf } from "@/features/explore/useWords";
import { exploreText } from "@/i18n/explore";
import { shellText } from "@/i18n/shell";
import { customPeriod } from "@/lib/period";
import { useNow } from "@/lib/useNow";
import { viewOf } from "@/tiles/settle";
import { useNames } from "@/tiles/vocabulary";
import { RowBones } from "@/ui/Bones";
import { PageHead } from "@/ui/PageHead";
import classes from "../explore.module.css";

export function ExplorePage() {
  const explored = useExploration();
  const session = useSession();
  const [picks, setPicks] = usePicks();
  const { trail } = useSearch({ from: "/panel/explore" });
  const names = useNames(session.stores);
  const minute = Math.floor(useNow(60_000).getTime() / 60_000);
  const { state, fields, change } = explored;
  const view = useMemo(() => viewOf(session, picks, { filters: askedFilters(state) }, new Date(minute * 60_000)), [session, picks, state, minute]);
  const kind = kindOf(state, names.metric);
  const asks = state.metrics.length > 0;
  const title = asks ? wordsOf(state, names) : exploreText.title;
  const heading = useHeading(trail, asks && fields.ready);
  const steps = useMemo(() => readTrail(trail), [trail]);
  const narrow = useMediaQuery("(max-width: 899px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const actions = asks && fields.ready ? <Actions state={state} kind={kind} view={view} names={names} title={title} compact={narrow} /> : null;
  return (
    <DrillProvider exploring>
      <PageHead title={exploreText.title} subtitle={exploreText.subtitle}>
        {narrow ? null : actions}
      </PageHead>
      <Crumbs trail={steps} here={title} />
      <Notices explored={explored} kind={kind} />
      {fields.error && !fields.ready ? <Refusal error={fields.error} retry={fields.retry} /> : null}
      <div className={classes.layout}>
        <Asking narrow={narrow} asks={asks} actions={actions}>
          <QuestionPanel explored={explored} kind={kind} names={names} />
        </Asking>
        <section className={classes.answer} aria-label={exploreText.results} aria-busy={!fields.ready}>
          {!fields.ready ? (
            <RowBones rows={8} height={48} />
          ) : asks ? (
            <>
              <div className={classes.answerHead}>
                <div>
                  <h2 ref={heading} tabIndex={-1} className={classes.answerTitle}>
                    {title}
                  </h2>
                  <p className={classes.scope}>
                    {[view.rangeWords, state.rows ? "" : view.comparedWords, view.chosen.length === 0 ? "" : view.stores.map((store) => store.name).join(", "), view.currency].filter(Boolean).join(" · ")}
                  </p>
                </div>
              </div>
              <Answer state={state} kind={kind} view={view} names={names} onKind={(next) => change({ kind: next })} onZoom={(range) => setPicks({ period: customPeriod(range) })} onBack={() => change({ rows: false })} />
            </>
          ) : (
            <Starts metrics={fields.metrics} dimensions={fields.dimensions} />
          )}
        </section>
      </div>
    </DrillProvider>
  );
}

/** Whatever was pressed to come here is gone: the focus goes to what it led to. */
function useHeading(trail: string | undefined, ready: boolean): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body || !document.activeElement.isConnected;
    if (ready && lost) heading.current?.focus({ preventScroll: true });
  }, [trail, ready]);
  return heading;
}

interface AskingProps {
  readonly narrow: boolean;
  readonly asks: boolean;
  /** Beside the button of a phone. */
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** Beside the answer on a desk, in a sheet over it on a phone. */
function Asking({ narrow, asks, actions, children }: AskingProps) {
  const [open, setOpen] = useState(false);
  if (!narrow) {
    return (
      <aside className={classes.side} aria-label={exploreText.question}>
        {children}
      </aside>
    );
  }
  return (
    <div className={classes.asking}>
      <Button variant={asks ? "default" : "filled"} leftSection={<IconAdjustmentsHorizontal size={15} aria-hidden />} onClick={() => setOpen(true)}>
        {asks ? exploreText.change : exploreText.build}
      </Button>
      {actions}
      <Drawer opened={open} onClose={() => setOpen(false)} position="bottom" size="88dvh" title={exploreText.question} closeButtonProps={{ "aria-label": shellText.close }}>
        {children}
        <div className={classes.sheetFoot}>
          <Button fullWidth onClick={() => setOpen(false)}>
            {exploreText.done}
          </Button>
        </div>
      </Drawer>
    </div>
  );
}
