import { DeliveryFitService } from "../features/response-curves/delivery-fit.service";
import { DeliverySeriesStore } from "../features/response-curves/delivery-series.store";
import {
  BrandResponseCurvesResolver,
  ResponseCurveResolver,
} from "../features/response-curves/response-curve.resolver";
import { ResponseCurveService } from "../features/response-curves/response-curve.service";
import { ResponseCurveStore } from "../features/response-curves/response-curve.store";
import { toResponseCurve } from "../features/response-curves/response-curve.types";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import type { JourneysPart } from "./journeys";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

export function composeResponseCurves(
  { database, queries }: Kernel,
  { access, brands, windows }: AccessPart & BrandsPart & JourneysPart,
) {
  const responseCurves = new ResponseCurveService(database, new ResponseCurveStore(database), brands, access);
  const series = new DeliverySeriesStore(database, queries);
  const deliveries = new DeliveryFitService(responseCurves, brands, windows, series);
  return {
    responseCurves,
    resolvers: [
      new ResponseCurveResolver(responseCurves, deliveries, access),
      new BrandResponseCurvesResolver(responseCurves),
    ],
    nodes: [
      ["ResponseCurve", async (context, key) => whenFound(await responseCurves.find(context, key), toResponseCurve)],
    ],
  } satisfies Composed;
}

export type ResponseCurvesPart = Services<typeof composeResponseCurves>;
