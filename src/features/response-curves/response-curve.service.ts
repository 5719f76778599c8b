import { type Adstock, geometricPeriods } from "../../engines/allocation/adstock";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import { checkCurve, checkFit } from "./check-curves";
import { type FitRequest, type FittedLines, fitLines } from "./fit-lines";
import { type GivenCurve, MAX_CARRY_OVER, type NewCurve, type StoredCurve } from "./response-curve";
import type { ResponseCurveStore } from "./response-curve.store";

/** A fit with the ids of what it stored; null at the place of a line whose curve could not be told. */
export interface StoredFit extends FittedLines {
  readonly ids: readonly (string | null)[];
}

/** Fits, sets and reads what a brand's lines bring for their money. */
export class ResponseCurveService {
  constructor(
    private readonly database: Database,
    private readonly store: ResponseCurveStore,
    private readonly brands: BrandService,
    private readonly access: AccessService,
  ) {}

  /** Curves of brands that the caller may see; others are absent. */
  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly StoredCurve[]> {
    if (ids.length === 0) return [];
    const granted = new Set((await this.brands.granted(context)).map(({ id }) => id));
    return (await this.store.findByIds(context, ids)).filter(({ brandId }) => granted.has(brandId));
  }

  async find(context: RequestContext, id: string): Promise<StoredCurve | null> {
    return (await this.findByIds(context, [id]))[0] ?? null;
  }

  newest(context: RequestContext, brandId: number): Promise<readonly StoredCurve[]> {
    return this.store.findNewest(context, brandId);
  }

  /** Fits before the transaction, then keeps each curve that the data tell as the next version of its name. */
  fit(context: RequestContext, request: FitRequest, idempotencyKey?: string | null): Promise<StoredFit> {
    return this.fitOnce(context, request, { key: idempotencyKey, mutation: "fitResponseCurves", request });
  }

  /** The same under a call of another mutation. */
  async fitOnce(context: RequestContext, request: FitRequest, call: IdempotentCall): Promise<StoredFit> {
    await this.brands.requireGranted(context, request.brandId, ["input", "brandId"]);
    checkFit(request);
    const fit = await fitLines(request);
    const fitted = fit.lines.flatMap((line) => ("curve" in line.fitted ? [line.fitted] : []));
    const kept = await once(this.database, context, call, async (manager) => {
      const versions = await this.store.lockVersions(
        manager,
        request.brandId,
        fitted.map(({ name }) => name),
      );
      const ids: string[] = [];
      for (const curve of fitted) {
        const row = this.row(context, curve, (versions.get(curve.name) ?? 0) + 1);
        await this.store.insert(manager, context, row);
        ids.push(row.id);
      }
      return ids;
    });
    let next = 0;
    return { ...fit, ids: fit.lines.map(({ fitted: line }) => ("curve" in line ? kept[next++]! : null)) };
  }

  /** Sets the next version of a curve by hand; who and why stay with it and in the audit log. */
  async set(context: RequestContext, given: GivenCurve, expectedVersion: number): Promise<StoredCurve> {
    await this.brands.requireGranted(context, given.brandId, ["input", "brandId"]);
    checkCurve(given);
    const row = this.row(
      context,
      { ...given, carryOverPeriods: periodsOf(given.adstock), fit: null, draws: [] },
      expectedVersion + 1,
    );
    await this.database.withTenant(context, async (manager) => {
      const version = (await this.store.lockVersions(manager, given.brandId, [given.name])).get(given.name) ?? 0;
      if (version !== expectedVersion)
        throw UserProblems.one(
          "VERSION_CONFLICT",
          ["expectedVersion"],
          `expectedVersion must be the curve's current version ${version}, but got ${expectedVersion}; read it again and repeat the change.`,
        );
      await this.store.insert(manager, context, row);
      const detail = { name: row.name, version: row.version, reason: given.reason };
      await this.access.audit(manager, context, "setResponseCurve", `ResponseCurve:${row.id}`, detail);
    });
    return row;
  }

  private row(context: RequestContext, curve: NewCurve, version: number): StoredCurve {
    const now = context.clock.now();
    return { ...curve, id: newId(now), version, accessKeyId: context.actor.accessKeyId, createdAt: now };
  }
}

/** A hand says how much is kept, not for how long. */
const periodsOf = (adstock: Adstock): number =>
  adstock.form === "GEOMETRIC" ? Math.min(MAX_CARRY_OVER, geometricPeriods(adstock.decay)) : 1;
