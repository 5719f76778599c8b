import { RoaringBitmap32 } from "roaring";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { type AudiencePack, MAX_EVERY_HOURS, type PackLifecycle } from "../audiences";
import type { BrandWindows } from "../journeys";
import { lastHour, type NewOpportunityPack, noData, type OpportunityPacks } from "../opportunities";
import { arrivedRules, type ChaseChoice, chaseRules, checkChase, saturatedRules, waitingRules } from "./chase";
import type { ChaseStore, LastTouched } from "./chase.store";
import { type PracticeReader, type PracticeScope, scopeOf } from "./practice-reader";
import { exposedWithin } from "./practice-rules";
import { tellParts } from "./told-people";
import type { TouchLimit, TouchLimitChoice, TouchLimits } from "./touch-limit";

/** Whom to chase, as a caller says it. */
export type ChaseQuestion = Omit<ChaseChoice, "maxTouches"> & TouchLimitChoice;

/** People who were touched off site, by what became of them; null where withheld. The last four sum to the first (V51). */
export interface Chase {
  readonly scope: PracticeScope;
  readonly touchLimit: TouchLimit;
  readonly touched: bigint | null;
  readonly due: bigint | null;
  readonly waiting: bigint | null;
  readonly saturated: bigint | null;
  readonly arrived: bigint | null;
  readonly nextTouchAt: Date | null;
  readonly rules: RuleInput;
}

export interface ChasePack {
  readonly pack: AudiencePack;
  /** Null of a replay: the pack keeps the bound that it was made with. */
  readonly touchLimit: TouchLimit | null;
}

export interface ChaseServiceParts {
  readonly limits: TouchLimits;
  readonly reader: PracticeReader;
  readonly windows: BrandWindows;
  readonly store: ChaseStore;
  readonly packs: OpportunityPacks;
  readonly packLifecycle: PackLifecycle;
}

const HOUR_MS = 3_600_000;

export class ChaseService {
  constructor(private readonly parts: ChaseServiceParts) {}

  async analyse(context: RequestContext, brandId: number, question: ChaseQuestion): Promise<Chase> {
    const touchLimit = await this.parts.limits.find(context, brandId, question, []);
    const choice = choiceOf(question, touchLimit);
    checkChase(choice, []).throwIfAny();
    const { days } = choice;
    const rules = chaseRules(choice);
    const trees = [exposedWithin(days), rules, waitingRules(choice), saturatedRules(choice), arrivedRules(days)];
    const read = await this.parts.reader.ask(context, brandId, { figure: "CHASE", ...choice }, { trees });
    const [exposed, ...parts] = read.people as readonly [RoaringBitmap32, ...RoaringBitmap32[]];
    if (exposed.isEmpty) throw noData("touches off site", days);
    const [due, waiting, saturated, arrived] = tellParts(
      parts.map(({ size }) => size),
      read,
    ) as [...[bigint | null, bigint | null, bigint | null, bigint | null]];
    const scope = scopeOf(read, days);
    return {
      ...{ scope, touchLimit, due, waiting, saturated, arrived, rules },
      touched: tellParts([exposed.size], read)[0]!,
      nextTouchAt: due ? scope.asOf : await this.firstDue(context, brandId, choice, parts[1]!),
    };
  }

  /** A live pack: every refresh lets go who arrived, and takes in whose wait is over. */
  async createPack(
    context: RequestContext,
    pack: NewOpportunityPack,
    { everyHours, ...question }: ChaseQuestion & { readonly everyHours: number },
    key?: string,
  ): Promise<ChasePack> {
    const { limits, packs, packLifecycle } = this.parts;
    const touchLimit = await limits.find(context, pack.brandId, question, ["input"]);
    const choice = choiceOf(question, touchLimit);
    const problems = checkChase(choice, ["input"]);
    const most = Math.min(choice.waitHours, MAX_EVERY_HOURS);
    if (everyHours < 1 || everyHours > most)
      problems.add(
        "INVALID_INPUT",
        ["input", "everyHours"],
        `everyHours must be 1 to ${most}, no longer than the wait, but got ${everyHours}; who arrived stays until the next refresh.`,
      );
    const request = { ...pack, ...question, practice: "CHASE" };
    const made = await packs.create(context, pack, chaseRules(choice), { key, problems, request });
    // Later versions have their schedule: a replay leaves it as it is.
    if (made.version > 1) return { pack: made, touchLimit: null };
    const change = { packId: made.id, expectedVersion: made.version };
    return { pack: await packLifecycle.setRefresh(context, change, { hourOfDay: null, everyHours }), touchLimit };
  }

  /** The full hour by which the wait of so many people is over that they may be told; null when it never is. */
  private async firstDue(
    context: RequestContext,
    brandId: number,
    { waitHours }: ChaseChoice,
    waiting: RoaringBitmap32,
  ): Promise<Date | null> {
    if (waiting.isEmpty) return null;
    const { windows, store } = this.parts;
    const to = new Date(lastHour(context.clock.now()).getTime() + HOUR_MS);
    // From a whole hour before the look-back begins, so that nobody who waits lies outside of it.
    const from = new Date(to.getTime() - (waitHours + 2) * HOUR_MS);
    const window = await windows.grant(context, brandId, { from, to });
    const touches = await windows.read(context, window, (granted) => store.findLastTouches(granted));
    const until = firstOfMany(touches, waiting, window.threshold);
    return until && new Date(until.getTime() + waitHours * HOUR_MS);
  }
}

const choiceOf = ({ days, waitHours }: ChaseQuestion, { maxTouches }: TouchLimit): ChaseChoice => ({
  ...{ days, waitHours, maxTouches },
});

function firstOfMany(touches: readonly LastTouched[], waiting: RoaringBitmap32, threshold: number): Date | null {
  let people = 0;
  for (const { until, people: touched } of touches) {
    people += RoaringBitmap32.and(touched, waiting).size;
    if (people >= threshold) return until;
  }
  return null;
}
