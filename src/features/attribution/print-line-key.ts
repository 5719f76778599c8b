import type { Dimension } from "./dimension";
import type { LineKey } from "./line-key";
import { OTHER } from "./small-lines";

/** Makes the id that the API gives an object. */
export type NodeIds = (type: string, key: string) => string;

/** A line's key as clients see it. */
export function printLineKey({ platform, key }: LineKey, dimension: Dimension, nodeId: NodeIds): string {
  if (dimension === "PLATFORM" || dimension === "PLACEMENT") return key === "" ? platform : `${platform}/${key}`;
  return dimension === "PACK" && key !== "" && key !== OTHER ? nodeId("AudiencePack", key) : key;
}
