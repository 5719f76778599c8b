import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(__dirname, "../../../../shared/data/robyn/dt_simulated_weekly.csv");

export const hasRobyn = existsSync(FILE);
if (!hasRobyn) process.stderr.write("Robyn's tests are skipped: ../shared/data is absent beside this repository.\n");

export const robynLines = ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"];

/** The 208 weeks by column, as text. */
function weeks(): Record<string, string[]> {
  const [head, ...rows] = readFileSync(FILE, "utf8").trim().split("\n");
  const cells = rows.map((row) => row.split(","));
  const names = head!.split(",").map((name) => name.replaceAll('"', ""));
  return Object.fromEntries(names.map((name, column) => [name, cells.map((row) => row[column]!)]));
}

/** Decimals have at most 12 places. */
const short = (value: string): string => Number(value).toFixed(6);

/** Revenue by five media, beside rivals' sales, the newsletter, a trend and two waves of the year. */
export function robynInput(brandId: string): object {
  const columns = weeks();
  const yearly = (wave: number, turn: (angle: number) => number): string[] =>
    columns.DATE!.map((_, week) => turn((2 * Math.PI * wave * week) / 52.18).toFixed(12));
  return {
    ...{ brandId, period: "WEEK", startsOn: columns.DATE![0], outcome: columns.revenue!.map(short) },
    lines: robynLines.map((name) => ({ name, spend: columns[name]!.map(short) })),
    controls: [
      columns.competitor_sales_B!.map(short),
      columns.newsletter!.map(short),
      columns.DATE!.map((_, week) => String(week)),
      ...[1, 2].flatMap((wave) => [yearly(wave, Math.sin), yearly(wave, Math.cos)]),
    ],
    ...{ carryOver: "GEOMETRIC", carryOverPeriods: 13, form: "MICHAELIS_MENTEN" },
  };
}

/** What a medium spent in the last 13 weeks, in minor units. */
export const lastQuarter = (name: string): number =>
  weeks()
    [name]!.slice(-13)
    .reduce((sum, amount) => sum + Math.round(Number(amount) * 100), 0);
