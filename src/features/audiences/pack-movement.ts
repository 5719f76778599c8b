import type { Organisation } from "../access";
import type { PackMovement } from "./audience-pack";
import { type AudienceSize, tellSize } from "./audience-size";

/** The sizes of both builds are told, and so is what entered less what left: of a pair, one too small takes the other with it. */
export function tellMovement(
  { entered, left }: PackMovement,
  organisation: Pick<Organisation, "smallGroupThreshold" | "roundingBase">,
): { readonly entered: AudienceSize; readonly left: AudienceSize } {
  const told = { entered: tellSize(entered, organisation), left: tellSize(left, organisation) };
  if (told.entered.people !== null && told.left.people !== null) return told;
  return { entered: { ...told.entered, people: null }, left: { ...told.left, people: null } };
}
