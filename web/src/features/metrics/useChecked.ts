import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { checkFormula, type Checked, type CheckRequest } from "@/api/definitions";

const PAUSE_MS = 120;

/** What the server knows of a formula, shortly after it was typed. */
export function useChecked(asked: CheckRequest, enabled: boolean): UseQueryResult<Checked> {
  const text = JSON.stringify(asked);
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const found = useQuery({
    queryKey: ["definitions", "check", settled],
    queryFn: ({ signal }) => checkFormula(JSON.parse(settled) as CheckRequest, signal),
    enabled: enabled && asked.formula.trim() !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
  return settled === text ? found : ({ ...found, isPlaceholderData: true } as UseQueryResult<Checked>);
}
