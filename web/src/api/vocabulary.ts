/** What can be asked: metrics and dimensions with their definitions. */
import { get } from "@/api/client";

export interface Metric {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly formula: string;
  readonly unit: string;
  readonly direction: "up" | "down" | "neutral";
  readonly owner: string;
  readonly is_custom?: boolean;
  readonly certified?: boolean;
}

export interface Dimension {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly type: string;
  readonly owner: string;
  readonly is_custom?: boolean;
  readonly certified?: boolean;
}

export const fetchMetrics = (signal?: AbortSignal): Promise<readonly Metric[]> => get<readonly Metric[]>("/metrics", signal);
export const fetchDimensions = (signal?: AbortSignal): Promise<readonly Dimension[]> => get<readonly Dimension[]>("/dimensions", signal);
