import { readTimes, readWindow } from "./read-window";
import type { DidRule, Times } from "./rule";
import type { DidInput, MoneyRangeInput, TouchInput } from "./rule-input";
import type { RuleProblems } from "./rule-problems";
import { type AliasRule, codeFields, type MoneyRange, type TouchCodes, type TouchRule } from "./touch-rule";

type Path = readonly string[];

export function readTouch(input: TouchInput, path: Path, problems: RuleProblems): TouchRule {
  const { platforms, campaignCode, keywords, aliasOf, value } = input;
  if (platforms) problems.refuseLength(platforms, [...path, "platforms"]);
  if (campaignCode != null) problems.refuseBlank(campaignCode, [...path, "campaignCode"]);
  return {
    action: input.action,
    platforms: platforms ? [...platforms] : null,
    site: input.site ?? null,
    brand: input.brand ?? "OWN",
    categoryId: input.categoryId ?? null,
    campaignCode: campaignCode ?? null,
    ...readCodes(input, path, problems),
    ...(keywords && { keywords: readTexts(keywords, [...path, "keywords"], problems) }),
    ...(aliasOf && { aliasOf: readAlias(aliasOf, [...path, "aliasOf"], problems) }),
    ...(value && { value: readMoney(value, [...path, "value"], problems) }),
  };
}

export function readDid(input: DidInput, path: Path, problems: RuleProblems): DidRule {
  const { totalValue } = input;
  return {
    ...readTouch(input, path, problems),
    times: timesOf(input, [...path, "times"], problems),
    ...(totalValue && { totalValue: readMoney(totalValue, [...path, "totalValue"], problems) }),
    window: readWindow(input, path, problems),
  };
}

function timesOf({ times, totalValue }: DidInput, path: Path, problems: RuleProblems): Times {
  if (times) return readTimes(times, path, problems);
  return { min: totalValue ? 0 : 1, max: null };
}

function readCodes(input: TouchInput, path: Path, problems: RuleProblems): TouchCodes {
  const given = codeFields.flatMap((field) => {
    const codes = input[field];
    return codes ? [[field, readTexts(codes, [...path, field], problems)] as const] : [];
  });
  return Object.fromEntries(given);
}

function readAlias(input: NonNullable<TouchInput["aliasOf"]>, path: Path, problems: RuleProblems): AliasRule {
  const { productCodes } = input;
  return productCodes ? { productCodes: readTexts(productCodes, [...path, "productCodes"], problems) } : {};
}

function readTexts(texts: readonly string[], path: Path, problems: RuleProblems): readonly string[] {
  problems.refuseLength(texts, path);
  for (const [index, text] of texts.entries()) problems.refuseBlank(text, [...path, String(index)]);
  return [...texts];
}

function readMoney({ currencyCode, min, max }: MoneyRangeInput, path: Path, problems: RuleProblems): MoneyRange {
  const name = path.at(-1);
  if (min == null && max == null)
    problems.add(path, `${name} must set min, max or both, but got neither; leave ${name} out for any.`);
  if (min != null && BigInt(min) < 0n)
    problems.add(
      [...path, "min"],
      `min must be at least 0, but got ${min} minor units; what was paid back is a REFUND.`,
    );
  const least = BigInt(min ?? 0);
  if (max != null && BigInt(max) < least) {
    const message = `max must be at least min (${least} minor units), but got ${max}; swap or move them.`;
    problems.add([...path, "max"], message);
  }
  return { currencyCode, ...(min != null && { min }), ...(max != null && { max }) };
}
