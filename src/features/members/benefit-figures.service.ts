import type { RequestContext } from "../../platform/request-context";
import { roundCount, suppress } from "../../platform/small-groups";
import { RequestError } from "../../platform/user-error";
import { checkWholeHours } from "../../platform/whole-hours";
import type { Brand, BrandService } from "../brands";
import type { Benefit } from "./benefit";
import { type ShownLedger, showLedger } from "./benefit-ledger";
import type { BenefitLedgerStore } from "./benefit-ledger.store";
import type { MemberReader } from "./member-reader";
import type { Period } from "./membership";
import type { MembershipService } from "./membership.service";

export interface BenefitFigures extends ShownLedger {
  readonly window: Period;
  readonly asOf: Date;
  readonly threshold: number;
  /** Null where withheld. */
  readonly reported: {
    readonly issues: bigint | null;
    readonly redemptions: bigint | null;
    readonly people: bigint | null;
  };
}

const EVER = new Date(0);

/** What the ledger comes to, benefit by benefit. */
export class BenefitFiguresService {
  constructor(
    private readonly reader: MemberReader,
    private readonly store: BenefitLedgerStore,
    private readonly programmes: MembershipService,
    private readonly brands: BrandService,
  ) {}

  /** Issues of a window; without one every issue until now. */
  async read(
    context: RequestContext,
    benefit: Benefit,
    asked: { readonly from: Date | null; readonly to: Date | null },
  ): Promise<BenefitFigures> {
    const programme = (await this.programmes.programmes(context).load(benefit.programmeId))!;
    const brand = (await this.brands.findGranted(context, programme.brandId))!;
    const smallGroups = await this.reader.smallGroups(context);
    const { threshold, roundingBase } = smallGroups;
    const asOf = context.clock.now();
    const window = readWindow(asked, brand, asOf, threshold);
    const [lines, reported] = await Promise.all([
      this.store.sum(context, benefit.id, window),
      this.reader.read(context, programme.brandId, window.to, (question) =>
        this.store.countReported(question, benefit.code, window.from),
      ),
    ]);
    const isTold = suppress(reported.people, threshold) !== null;
    const told = (count: bigint): bigint | null => (isTold ? roundCount(count, roundingBase) : null);
    return {
      ...showLedger(lines, benefit.unitCost.currencyCode, threshold),
      ...{ window, asOf, threshold },
      reported: {
        issues: told(reported.issues),
        redemptions: told(reported.redemptions),
        people: told(reported.people),
      },
    };
  }
}

function readWindow(
  asked: { readonly from: Date | null; readonly to: Date | null },
  { zone }: Brand,
  asOf: Date,
  threshold: number,
): Period {
  const from = asked.from ?? EVER;
  // An issue of this very instant belongs to what was issued until now.
  const to = asked.to ?? new Date(asOf.getTime() + 1);
  if (to <= from)
    throw new RequestError(
      "BAD_USER_INPUT",
      `to must be after from (${from.toISOString()}), but got ${to.toISOString()}; swap them.`,
    );
  if (threshold > 1) checkWholeHours({ from, to: asked.to ?? from }, zone);
  return { from, to };
}
