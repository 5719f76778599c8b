import type { Placement } from "../campaigns";
import type { Dimension } from "./dimension";
import type { Touch } from "./touch";

/** A line of a report within its dimension. */
export interface LineKey {
  /** Of PLATFORM and PLACEMENT; empty in other dimensions. */
  readonly platform: string;
  /** Empty by PLATFORM, and for touches that name nothing in this dimension. */
  readonly key: string;
}

/** Injective, so that no two lines share a label whatever characters their names hold. */
export const labelOf = ({ platform, key }: LineKey): string => JSON.stringify([platform, key]);

export function parseLabel(label: string): LineKey {
  const [platform, key] = JSON.parse(label) as [string, string];
  return { platform, key };
}

/** The line of a touch; `placement`: what the touch's external id belongs to. */
export function lineOf(dimension: Dimension, touch: Touch, placement: Placement | undefined): LineKey {
  const { platform } = touch;
  if (dimension === "PLATFORM") return { platform, key: "" };
  if (dimension === "PLACEMENT") return { platform, key: touch.placement };
  return { platform: "", key: keyOf(dimension, touch, placement) };
}

/** The lines of a placement that nobody touched: money without effect has a line, too. */
export function lineOfPlacement(dimension: Dimension, placement: Placement, firstId: string): LineKey | null {
  const { platform } = placement;
  if (dimension === "PLATFORM") return { platform, key: "" };
  if (dimension === "PLACEMENT") return { platform, key: firstId };
  if (dimension === "STEP") return { platform: "", key: placement.step };
  if (dimension === "PACK") return { platform: "", key: placement.audiencePackId ?? "" };
  return null;
}

function keyOf(
  dimension: Exclude<Dimension, "PLATFORM" | "PLACEMENT">,
  touch: Touch,
  placement: Placement | undefined,
): string {
  switch (dimension) {
    case "PACK":
      return placement?.audiencePackId ?? "";
    case "STEP":
      return placement?.step ?? "";
    case "CHANNEL":
      return touch.platform;
    case "PROGRAMME":
      return touch.programme;
    case "CREATIVE":
      return touch.creative;
    case "CREATOR":
      return touch.creator;
    case "KEYWORD":
      return touch.keyword;
    case "SITE":
      return touch.site;
    case "HOUR":
      return touch.hour;
  }
}
