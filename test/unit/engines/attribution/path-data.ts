import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Journey } from "../../../../src/engines/attribution/journey";

const FILE = join(__dirname, "../../../../../shared/data/attribution-paths/paths.csv.gz");
/** Values in the file have up to 17 decimals, the last of them noise of doubles; all together fit 63 bits in this unit. */
const VALUE_DECIMALS = 14;

export const VALUE_UNIT = 10 ** VALUE_DECIMALS;

/** `describe` where the file is present; else one skipped test whose title says why (a skipped block would still read the file). */
export function describePathData(title: string, body: () => void): void {
  if (existsSync(FILE)) describe(title, body);
  else it.skip(`${title}: skipped because ${FILE} is absent`, () => undefined);
}

/** The 10,000 rows of PathData, conversions multiplied to make credits print more digits. */
export function readPathData({ conversionFactor = 1n } = {}): Journey[] {
  const [, ...lines] = gunzipSync(readFileSync(FILE)).toString("utf8").trim().split("\n");
  return lines.map((line) => {
    const [path, conversions, value, nulls] = line.trim().split(",") as [string, string, string, string];
    return {
      touches: path.split(" > "),
      conversions: BigInt(conversions) * conversionFactor,
      value: toUnits(value),
      nulls: BigInt(nulls) * conversionFactor,
    };
  });
}

function toUnits(decimal: string): bigint {
  const [whole, fraction = ""] = decimal.split(".") as [string, string?];
  const units = BigInt(whole + fraction.padEnd(VALUE_DECIMALS + 1, "0").slice(0, VALUE_DECIMALS + 1));
  return (units + 5n) / 10n;
}
