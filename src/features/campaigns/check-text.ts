import type { ProblemList } from "../../platform/user-error";

const MAX_NAME_LENGTH = 200;

/** True for 1 to `longest` characters without control characters, which no store and no report can carry. */
export const isText = (text: string, longest: number): boolean =>
  text.length > 0 && text.length <= longest && !/\p{Cc}/u.test(text);

/** A name for people: as {@link isText}, and not all spaces. */
export function checkName(problems: ProblemList, name: string, path: readonly string[]): void {
  if (isText(name, MAX_NAME_LENGTH) && name.trim() !== "") return;
  problems.add(
    "INVALID_INPUT",
    path,
    `${path.join(".")} must be 1 to ${MAX_NAME_LENGTH} characters, none of them a control character and not all spaces, but got ${JSON.stringify(name.slice(0, 60))}.`,
  );
}
