import { parseMinor } from "../../platform/money";
import { quoted } from "../../platform/registration";
import { widenToHours } from "../../platform/whole-hours";
import { isText } from "../campaigns";
import type { NewSlotHour, SlotHour, SlotHourRejection } from "./slot-hour";

/** Longest code: that of a touchpoint's `slotCode`. */
const MAX_CODE_LENGTH = 200;
const MAX_EXPOSURES = 10n ** 15n;

export interface SlotFacts {
  readonly platforms: ReadonlySet<string>;
  readonly zone: string;
  readonly currencyCode: string;
}

/** The first problem found rejects the row. */
export function readSlotHour(
  row: NewSlotHour,
  { platforms, zone, currencyCode }: SlotFacts,
): SlotHour | SlotHourRejection {
  const invalid = (field: string, message: string): SlotHourRejection => ({
    reason: "INVALID_VALUE",
    field: [field],
    message,
  });
  const { platform, slotCode, startsAt, exposures, price } = row;
  if (!isText(slotCode, MAX_CODE_LENGTH))
    return invalid(
      "slotCode",
      `slotCode must be 1 to ${MAX_CODE_LENGTH} characters, none of them a control character, but got ${quoted(slotCode)}.`,
    );
  if (!platforms.has(platform))
    return {
      reason: "UNKNOWN_PLATFORM",
      field: ["platform"],
      message: `platform must be one of ${[...platforms].join(", ")}, but got ${quoted(platform)}.`,
    };
  if (widenToHours({ from: startsAt, to: startsAt }, zone).from < startsAt)
    return invalid("startsAt", `startsAt must be a whole hour in ${zone}, but got ${startsAt.toISOString()}.`);
  if (exposures < 0n || exposures > MAX_EXPOSURES)
    return invalid("exposures", `exposures must be 0 to ${MAX_EXPOSURES}, but got ${exposures}.`);
  if (price.currencyCode !== currencyCode)
    return {
      reason: "WRONG_CURRENCY",
      field: ["price", "currencyCode"],
      message: `price must be in the brand's currency ${currencyCode}, but got ${quoted(price.currencyCode)}; convert it before it is sent.`,
    };
  const minor = parseMinor(price.amount, currencyCode);
  if (minor === null || minor < 0n)
    return {
      reason: "INVALID_VALUE",
      field: ["price", "amount"],
      message: `price must be an amount of at least 0 in whole minor units of ${currencyCode}, but got ${price.amount}.`,
    };
  return { platform, slotCode, startsAt, exposures, price: { minor, currencyCode } };
}
