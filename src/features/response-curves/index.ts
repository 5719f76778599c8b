export type { StoredCurve } from "./response-curve";
export type { ResponseCurveService } from "./response-curve.service";
