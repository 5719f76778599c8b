import type { ProblemList } from "../../platform/user-error";
import type { ActionCount, RuleSetDefinition } from "../assets";
import { intents, stages } from "../assets";
import { checkGroups } from "./check-groups";
import type { DefinitionDraft } from "./definition-draft";

/** Longest look-back: the universe of audience packs, so that everybody with a label can be in a pack. */
export const MAX_LOOKBACK_DAYS = 365;
/** Most times that a rule may ask for: nobody does anything more often in a look-back and is a person. */
export const MAX_TIMES = 1_000;

/** A stage is a depth, so who meets several stages is in the deepest. */
export const DEEPEST_FIRST = [...stages].reverse();

/** Orders and refunds are weighed against each other, not counted; reviews count by their rating. */
const NOT_COUNTED = ["ORDER", "REFUND"];
const NOT_AFTER_ORDER = [...NOT_COUNTED, "REVIEW"];

type Path = readonly string[];

/** Finds all that is wrong with a draft; its definition, which holds only when nothing is. */
export function checkDefinition(problems: ProblemList, draft: DefinitionDraft, path: Path): RuleSetDefinition {
  const check = new DefinitionCheck(problems, path);
  const { universeDays, stagePriority, aware, appeal, act, advocate, nineGrid } = draft;
  check.days(universeDays, ["universeDays"]);
  for (const [stage, days] of Object.entries({ aware, appeal, act, advocate }).map(
    ([name, rule]) => [name, rule.days] as const,
  )) {
    check.days(days, [stage, "days"]);
    if (days > universeDays)
      check.report(
        [stage, "days"],
        `${stage}.days must be at most universeDays (${universeDays}), as only people of the universe have a stage, but got ${days}.`,
      );
  }
  check.order(stagePriority, stages, ["stagePriority"], "overlap: who meets two of them would be in both");
  if (new Set(stagePriority).size === stages.length && stagePriority.join() !== DEEPEST_FIRST.join())
    check.report(
      ["stagePriority"],
      `stagePriority must be ${DEEPEST_FIRST.join(", ")}, as a stage is a depth that people reach, but got ${stagePriority.join(", ")}.`,
    );
  check.actionCount(appeal.repeated, ["appeal", "repeated"]);
  check.actionCount(appeal.strong, ["appeal", "strong"]);
  check.range(advocate.orderDays, 1, MAX_TIMES, ["advocate", "orderDays"]);
  check.range(advocate.minimumRating, 1, 5, ["advocate", "minimumRating"]);
  check.actions(advocate.actionsAfterOrder, NOT_AFTER_ORDER, ["advocate", "actionsAfterOrder"]);
  check.order(
    nineGrid.intentPriority,
    intents,
    ["nineGrid", "intentPriority"],
    "overlap: who shows two of them would be in both rows",
  );
  check.days(nineGrid.intentDays, ["nineGrid", "intentDays"]);
  check.actions(nineGrid.intentExcludes, [], ["nineGrid", "intentExcludes"]);
  check.days(nineGrid.loyaltyDays, ["nineGrid", "loyaltyDays"]);
  if (!(nineGrid.loyalShare >= 0 && nineGrid.loyalShare <= 1))
    check.report(["nineGrid", "loyalShare"], `loyalShare must be 0 to 1, but got ${nineGrid.loyalShare}.`);
  return { ...draft, groups: checkGroups(problems, draft.groups, [...path, "groups"]) };
}

class DefinitionCheck {
  constructor(
    private readonly problems: ProblemList,
    private readonly root: Path,
  ) {}

  report(path: Path, message: string): void {
    this.problems.add("INVALID_INPUT", [...this.root, ...path], message);
  }

  days(days: number, path: Path): void {
    this.range(days, 1, MAX_LOOKBACK_DAYS, path);
  }

  range(value: number, least: number, most: number, path: Path): void {
    if (value >= least && value <= most) return;
    this.report(path, `${path.join(".")} must be ${least} to ${most}, but got ${value}.`);
  }

  actionCount({ actions, times }: ActionCount, path: Path): void {
    this.range(times, 1, MAX_TIMES, [...path, "times"]);
    if (actions.length === 0)
      this.report([...path, "actions"], `${path.join(".")}.actions must name at least one action, but got none.`);
    this.actions(actions, NOT_COUNTED, [...path, "actions"]);
  }

  /** What is an action at all the schema says. */
  actions(actions: readonly string[], refused: readonly string[], path: Path): void {
    const wrong = actions.filter((action) => refused.includes(action));
    if (wrong.length > 0)
      this.report(
        path,
        `${path.join(".")} must not name ${refused.join(", ")}, which have rules of their own, but got ${wrong.join(", ")}.`,
      );
    if (new Set(actions).size < actions.length)
      this.report(path, `${path.join(".")} must name each action once, but got ${actions.join(", ")}.`);
  }

  /** Every one of `all` exactly once. */
  order(given: readonly string[], all: readonly string[], path: Path, otherwise: string): void {
    if (given.length === all.length && all.every((value) => given.includes(value))) return;
    const got = given.length === 0 ? "none" : given.join(", ");
    this.report(
      path,
      `${path.join(".")} must name each of ${all.join(", ")} once, else they ${otherwise}; but got ${got}.`,
    );
  }
}
