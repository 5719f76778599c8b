import { parseMinor } from "../../platform/money";
import { quoted } from "../../platform/registration";
import { isText } from "../campaigns";
import type { CheckedPost, NewCreator, NewCreatorPost, RegistrationRejection } from "./creator";

/** Longest code: that of a touchpoint's `creatorCode` and `contentCode`. */
const MAX_CODE_LENGTH = 200;
const MAX_NAME_LENGTH = 200;

/** What posts are read against. */
export interface PostFacts {
  /** Ids by code. */
  readonly creators: ReadonlyMap<string, string>;
  readonly programmes: ReadonlyMap<string, string>;
  readonly currencyCode: string;
}

/** The first problem found rejects the row. */
export function checkCreator(row: NewCreator, platforms: ReadonlySet<string>): RegistrationRejection | null {
  const { code, name } = row;
  const unfit = checkTexts({ code, name }, { code: MAX_CODE_LENGTH, name: MAX_NAME_LENGTH });
  if (unfit !== null) return unfit;
  if (platforms.has(row.platform)) return null;
  return {
    reason: "UNKNOWN_PLATFORM",
    field: ["platform"],
    message: `platform must be one of ${[...platforms].join(", ")}, but got ${quoted(row.platform)}.`,
  };
}

export function readPost(row: NewCreatorPost, facts: PostFacts): CheckedPost | RegistrationRejection {
  const { contentCode, title, publishedAt, cost, creatorCode, programmeCode } = row;
  const unfit = checkTexts({ contentCode, title }, { contentCode: MAX_CODE_LENGTH, title: MAX_NAME_LENGTH });
  if (unfit !== null) return unfit;
  const creatorId = facts.creators.get(creatorCode);
  if (creatorId === undefined)
    return {
      reason: "UNKNOWN_CREATOR",
      field: ["creatorCode"],
      message: `creatorCode must be of a registered creator, but got ${quoted(creatorCode)}; send registerCreators first.`,
    };
  const mediaProgrammeId = programmeCode === null ? null : facts.programmes.get(programmeCode);
  if (mediaProgrammeId === undefined)
    return {
      reason: "UNKNOWN_PROGRAMME",
      field: ["programmeCode"],
      message: `programmeCode must be of a media programme of the brand, but got ${quoted(programmeCode!)}; send createMediaProgramme first.`,
    };
  if (cost.currencyCode !== facts.currencyCode)
    return {
      reason: "WRONG_CURRENCY",
      field: ["cost", "currencyCode"],
      message: `cost must be in the brand's currency ${facts.currencyCode}, but got ${quoted(cost.currencyCode)}; convert it before it is sent.`,
    };
  const minor = parseMinor(cost.amount, facts.currencyCode);
  if (minor === null || minor < 0n)
    return {
      reason: "INVALID_VALUE",
      field: ["cost", "amount"],
      message: `cost must be an amount of at least 0 in whole minor units of ${facts.currencyCode}, but got ${cost.amount}.`,
    };
  return {
    contentCode,
    title,
    publishedAt,
    creatorId,
    mediaProgrammeId,
    cost: { minor, currencyCode: cost.currencyCode },
  };
}

function checkTexts<Field extends string>(
  row: Readonly<Record<Field, string>>,
  longest: Readonly<Record<Field, number>>,
): RegistrationRejection | null {
  for (const field of Object.keys(longest) as Field[]) {
    if (isText(row[field], longest[field]) && row[field].trim() !== "") continue;
    const message = `${field} must be 1 to ${longest[field]} characters, none of them a control character and not all spaces, but got ${quoted(row[field])}.`;
    return { reason: "INVALID_VALUE", field: [field], message };
  }
  return null;
}
