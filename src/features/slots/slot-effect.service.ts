import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AssetService, RuleSet, StageHistory } from "../assets";
import { type AudiencePack, type AudienceService, hasMembers } from "../audiences";
import type { BrandService } from "../brands";
import type { BrandWindow, BrandWindows, GrantedWindow, Window } from "../journeys";
import {
  type Slot,
  type SlotBasis,
  type SlotCrowd,
  type SlotEffect,
  type SlotPeople,
  slotsOf,
  tellSlots,
} from "./slot-effect";
import type { SlotEffectStore } from "./slot-effect.store";
import type { SlotHourStore } from "./slot-hour.store";

/** Longest window: what is compared are people at A1 at its start. */
export const MAX_SLOT_DAYS = 92;
const DAY_MS = 86_400_000;

export interface SlotEffects {
  readonly window: GrantedWindow;
  readonly ruleSet: RuleSet;
  readonly currencyCode: string;
  readonly basis: SlotBasis;
  readonly holdout: AudiencePack | null;
  readonly slots: readonly SlotEffect[];
}

export interface SlotEffectServiceParts {
  readonly windows: BrandWindows;
  readonly brands: BrandService;
  readonly packs: AudienceService;
  readonly assets: AssetService;
  readonly stages: StageHistory;
  readonly hours: SlotHourStore;
  readonly store: SlotEffectStore;
}

/** Whether A1 people who saw a slot came to A2 more than people like them who did not (V37). */
export class SlotEffectService {
  constructor(private readonly parts: SlotEffectServiceParts) {}

  async ofBrand(
    context: RequestContext,
    brandId: number,
    asked: Window,
    holdoutPackId: string | null,
  ): Promise<SlotEffects> {
    const { windows, brands, packs, assets, hours } = this.parts;
    const window = await windows.grant(context, brandId, asked);
    checkWindow(window);
    const [{ currencyCode }, { ruleSet }, holdout] = await Promise.all([
      brands.requireGranted(context, brandId, ["brandId"]),
      assets.ruleSetInForce(context, brandId),
      holdoutPackId === null ? null : packs.requirePack(context, holdoutPackId, ["holdoutPackId"]),
    ]);
    if (holdout !== null && (holdout.brandId !== brandId || !hasMembers(holdout)))
      throw UserProblems.one(
        "INVALID_INPUT",
        ["holdoutPackId"],
        "holdoutPackId must name a pack of this brand that has members, as they are the holdout; build it first.",
      );
    const slots = slotsOf(await hours.findOfBrand(context, brandId, window));
    const buildId = holdout?.build?.id ?? null;
    const question = { figure: "SLOT_EFFECTS", ruleSetId: ruleSet.id, buildId };
    const [people, crowd] = await windows.ask(context, window, question, async (read) =>
      this.read(read, slots, ruleSet, buildId === null ? null : await packs.membersOfBuild(context, buildId)),
    );
    return {
      ...{ window, ruleSet, currencyCode, holdout, basis: holdout === null ? "UNEXPOSED" : "HOLDOUT" },
      slots: tellSlots(slots, people, crowd, window),
    };
  }

  private async read(
    window: BrandWindow,
    slots: readonly Slot[],
    ruleSet: RuleSet,
    heldOut: RoaringBitmap32 | null,
  ): Promise<readonly [readonly SlotPeople[], SlotCrowd]> {
    const { stages, store } = this.parts;
    const { brandId, zone, from, to, asOf, sourceIds, overlayId } = window;
    const until = { from, to: new Date(Math.min(to.getTime(), asOf.getTime())) };
    const question = { brand: { id: brandId, zone, primaryCategoryId: null }, ruleSet, sourceIds, overlayId };
    const [people, [, aware], risen, active] = await Promise.all([
      store.exposed({ ...window, ...until }, slots, stages.risesSql(question, until)),
      stages.stagesAt(question, from),
      stages.risenToAppeal(question, until),
      store.strata(window),
    ]);
    const quiet = RoaringBitmap32.andNot(aware, RoaringBitmap32.orMany([...active]));
    return [people, { aware, risen, strata: [...active, quiet], heldOut }];
  }
}

function checkWindow({ from, to, asOf }: GrantedWindow): void {
  if (from >= asOf)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["from"],
      `from must lie before now (${asOf.toISOString()}), but got ${from.toISOString()}.`,
    );
  if (to.getTime() - from.getTime() > MAX_SLOT_DAYS * DAY_MS)
    throw UserProblems.one("INVALID_INPUT", ["to"], `to must lie at most ${MAX_SLOT_DAYS} days after from.`);
}
