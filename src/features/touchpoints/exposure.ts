/** How sure it is that the person was exposed; the first is what a row without a kind is. */
export const exposureKinds = ["SERVED", "OPPORTUNITY_TO_SEE"] as const;
export type ExposureKind = (typeof exposureKinds)[number];
