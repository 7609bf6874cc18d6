/** What can be asked next about one mark. */
import { Menu, Modal } from "@mantine/core";
import { IconArrowsSplit2, IconChartLine, IconFilter, IconFilterOff, IconListDetails, IconQuestionMark, IconZoomInArea } from "@tabler/icons-react";
import { useState, type Ref } from "react";
import { useSession } from "@/app/view";
import { useExplain } from "@/board/explain";
import { breakDown, exactQuery, only, overTime, partsOf, sourceRows, spanOf, without, zoomIn, type Opening } from "@/features/explore/drill";
import type { Spot } from "@/features/explore/DrillProvider";
import { FieldPicker } from "@/features/explore/FieldPicker";
import type { Field } from "@/features/explore/groups";
import { useFields } from "@/features/explore/useFields";
import { drillText, exploreText } from "@/i18n/explore";
import { shellText } from "@/i18n/shell";
import { formatRange } from "@/lib/calendar";
import type { DrillMark } from "@/tiles/drill";
import { useNames } from "@/tiles/vocabulary";
import classes from "./explore.module.css";

interface DrillMenuProps {
  readonly mark: DrillMark;
  readonly spot: Spot;
  readonly go: (opening: Opening) => void;
  readonly onClose: () => void;
}

const ICON = { size: 15, "aria-hidden": true } as const;
const NEAR = ["store", "channel", "product_name", "category", "country", "customer_type"];
const SHOWN = 5;
const PARTS = 3;

/** The place the menu hangs at, and no more: nobody can press it, so it says nothing of a menu. */
function Here({ ref, x, y }: { readonly ref?: Ref<HTMLSpanElement>; readonly x: number; readonly y: number }) {
  return <span ref={ref} className={classes.spot} style={{ left: x, top: y }} />;
}

export default function DrillMenu({ mark, spot, go, onClose }: DrillMenuProps) {
  const [picking, setPicking] = useState(false);
  const fields = useFields();
  const names = useNames(useSession().stores);
  const explain = useExplain();
  const parts = partsOf(mark);
  const span = spanOf(mark);
  const zoomed = zoomIn(mark);
  const fixed = new Set(parts.map((part) => part.dimension));
  const near = NEAR.flatMap((key): Field[] => fields.dimensions.filter((field) => field.key === key && !fixed.has(key))).slice(0, SHOWN);
  const open = (opening: Opening): void => {
    onClose();
    go(opening);
  };
  if (picking) {
    return (
      <Modal opened onClose={onClose} title={drillText.pick} size={420} closeButtonProps={{ "aria-label": shellText.close }}>
        <FieldPicker label={exploreText.findDimension} fields={fields.dimensions.filter((field) => !fixed.has(field.key))} chosen={[]} onPick={(key) => open(breakDown(mark, key))} />
      </Modal>
    );
  }
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={264} offset={4} returnFocus={false} closeOnItemClick={false} withInitialFocusPlaceholder={false} withinPortal={false} floatingStrategy="fixed" zIndex={300}>
      <Menu.Target>
        <Here x={spot.x} y={spot.y} />
      </Menu.Target>
      <Menu.Dropdown aria-label={drillText.menu(mark.title)} className={classes.menu}>
        <div className={classes.mark} role="presentation">
          <span>{mark.title}</span>
          <span className={classes.markFigure}>{mark.figure}</span>
        </div>
        <Menu.Item data-autofocus leftSection={<IconListDetails {...ICON} />} onClick={() => open(sourceRows(mark))}>
          {drillText.rows}
        </Menu.Item>
        {zoomed === null || span === null ? null : (
          <Menu.Item leftSection={<IconZoomInArea {...ICON} />} onClick={() => open(zoomed)}>
            {drillText.zoom(formatRange(span, mark.view.today))}
          </Menu.Item>
        )}
        {span === null ? (
          <Menu.Item leftSection={<IconChartLine {...ICON} />} onClick={() => open(overTime(mark))}>
            {drillText.overTime}
          </Menu.Item>
        ) : null}
        {parts.slice(0, PARTS).flatMap((part) => {
          const name = parts.length > 1 ? `${names.dimension(part.dimension)} ${names.value(part.dimension, part.value)}` : names.value(part.dimension, part.value);
          return [
            <Menu.Item key={`${part.dimension} only`} leftSection={<IconFilter {...ICON} />} onClick={() => open(only(mark, part))}>
              {drillText.only(name)}
            </Menu.Item>,
            <Menu.Item key={`${part.dimension} without`} leftSection={<IconFilterOff {...ICON} />} onClick={() => open(without(mark, part))}>
              {drillText.without(name)}
            </Menu.Item>,
          ];
        })}
        <Menu.Label>{drillText.breakDown}</Menu.Label>
        {near.map((field) => (
          <Menu.Item key={field.key} leftSection={<IconArrowsSplit2 {...ICON} />} onClick={() => open(breakDown(mark, field.key))}>
            {field.label}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<span className={classes.blank} />} onClick={() => setPicking(true)}>
          {drillText.more}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconQuestionMark {...ICON} />}
          onClick={() => {
            onClose();
            explain({ query: exactQuery(mark), metric: mark.metric, title: mark.title, figure: mark.figure });
          }}
        >
          {drillText.definition}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
