import { parseMinor } from "../../platform/money";
import { type Rejection, rejection } from "./rejection";
import type { TouchpointDraft } from "./touchpoint";

const MOST_PIECES = 1_000_000;

/** Pieces and money of a row go into `columns`; both are positive, and a REFUND says that they went back. */
export function checkAmounts(
  { action, quantity, value }: TouchpointDraft,
  brandCurrency: string | null,
  columns: Record<string, unknown>,
): Rejection | null {
  if (quantity != null) {
    const problem = checkQuantity(quantity, action);
    if (problem) return problem;
    columns["quantity"] = quantity;
  }
  if (value != null) {
    const minor = parseMinor(value.amount, value.currencyCode);
    const problem = checkValue(value, minor, { action, brandCurrency });
    if (problem) return problem;
    columns["value_minor"] = String(minor);
    columns["currency"] = value.currencyCode;
  }
  return null;
}

function checkQuantity(quantity: number, action: string): Rejection | null {
  if (quantity < 0)
    return rejection(
      "NEGATIVE_QUANTITY",
      ["quantity"],
      `quantity must not be negative, but got ${quantity}; send what came back as a REFUND with a positive quantity.`,
    );
  if (!Number.isInteger(quantity) || quantity > MOST_PIECES)
    return rejection(
      "INVALID_VALUE",
      ["quantity"],
      `quantity must be a whole number of 0 to ${MOST_PIECES}, but got ${quantity}.`,
    );
  if (quantity === 0 && action === "ORDER")
    return rejection(
      "ZERO_QUANTITY",
      ["quantity"],
      "quantity of an ORDER must be at least 1, but got 0; leave it out where it is not known.",
    );
  return null;
}

function checkValue(
  { amount, currencyCode }: NonNullable<TouchpointDraft["value"]>,
  minor: bigint | null,
  { action, brandCurrency }: { readonly action: string; readonly brandCurrency: string | null },
): Rejection | null {
  const got = `${amount} ${currencyCode}`.slice(0, 60);
  if (minor === null)
    return rejection("INVALID_VALUE", ["value"], `value must be an amount in an ISO 4217 currency, but got ${got}.`);
  if (minor < 0n)
    return rejection(
      "NEGATIVE_VALUE",
      ["value"],
      `value must not be negative, but got ${got}; send money that went back as a REFUND with a positive value.`,
    );
  if (brandCurrency !== null && currencyCode !== brandCurrency)
    return rejection(
      "WRONG_CURRENCY",
      ["value", "currencyCode"],
      `value must be in the brand's currency ${brandCurrency}, but got ${got}; convert it before it is sent.`,
      [brandCurrency],
    );
  if (minor === 0n && action === "ORDER")
    return rejection(
      "NOT_PAID",
      ["value"],
      `value of an ORDER must be above 0, as an ORDER is paid, but got ${got}; leave it out where it is not known.`,
    );
  return null;
}
