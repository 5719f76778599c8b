/**
 * What an order is, in SQL over rows of one person and brand: an order id, or one ORDER touchpoint without an id. A refund
 * names its order; one that names none takes nothing back. The same everywhere, so that figures of orders agree.
 */

/** Condition on touchpoints: they make an order or take one back. */
export const IS_TRADE = "action IN ('ORDER', 'REFUND') AND (action = 'ORDER' OR order_id != '')";

/** The order that a row of trade belongs to. */
export const ORDER_KEY =
  "if(order_id = '', concat('event ', toString(source_id), ' ', toString(toDate(occurred_at)), ' ', event_id), concat('order ', order_id))";

/**
 * Condition on the rows of one order, read without regard to their age as a refund may come long after: it is paid and not
 * refunded in full. Refunded in full is told by value where every row has one, else by quantity likewise, else any refund is
 * full. So an order stays net after a partial refund.
 */
export const IS_NET_ORDER = `countIf(action = 'ORDER') > 0 AND NOT (countIf(action = 'REFUND') > 0 AND multiIf(
      countIf(value_minor IS NULL) = 0 AND sumIf(value_minor, action = 'ORDER') > 0,
        sumIf(value_minor, action = 'REFUND') >= sumIf(value_minor, action = 'ORDER'),
      countIf(quantity IS NULL) = 0 AND sumIf(quantity, action = 'ORDER') > 0,
        sumIf(quantity, action = 'REFUND') >= sumIf(quantity, action = 'ORDER'),
      true))`;
