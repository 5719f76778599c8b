import type { ProblemList } from "../../platform/user-error";

type Path = readonly string[];

const MAX_NAME_LENGTH = 120;
const MAX_TAGS = 20;
const MAX_TAG_LENGTH = 40;

const isText = (text: string, longest: number): boolean =>
  text.trim().length > 0 && text.length <= longest && !/\p{Cc}/u.test(text);

const got = (text: string): string => JSON.stringify(text.slice(0, 60));

export function checkName(problems: ProblemList, name: string, path: Path): void {
  if (isText(name, MAX_NAME_LENGTH)) return;
  const rule = `1 to ${MAX_NAME_LENGTH} characters, none of them a control character and not all spaces`;
  problems.add("INVALID_INPUT", path, `name must be ${rule}, but got ${got(name)}.`);
}

export function checkTags(problems: ProblemList, tags: readonly string[], path: Path): void {
  if (tags.length > MAX_TAGS) {
    problems.add("INVALID_INPUT", path, `tags must have at most ${MAX_TAGS} entries, but got ${tags.length}.`);
    return;
  }
  for (const [index, tag] of tags.entries()) {
    if (isText(tag, MAX_TAG_LENGTH)) continue;
    const rule = `1 to ${MAX_TAG_LENGTH} characters, none of them a control character and not all spaces`;
    problems.add("INVALID_INPUT", [...path, String(index)], `A tag must be ${rule}, but got ${got(tag)}.`);
  }
}

export function checkExpiry(
  problems: ProblemList,
  expiresAt: Date | null,
  now: Date,
  path: Path = ["input", "expiresAt"],
): void {
  if (expiresAt === null || expiresAt > now) return;
  const message = `expiresAt must lie in the future, but got ${expiresAt.toISOString()}; leave it out for a pack that stays.`;
  problems.add("INVALID_INPUT", path, message);
}
