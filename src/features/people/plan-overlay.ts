import { applyLinks, MAX_PARTNERS } from "./apply-links";
import type { PeopleLink } from "./overlay.store";

/**
 * Whom each person counts as, where it is another: people of the cloud joined by an organisation's links under the rules of
 * the cloud's own graph. The lowest ordinal represents the others, so an overlay is the same whenever it is made.
 */
export function planOverlay(
  links: readonly PeopleLink[],
  cuts: readonly (readonly [number, number])[],
): ReadonlyMap<number, number> {
  const partners = new Map<string, number>();
  for (const key of links.flatMap(({ keys }) => keys)) partners.set(key, (partners.get(key) ?? 0) + 1);
  const isShared = (key: string): boolean => partners.get(key)! > MAX_PARTNERS;
  const applicable = links.filter(({ keys }) => !keys.some(isShared));
  const { components } = applyLinks(
    applicable.flatMap(({ ordinals }) => ordinals.map(String)),
    applicable.map(({ ordinals: [a, b], at }) => ({ a: String(Math.min(a, b)), b: String(Math.max(a, b)), at })),
    { shared: new Set(), cuts: cuts.map(([a, b]) => [String(a), String(b)] as const) },
  );
  const aliases = new Map<number, number>();
  for (const names of components.all().values()) {
    const members = names.map(Number);
    const representative = members.reduce((lowest, member) => Math.min(lowest, member));
    for (const member of members) if (member !== representative) aliases.set(member, representative);
  }
  return aliases;
}
