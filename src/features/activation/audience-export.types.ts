import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Run, toRun } from "../../graphql/run";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { ExportFormat } from "../../platform/exports/export-format";
import type { JobRun } from "../../platform/jobs/job-run";
import type { UserProblem } from "../../platform/user-error";
import { EXPORT_HOURS, type ExportRequest, LINK_MINUTES } from "./audience-export";

const ExportFormatEnum = { CSV: "CSV", NDJSON: "NDJSON", PARQUET: "PARQUET" };
registerEnumType(ExportFormatEnum, {
  name: "AudienceExportFormat",
  description: "How a file of ids is written.",
  valuesConfig: {
    CSV: { description: "One id a line, without a header: the same bytes as a push to an object store." },
    NDJSON: { description: 'One object a line: {"namespace": ..., "id": ...}.' },
    PARQUET: { description: "One required string column id." },
  },
});

export { ExportFormatEnum };

@Access("PUSH_AUDIENCES")
@ObjectType({ description: "A file that can be fetched." })
export class AudienceExportFile {
  @Field({
    description: `Path on this server; whoever holds it may fetch the file without a key until urlValidUntil, ${LINK_MINUTES} minutes at most. Each answer gives a new one.`,
  })
  url!: string;

  @Field(() => DateTimeScalar, { description: "From when the path is refused." })
  urlValidUntil!: Date;

  @Field({ description: "SHA-256 of the file's bytes, in hexadecimal." })
  sha256!: string;

  @Field(() => BigIntScalar, { description: "Length of the file in bytes." })
  bytes!: bigint;

  @Field(() => BigIntScalar, { description: "Ids in it, one or several a person." })
  ids!: bigint;

  @Field(() => DateTimeScalar, { description: "When it was written." })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: `From when it is gone: ${EXPORT_HOURS} hours after createdAt.` })
  expiresAt!: Date;
}

@Access("PUSH_AUDIENCES")
@ObjectType({ implements: Run, description: "The writing of a pack's ids into a file (人群包导出)." })
export class AudienceExport extends Run {
  /** Key of its pack; not a field of the schema. */
  packId!: string;

  @Field({ description: "Ids of it alone are in the file." })
  namespace!: string;

  @Field(() => ExportFormatEnum, { description: "How the file is written." })
  format!: ExportFormat;
}

export function toAudienceExport(run: JobRun): AudienceExport {
  const { audiencePackId, namespace, format } = run.payload as ExportRequest;
  return Object.assign(toRun(AudienceExport, "AudienceExport", run), { packId: audiencePackId, namespace, format });
}

const AudienceExportUserError = userErrorType("AudienceExport", {
  PACK_NOT_BUILT: "The pack is neither BUILT nor FROZEN.",
  BELOW_MINIMUM: "Fewer people of the pack can leave than the organisation's threshold asks for.",
});

@Access("PUSH_AUDIENCES")
@ObjectType({ description: "Answer of exportAudiencePack." })
export class ExportAudiencePackPayload {
  @Field(() => AudienceExport, { nullable: true, description: "The export that was begun; null when refused." })
  export?: AudienceExport | null;

  @Field(() => [AudienceExportUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
