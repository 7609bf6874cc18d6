import { useView } from "@/app/view";
import { Feed } from "@/board/Feed";
import { overviewText } from "@/i18n/overview";

const SHOWN = 12;

/** Orders coming in, of the stores in view. */
export function Arriving() {
  return <Feed view={useView()} title={overviewText.arriving} subtitle={overviewText.arrivingHint} shown={SHOWN} />;
}
