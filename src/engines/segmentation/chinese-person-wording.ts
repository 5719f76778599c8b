import { type AttributeRule, type RandomShareRule, SHARE_PARTS } from "./person-rule";
import type { PersonNames, PersonWording } from "./person-wording";

export const chinesePersonWording = (names: PersonNames): PersonWording => ({
  pack: ({ id, mode }) => (mode ? `按当时规则属于人群包“${names.pack(id)}”` : `在人群包“${names.pack(id)}”中`),
  randomShare,
  attribute: (rule) => `${names.attribute(rule.code)}${valuesOf(rule)}`,
});

function randomShare({ salt, from, to }: RandomShareRule): string {
  const after = from === 0 ? "" : `前${from}份之后的`;
  return `属于按“${salt}”随机的${SHARE_PARTS}份中${after}${to - from}份`;
}

function valuesOf({ in: values, min, max }: AttributeRule): string {
  if (values) return `为${values.join("或")}`;
  if (max === null) return `至少${min}`;
  return min === null ? `至多${max}` : `为${min}至${max}`;
}
