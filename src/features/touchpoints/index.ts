export type { Action, Site } from "./action";
export { type DataState, dataState, LATE_DATA_HOURS } from "./data-state";
export { type ExposureKind, exposureKinds } from "./exposure";
export type { IntegrationRun } from "./integration-run";
export type { LateTouchpoints, OldestTouchpoint, OutdatedFigures } from "./late-touchpoints";
export { readMapping } from "./mapping";
export { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "./net-orders-sql";
export { OutdatedCategoryStore } from "./outdated-category.store";
export type { PeopleFileIngest, PeopleFileResult } from "./people-file.service";
export {
  type AttributeMapping,
  type IdentityMapping,
  peopleColumnsOf,
  readAttributeMapping,
  readIdentityMapping,
} from "./people-mapping";
export type { PlaneVersion } from "./plane-version.store";
export { RejectFile, removeRejectFiles, writeRejectFile } from "./reject-file";
export { describeReason } from "./rejection";
export { WITH_TOUCHED } from "./touched-categories-sql";
export type { TouchpointService } from "./touchpoint.service";
export type { TouchpointSource } from "./touchpoint.store";
export type { TouchpointQueryService } from "./touchpoint-query.service";
