import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from "type-graphql";
import type { ResponseCurve as Curve } from "../../engines/allocation/response-curve";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf, toNodeId } from "../../graphql/node";
import { DecimalScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import { AccessKey } from "../access/access.types";
import { Brand } from "../brands/brand.types";
import type { DeliveryFitService } from "./delivery-fit.service";
import { MAX_LISTED_CURVES } from "./response-curve";
import type { ResponseCurveService, StoredFit } from "./response-curve.service";
import {
  CurvePoint,
  FitResponseCurvesFromDeliveryInput,
  FitResponseCurvesFromDeliveryPayload,
  FitResponseCurvesInput,
  FitResponseCurvesPayload,
  FittedLine,
  ResponseCurve,
  SetResponseCurveInput,
  SetResponseCurvePayload,
  toPoint,
  toResponseCurve,
} from "./response-curve.types";

const MAX_POINTS = 200;

@Resolver(() => ResponseCurve)
export class ResponseCurveResolver {
  constructor(
    private readonly curves: ResponseCurveService,
    private readonly deliveries: DeliveryFitService,
    private readonly access: AccessService,
  ) {}

  @Access("EDIT_BUDGETS")
  @Mutation(() => FitResponseCurvesPayload, {
    description: "Fits what lines bring for their money, all together, and keeps each curve that the data tell.",
  })
  fitResponseCurves(
    @Ctx() context: RequestContext,
    @Arg("input", () => FitResponseCurvesInput, { description: "Series and forms." }) input: FitResponseCurvesInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<FitResponseCurvesPayload> {
    return payload(
      async () => {
        const { carryOver, carryOverPeriods, form, seed, controls, ...series } = input;
        const request = {
          ...{ period: series.period, startsOn: series.startsOn, adstock: carryOver, saturation: form },
          ...{ window: carryOverPeriods, seed: seed ?? 1, outcome: series.outcome.map(Number) },
          brandId: Number(keyOf("Brand", input.brandId, ["input", "brandId"])),
          controls: (controls ?? []).map((control) => control.map(Number)),
          lines: series.lines.map(({ name, spend }) => ({ name, spend: spend.map(Number) })),
        };
        return this.told(context, await this.curves.fit(context, request, key));
      },
      { lines: [] },
    );
  }

  @Access("EDIT_BUDGETS")
  @Mutation(() => FitResponseCurvesFromDeliveryPayload, {
    description:
      "Fits what lines bring for their money from what media reported of placements and from the brand's orders, and keeps each curve that they tell.",
  })
  fitResponseCurvesFromDelivery(
    @Ctx() context: RequestContext,
    @Arg("input", () => FitResponseCurvesFromDeliveryInput, { description: "Periods, lines and forms." })
    input: FitResponseCurvesFromDeliveryInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<FitResponseCurvesFromDeliveryPayload> {
    return payload(
      async () => {
        const { carryOver, carryOverPeriods, form, seed, ...rest } = input;
        const brandId = Number(keyOf("Brand", input.brandId, ["input", "brandId"]));
        const forms = { adstock: carryOver, saturation: form, window: carryOverPeriods, seed: seed ?? 1 };
        return this.told(context, await this.deliveries.fit(context, { ...rest, ...forms, brandId }, key));
      },
      { lines: [] },
    );
  }

  private async told(context: RequestContext, { quality, lines, ids }: StoredFit) {
    const stored = await this.curves.findByIds(
      context,
      ids.filter((id) => id !== null),
    );
    const byId = new Map(stored.map((curve) => [curve.id, curve]));
    return {
      fit: quality,
      lines: lines.map(({ name, fitted }, line) => {
        const curve = byId.get(ids[line] ?? "");
        return Object.assign(new FittedLine(), {
          name,
          responseCurve: curve ? toResponseCurve(curve) : null,
          refusal: "code" in fitted ? fitted : null,
        });
      }),
    };
  }

  @Access("EDIT_BUDGETS")
  @Mutation(() => SetResponseCurvePayload, { description: "Sets the next version of a line's curve by hand." })
  setResponseCurve(
    @Ctx() context: RequestContext,
    @Arg("input", () => SetResponseCurveInput, { description: "The curve, and why." }) input: SetResponseCurveInput,
    @Arg("expectedVersion", () => Int, { description: `${EXPECTED_VERSION.description} 0 when there is none yet.` })
    expectedVersion: number,
  ): Promise<SetResponseCurvePayload> {
    return payload(async () => {
      const { name, period, reason, decay } = input;
      const brandId = Number(keyOf("Brand", input.brandId, ["input", "brandId"]));
      const adstock =
        decay == null ? ({ form: "NONE" } as const) : ({ form: "GEOMETRIC", decay: Number(decay) } as const);
      const given = { brandId, name, period, reason, adstock, curve: curveOf(input) };
      return { responseCurve: toResponseCurve(await this.curves.set(context, given, expectedVersion)) };
    });
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => [CurvePoint], { description: "What the curve tells of amounts, in their order." })
  points(
    @Root() { row }: ResponseCurve,
    @Arg("amounts", () => [DecimalScalar], {
      description: `Major units of one period, 1 to ${MAX_POINTS}, at least 0.`,
    })
    amounts: string[],
  ): CurvePoint[] {
    if (amounts.length < 1 || amounts.length > MAX_POINTS || amounts.some((amount) => Number(amount) < 0))
      throw new RequestError("BAD_USER_INPUT", `amounts must be 1 to ${MAX_POINTS} amounts of at least 0.`);
    return amounts.map((amount) => toPoint(row, amount));
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => AccessKey, { nullable: true, description: "The key that made this version; null: it is gone." })
  async madeBy(@Ctx() context: RequestContext, @Root() { row }: ResponseCurve): Promise<AccessKey | null> {
    const [key] = await this.access.keysByIds(context, [row.accessKeyId]);
    return key ? Object.assign(new AccessKey(), { ...key, id: toNodeId("AccessKey", key.id) }) : null;
  }
}

@Resolver(() => Brand)
export class BrandResponseCurvesResolver {
  constructor(private readonly curves: ResponseCurveService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => [ResponseCurve], {
    description: `The newest version of each of its response curves by name, at most ${MAX_LISTED_CURVES}.`,
  })
  async responseCurves(@Ctx() context: RequestContext, @Root() { brandId }: Brand): Promise<ResponseCurve[]> {
    return (await this.curves.newest(context, brandId)).map(toResponseCurve);
  }
}

function curveOf({ log, michaelisMenten, hill }: SetResponseCurveInput): Curve {
  if ([log, michaelisMenten, hill].filter((form) => form != null).length !== 1)
    throw UserProblems.one("INVALID_INPUT", ["input"], "input must have exactly one of log, michaelisMenten and hill.");
  if (log != null) return { form: "LOG", a: Number(log.a), b: Number(log.b) };
  if (michaelisMenten != null)
    return {
      form: "MICHAELIS_MENTEN",
      vmax: Number(michaelisMenten.maximum),
      km: Number(michaelisMenten.halfSaturation),
    };
  return {
    form: "HILL",
    vmax: Number(hill!.maximum),
    km: Number(hill!.halfSaturation),
    slope: Number(hill!.slope),
  };
}
