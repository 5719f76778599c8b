import type { RoaringBitmap32 } from "roaring";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import type { SmallGroups } from "../../platform/small-groups";
import { UserProblems } from "../../platform/user-error";
import type { AccessService, Question, QuestionBudget } from "../access";
import { type AssetService, type AssetSnapshot, LABELS_THINNED } from "../assets";
import type { RulePeople } from "../audiences";
import { MAX_WINDOW_DAYS } from "../opportunities";

/*
 * Terms of this feature
 *
 * practice:  a way of working with people that the industry has a name for: retouching, seeding, chasing, touching twice. Each is a
 *            question about groups of people, and the rules of a pack that answers it.
 * group:     people told by a rule tree. A practice counts the overlaps of groups that were read as of one instant, so its figures
 *            and its pack cannot differ.
 */

/** Groups of a practice, in the order of their trees. */
export interface PracticeGroups extends SmallGroups {
  /** What every tree was read as of. */
  readonly asOf: Date;
  readonly people: readonly RoaringBitmap32[];
}

/** What an answer was read from. */
export interface PracticeScope extends SmallGroups {
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
}

export interface PracticeReaderParts {
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly assets: AssetService;
  readonly rulePeople: RulePeople;
}

export class PracticeReader {
  constructor(private readonly parts: PracticeReaderParts) {}

  /** Pays the question and reads the groups of the trees. `path` leads to the argument that a problem of the trees is of. */
  async ask(
    context: RequestContext,
    brandId: number,
    { figure, ...asked }: Question,
    { trees, path = [] }: { readonly trees: readonly RuleInput[]; readonly path?: readonly string[] },
  ): Promise<PracticeGroups> {
    const { access, questions, rulePeople } = this.parts;
    await questions.spend(context, { figure, brandId, ...asked });
    const [{ asOf, people }, { smallGroupThreshold: threshold, roundingBase }] = await Promise.all([
      rulePeople.read(context, brandId, trees, path),
      access.ownOrganisation(context),
    ]);
    return { asOf, people, threshold, roundingBase };
  }

  /** The snapshot that trees with labels are read as of: of an instant, or the newest. */
  async requireLabels(
    context: RequestContext,
    brandId: number,
    { at, path }: { readonly at?: Date; readonly path: readonly string[] },
  ): Promise<AssetSnapshot> {
    const snapshot = await this.parts.assets.latestSnapshot(context, brandId, at);
    if (snapshot?.hasLabels) return snapshot;
    if (snapshot) throw UserProblems.one("LABELS_THINNED", path, LABELS_THINNED);
    const when = at ? ` as of ${at.toISOString()}` : "";
    const message = `The brand must have a published snapshot${when}, but has none; take one with takeAssetSnapshot.`;
    throw UserProblems.one("NO_SNAPSHOT", path, message);
  }
}

/** Refuses a number out of bounds at its argument. */
export function requireWithin(
  name: string,
  value: number,
  { min, max, path = [] }: { readonly min: number; readonly max: number; readonly path?: readonly string[] },
): void {
  if (value >= min && value <= max) return;
  throw UserProblems.one("INVALID_INPUT", [...path, name], `${name} must be ${min} to ${max}, but got ${value}.`);
}

export const requireDays = (days: number, path?: readonly string[]): void =>
  requireWithin("days", days, { min: 1, max: MAX_WINDOW_DAYS, ...(path && { path }) });

const DAY_MS = 86_400_000;

/** The days before the instant that groups were read as of. */
export const scopeOf = ({ asOf, threshold, roundingBase }: PracticeGroups, days: number): PracticeScope => ({
  from: new Date(asOf.getTime() - days * DAY_MS),
  to: asOf,
  asOf,
  threshold,
  roundingBase,
});
