import type { OverlayId } from "../people";

/** Names features and method: another set of features, or another way to fit them, is another version. */
export const MODEL_VERSION = "ridge-logistic-1";

/** What a person is described by: touchpoints in a window, without what trade of the own brand makes buyers of it. */
export interface FeatureQuery {
  readonly brandId: number;
  readonly categoryIds: readonly number[];
  readonly currencyCode: string;
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
  readonly from: Date;
  readonly to: Date;
  /** Codes; each is a feature. */
  readonly platforms: readonly string[];
}

/** Actions that are features; the rest is too rare to weigh. */
const ACTIONS = [
  ...["IMPRESSION", "CONTENT_VIEW", "CLICK", "LIVE_VIEW", "SEARCH", "VISIT", "PRODUCT_VIEW", "FAVOURITE", "FOLLOW"],
  ...["ADD_TO_CART", "CONSULT", "REVIEW", "SHARE", "ANSWER"],
];

const logCount = (condition: string): string => `log1p(countIf(${condition}))`;

const IS_ORDER = "action = 'ORDER'";
const SINCE = (last: string): string => `dateDiff('second', ${last}, {to:DateTime64(3, 'UTC')}) / 86400`;
const WINDOW_DAYS = SINCE("{from:DateTime64(3, 'UTC')}");

/** Name and SQL of each feature, over the touchpoints of one person. Counts as logarithms: few do much. */
export function featuresOf({ platforms }: Pick<FeatureQuery, "platforms">): readonly (readonly [string, string])[] {
  return [
    ...ACTIONS.map((action) => [`ACTION ${action}`, logCount(`action = '${action}'`)] as const),
    ...platforms.map(
      (platform, index) =>
        [`PLATFORM ${platform}`, logCount(`platform = {platforms:Array(String)}[${index + 1}]`)] as const,
    ),
    ["OWN_BRAND_TOUCHPOINTS", logCount("brand_id = {brandId:UInt32}")],
    ["CATEGORY_TOUCHPOINTS", logCount("category_id IN {categoryIds:Array(UInt32)}")],
    ["ACTIVE_DAYS", "log1p(uniqExact(toDate(occurred_at)))"],
    ["DAYS_SINCE_LAST_TOUCHPOINT", SINCE("max(occurred_at)")],
    [
      "DAYS_SINCE_LAST_ORDER",
      `if(countIf(${IS_ORDER}) = 0, ${WINDOW_DAYS}, ${SINCE(`maxIf(occurred_at, ${IS_ORDER})`)})`,
    ],
    ["ORDERS", logCount(IS_ORDER)],
    [
      "MEAN_ORDER_LINE_VALUE",
      `log1p(greatest(coalesce(avgIf(value_minor, ${IS_ORDER} AND currency IN ('', {currency:String})), 0), 0))`,
    ],
  ];
}
