/**
 * Whose person an identity is changes under PLANE_SHAPE alone; whoever resolves people holds it shared until what was
 * resolved is written. Locks are taken in this order: days of a source, PLANE_SHAPE, ORDINAL_LOCK.
 */
export const PLANE_SHAPE = 5_190_044_222n;
/** One writer gives ordinals at a time, in the whole install. */
export const ORDINAL_LOCK = 5_190_044_223n;
/** One settle at a time; taken before PLANE_SHAPE. */
export const SETTLE_LOCK = 5_190_044_221n;
