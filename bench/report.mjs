import Table from "cli-table3";

const inOrder = (values) => [...values].sort((a, b) => a - b);

export function median(values) {
  const sorted = inOrder(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const number = (value) => (value >= 100 ? Math.round(value).toLocaleString("en-GB") : value.toFixed(2));

/** A table of medians with their spread; each line has a name, one value for each round, and what is asked of the median. */
export function printReport(title, machine, lines) {
  const table = new Table({ head: ["", "median", "min", "max", "rounds", "target"], style: { head: [] } });
  for (const { name, values, target } of lines) {
    const sorted = inOrder(values);
    table.push([
      name,
      ...[median(values), sorted[0], sorted.at(-1)].map(number),
      values.length,
      verdict(values, target),
    ]);
  }
  process.stdout.write(`\n${title}\n${machine}\n${table.toString()}\n`);
}

function verdict(values, target) {
  if (!target) return "";
  const [rule, limit] = "atLeast" in target ? ["at least", target.atLeast] : ["at most", target.atMost];
  const isMet = rule === "at least" ? median(values) >= limit : median(values) <= limit;
  return `${rule} ${number(limit)}: ${isMet ? "met" : "MISSED"}`;
}
