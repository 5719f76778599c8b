import Table from "cli-table3";

type Figure = number | string | null | undefined;

/** How figures are written for people; a figure that is not told is a dash. */
export const whole = (value: Figure): string =>
  value == null ? "–" : Math.round(Number(value)).toLocaleString("en-GB");
export const percent = (value: number | null | undefined): string =>
  value == null ? "–" : `${(value * 100).toFixed(1)} %`;
export const decimal = (value: Figure, digits = 2): string => (value == null ? "–" : Number(value).toFixed(digits));
export const money = (
  value: { readonly amount: string | null; readonly currencyCode: string } | null | undefined,
): string => (value?.amount == null ? "–" : `${whole(value.amount)} ${value.currencyCode}`);

/** The first column is words, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const made = new Table({
    head: [...head],
    style: { head: [], border: [] },
    colAligns: head.map((_, index) => (index === 0 ? "left" : "right")),
  });
  made.push(...rows.map((row) => [...row]));
  return made.toString();
}

export const heading = (text: string): string => `\n${text}\n${"─".repeat(text.length)}`;
