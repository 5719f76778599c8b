/**
 * Compensated sum (Neumaier 1974): the error stays near one rounding unit of the result however many terms there are, so
 * figures do not drift with the order in which rows arrive.
 */
export function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}
