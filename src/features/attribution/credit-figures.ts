import { MILLIONTHS } from "../../engines/attribution/credit";

const DECIMALS = 6;

/** `2.500000` for 2500000 millionths: every credit bears the same decimals, so that they add up as printed. */
export function printMillionths(millionths: bigint): string {
  const digits = millionths.toString().padStart(DECIMALS + 1, "0");
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
}

/** Value per unit of cost; null without a positive cost. */
export function returnOnInvestment(value: bigint, cost: bigint | null): number | null {
  return cost === null || cost <= 0n ? null : Number(value) / Number(cost);
}

/** Minor units per conversion, rounded half up; null where cost is unknown or nothing is credited. */
export function costPerConversion(cost: bigint | null, conversionMillionths: bigint): bigint | null {
  if (cost === null || conversionMillionths === 0n) return null;
  return (2n * cost * MILLIONTHS + conversionMillionths) / (2n * conversionMillionths);
}
