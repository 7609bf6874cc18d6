/** Skeletons of the right shape, so that nothing moves when figures arrive; `data-bone` marks what is not there yet. */
import classes from "./Bones.module.css";

export function Bone({ width = "100%", height = 14 }: { readonly width?: number | string; readonly height?: number }) {
  return <span className={classes.bone} style={{ width, height }} data-bone aria-hidden />;
}

export function RowBones({ rows, height = 34 }: { readonly rows: number; readonly height?: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes.row} style={{ height }}>
          <Bone width={`${58 - ((index * 13) % 27)}%`} />
          <Bone width={64} />
        </div>
      ))}
    </div>
  );
}

const BARS = [28, 22, 18, 20, 30, 42, 55, 62, 66, 70, 78, 74, 66, 60, 58, 64, 72, 84, 92, 88, 70, 52, 40, 30];

export function ChartBones({ height }: { readonly height: number }) {
  return (
    <div className={classes.chart} style={{ height }} data-bone aria-hidden>
      {BARS.map((share, index) => (
        <span key={index} className={classes.bar} style={{ height: `${share * 0.8}%` }} />
      ))}
    </div>
  );
}
