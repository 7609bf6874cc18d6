/** Values of dimensions as people read them. */
import { countryName, humanise } from "@/lib/names";

const SPOKEN = new Set(["channel", "status", "device", "source", "gateway"]);

export const valueName = (dimension: string, value: string): string =>
  dimension === "country" ? countryName(value) : SPOKEN.has(dimension) ? humanise(value) : value;
