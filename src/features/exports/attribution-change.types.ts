import { Field, ID, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { AttributionChange, AttributionChanges } from "./attribution-change";
import { MAX_CHANGES, printWatermark } from "./attribution-change.service";

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A campaign or window of a brand whose newest attribution report changed." })
export class ChangedAttribution {
  @Field(() => ID, { description: "The same for all versions: what a row in a warehouse is replaced by. Opaque." })
  key!: string;

  @Field(() => Int, { description: "Version of the newest report." })
  version!: number;

  @Field({ description: "True: no report of it is left." })
  isDeleted!: boolean;

  @Field(() => DateTimeScalar, {
    description: "When it changed: a version was published, or late data made the newest one OUTDATED.",
  })
  updatedAt!: Date;

  /** Key of its newest report; not a field of the schema. */
  newestKey!: string;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: `Changes in the order in which they are to be applied, at most ${MAX_CHANGES}.` })
export class AttributionChangePage {
  @Field(() => [ChangedAttribution], { description: "One a key; the same key comes again when it changes again." })
  rows!: readonly ChangedAttribution[];

  @Field({
    description:
      "Keep it, and send it as `since` next time. Nothing that is committed later lies before it, however long it took.",
  })
  watermark!: string;

  @Field({ description: "True: ask again at once." })
  hasMore!: boolean;
}

export function toChangePage({ rows, watermark, hasMore }: AttributionChanges): AttributionChangePage {
  return Object.assign(new AttributionChangePage(), {
    rows: rows.map(toChanged),
    watermark: printWatermark(watermark),
    hasMore,
  });
}

const toChanged = ({ key, version, isDeleted, updatedAt, reportId }: AttributionChange): ChangedAttribution =>
  Object.assign(new ChangedAttribution(), {
    key: Buffer.from(key).toString("base64url"),
    ...{ version, isDeleted, updatedAt },
    newestKey: reportId,
  });
