import {
  BrandResponseCurvesResolver,
  ResponseCurveResolver,
} from "../features/response-curves/response-curve.resolver";
import { ResponseCurveService } from "../features/response-curves/response-curve.service";
import { ResponseCurveStore } from "../features/response-curves/response-curve.store";
import { toResponseCurve } from "../features/response-curves/response-curve.types";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

export function composeResponseCurves({ database }: Kernel, { access, brands }: AccessPart & BrandsPart) {
  const responseCurves = new ResponseCurveService(database, new ResponseCurveStore(database), brands, access);
  return {
    responseCurves,
    resolvers: [new ResponseCurveResolver(responseCurves, access), new BrandResponseCurvesResolver(responseCurves)],
    nodes: [
      ["ResponseCurve", async (context, key) => whenFound(await responseCurves.find(context, key), toResponseCurve)],
    ],
  } satisfies Composed;
}

export type ResponseCurvesPart = Services<typeof composeResponseCurves>;
