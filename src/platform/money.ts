/** Money inside: integer minor units by the ISO 4217 exponent. */
export interface MinorMoney {
  readonly minor: bigint;
  readonly currencyCode: string;
}

/** Exponents that differ from 2. ISO 4217, table A.1. */
const EXPONENTS: Readonly<Record<string, number>> = {
  BHD: 3,
  CLP: 0,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  OMR: 3,
  PYG: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
};

const KNOWN = new Set(Intl.supportedValuesOf("currency"));

export const isCurrencyCode = (code: string): boolean => KNOWN.has(code);

export const currencyExponent = (code: string): number => EXPONENTS[code] ?? 2;

/** `{ amount: "399.00", currencyCode: "CNY" }` for 39900 fen. */
export function toMajor(money: MinorMoney): { readonly amount: string; readonly currencyCode: string } {
  const exponent = currencyExponent(money.currencyCode);
  const digits = (money.minor < 0n ? -money.minor : money.minor).toString().padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const amount = `${money.minor < 0n ? "-" : ""}${whole}${exponent === 0 ? "" : `.${digits.slice(-exponent)}`}`;
  return { amount, currencyCode: money.currencyCode };
}

/** Minor units of a decimal string, or null when it is no amount of this currency. */
export function parseMinor(amount: string, currencyCode: string): bigint | null {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(amount);
  if (!match || !KNOWN.has(currencyCode)) return null;
  const exponent = currencyExponent(currencyCode);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > exponent) return null;
  const minor = BigInt(match[2]! + fraction.padEnd(exponent, "0"));
  return match[1] === "-" ? -minor : minor;
}
