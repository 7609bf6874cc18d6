/** The way here, step by step; every step is a link back to exactly what was seen. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { boardsQuery } from "@/features/boards/queries";
import { readBoardSearch } from "@/features/boards/search";
import { readState } from "@/features/explore/address";
import { allPicks, openStep, writeTrail, type Step } from "@/features/explore/trail";
import { useWords } from "@/features/explore/useWords";
import { exploreText } from "@/i18n/explore";
import classes from "./explore.module.css";

export function Crumbs({ trail, here }: { readonly trail: readonly Step[]; readonly here: string }) {
  const boards = useQuery({ ...boardsQuery, enabled: trail.some((step) => step.startsWith("/boards/")) }).data;
  const words = useWords();
  if (trail.length === 0) return null;
  return (
    <nav aria-label={exploreText.back} className={classes.crumbs}>
      <ol>
        {trail.map((step, index) => {
          const { board, picks, search, explore } = openStep(step);
          return (
            <li key={index}>
              {board === null ? (
                <Link to="/explore" search={{ ...allPicks(picks), ...explore, trail: writeTrail(trail.slice(0, index)) }}>
                  {words(readState(explore).state)}
                </Link>
              ) : (
                <Link to="/boards/$boardId" params={{ boardId: board }} search={{ ...allPicks(picks), ...readBoardSearch(search) }}>
                  {boards?.find((one) => one.id === board)?.name ?? exploreText.board}
                </Link>
              )}
            </li>
          );
        })}
        <li aria-current="page">{here}</li>
      </ol>
    </nav>
  );
}
