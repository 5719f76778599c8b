/**
 * Whose person an identity is changes under PLANE_SHAPE alone; whoever resolves people holds it shared until what was
 * resolved is written. Locks are taken in this order: days of a source, PLANE_SHAPE, ORDINAL_LOCK.
 */
export const PLANE_SHAPE = 5_190_044_222n;
/** One writer gives ordinals at a time, in the whole install. */
export const ORDINAL_LOCK = 5_190_044_223n;
/**
 * Copies of people's numbers beside the graph: labels, members. Whoever makes one holds it shared from reading people until
 * the copy is published; whoever erases a person holds it alone. Taken before PLANE_SHAPE, by none who settles meanwhile.
 */
export const PEOPLE_COPIES = 5_190_044_220n;
/** One settle at a time; taken before PLANE_SHAPE. */
export const SETTLE_LOCK = 5_190_044_221n;
