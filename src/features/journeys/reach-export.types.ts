import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { EXPORT_DAYS, type ExportFile } from "../../platform/exports/export-file";
import type { UserProblem } from "../../platform/user-error";
import { WHOLE_HOURS } from "../../platform/whole-hours";
import { MAX_PLATFORMS } from "./reach.service";

const ReachTotalsEnum = { DEDUPLICATED: "DEDUPLICATED", SUM: "SUM" };
registerEnumType(ReachTotalsEnum, {
  name: "ReachTotals",
  description: "How platforms are put into one total.",
  valuesConfig: {
    DEDUPLICATED: { description: "Everybody counts once." },
    SUM: { description: "Reaches added up, everybody once per platform: refused as NON_ADDITIVE." },
  },
});

@InputType({ description: "Which reaches to write into a file." })
export class ExportReachInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field(() => DateTimeScalar, { description: `First instant of the window. ${WHOLE_HOURS}` })
  from!: Date;

  @Field(() => DateTimeScalar, { description: `The first instant after it; later than from. ${WHOLE_HOURS}` })
  to!: Date;

  @Field(() => [String], {
    description: `Codes of 1 to ${MAX_PLATFORMS} platforms, in the order in which they add people.`,
  })
  platforms!: string[];

  @Field(() => ReachTotalsEnum, { description: "How the last line totals the others." })
  totals!: "DEDUPLICATED" | "SUM";
}

@Access("READ_ASSETS")
@ObjectType({
  implements: Node,
  description:
    "A CSV file of platforms' reaches: a line a platform, the deduplicated total last, withheld numbers left empty.",
})
export class ReachExport extends Node {
  @Field({
    description: "Path on this server; fetch it with the header Authorization of any key that may read assets.",
  })
  url!: string;

  @Field({ description: "SHA-256 of the file's bytes, in hexadecimal." })
  sha256!: string;

  @Field(() => Int, { description: "Lines without the header." })
  rows!: number;

  @Field(() => DateTimeScalar, { description: "When the figures were read." })
  asOf!: Date;

  @Field(() => DateTimeScalar, {
    description: `From when it can no longer be fetched: ${EXPORT_DAYS} days after asOf.`,
  })
  expiresAt!: Date;
}

export const exportPath = (id: string): string => `/v1/exports/${id}`;

export function toReachExport({ id: key, sha256, rows, createdAt, expiresAt }: ExportFile): ReachExport {
  const id = toNodeId("ReachExport", key);
  return Object.assign(new ReachExport(), { id, url: exportPath(id), sha256, rows, asOf: createdAt, expiresAt });
}

const ReachUserError = userErrorType("Reach", { NON_ADDITIVE: "Reaches of platforms must not be added up." });

@Access("READ_ASSETS")
@ObjectType({ description: "Answer of exportReach." })
export class ExportReachPayload {
  @Field(() => ReachExport, { nullable: true, description: "The file; null when refused." })
  export?: ReachExport | null;

  @Field(() => [ReachUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
