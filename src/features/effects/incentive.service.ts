import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import { type AudiencePack, type AudienceService, hasMembers } from "../audiences";
import type { BrandService } from "../brands";
import type { BrandWindows, GrantedWindow, Window } from "../journeys";
import { asLines } from "./campaign-scope";
import { type IncentiveFigures, tellIncentive } from "./incentive";
import type { IncentivePeople, IncentiveStore } from "./incentive.store";

export const MAX_INCENTIVE_DAYS = 90;
const MAX_WINDOW_DAYS = 366;
const DAY_MS = 86_400_000;

export interface IncentiveQuestion {
  readonly benefit: string;
  readonly holdoutPackId: string;
  readonly withinDays: number;
}

export interface IncentiveEffect extends IncentiveFigures {
  readonly window: GrantedWindow;
  readonly benefit: string;
  readonly withinDays: number;
  readonly holdout: AudiencePack;
  readonly cost: bigint | null;
  readonly currencyCode: string;
}

/** What a benefit brought beyond what would have come anyway, by people it was held back from (V42). */
export class IncentiveService {
  constructor(
    private readonly windows: BrandWindows,
    private readonly brands: BrandService,
    private readonly packs: AudienceService,
    private readonly store: IncentiveStore,
  ) {}

  async ofBenefit(
    context: RequestContext,
    brandId: number,
    asked: Window,
    { benefit, holdoutPackId, withinDays }: IncentiveQuestion,
  ): Promise<IncentiveEffect> {
    const problems = new ProblemList();
    if (withinDays < 1 || withinDays > MAX_INCENTIVE_DAYS)
      problems.add(
        "INVALID_INPUT",
        ["withinDays"],
        `withinDays must be 1 to ${MAX_INCENTIVE_DAYS}, but got ${withinDays}.`,
      );
    if (benefit === "")
      problems.add("INVALID_INPUT", ["benefit"], "benefit must be the code of a benefit, but is empty.");
    if (asked.to.getTime() - asked.from.getTime() > MAX_WINDOW_DAYS * DAY_MS)
      problems.add("INVALID_INPUT", ["to"], `to must lie at most ${MAX_WINDOW_DAYS} days after from.`);
    problems.throwIfAny();
    const window = asLines(await this.windows.grant(context, brandId, asked));
    const [{ currencyCode }, holdout] = await Promise.all([
      this.brands.requireGranted(context, brandId, ["brandId"]),
      this.packs.requirePack(context, holdoutPackId, ["holdoutPackId"]),
    ]);
    if (holdout.brandId !== brandId || !hasMembers(holdout))
      throw UserProblems.one(
        "INVALID_INPUT",
        ["holdoutPackId"],
        `holdoutPackId must name a pack of this brand that has members, as they are the holdout, but "${holdout.name}" is ${
          holdout.brandId === brandId ? holdout.state : "another brand's"
        }; build it, move its end or name another.`,
      );
    const { id: buildId } = holdout.build;
    const question = { figure: "INCENTIVE_EFFECT", benefit, buildId, withinDays };
    const { people, members } = await this.windows.ask(context, window, question, async (read) => ({
      people: await this.store.read(read, { benefit, withinDays, currencyCode }),
      members: await this.packs.membersOfBuild(context, buildId),
    }));
    const figures = tellIncentive(countPeople(people, members), people.cost, window);
    return { window, benefit, withinDays, holdout, currencyCode, cost: people.cost, ...figures };
  }
}

function countPeople({ issued, redeemed, buyers }: IncentivePeople, members: RoaringBitmap32) {
  const treated = RoaringBitmap32.andNot(issued, members);
  return {
    issued: BigInt(treated.size),
    redeemed: BigInt(treated.andCardinality(redeemed)),
    issuedBuyers: BigInt(treated.andCardinality(buyers)),
    heldOut: BigInt(members.size),
    heldOutBuyers: BigInt(members.andCardinality(buyers)),
    leaked: BigInt(issued.andCardinality(members)),
  };
}
