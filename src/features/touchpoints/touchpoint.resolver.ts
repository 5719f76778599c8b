import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, toNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Viewer } from "../brands/brand.types";
import type { IngestedRow, TouchpointService } from "./touchpoint.service";
import type { TouchpointSource as TouchpointSourceRow } from "./touchpoint.store";
import {
  CreateTouchpointSourceInput,
  CreateTouchpointSourcePayload,
  DataFreshness,
  IngestedTouchpoint,
  IngestTouchpointsPayload,
  TouchpointInput,
  TouchpointOutcome,
  TouchpointSource,
  TouchpointSourceConnection,
} from "./touchpoint.types";

export const toTouchpointSource = (row: TouchpointSourceRow): TouchpointSource =>
  Object.assign(new TouchpointSource(), { ...row, id: toNodeId("TouchpointSource", row.id) });

const toIngested = (row: IngestedRow): IngestedTouchpoint =>
  Object.assign(new IngestedTouchpoint(), {
    index: row.index,
    eventId: row.eventId,
    outcome: TouchpointOutcome[row.outcome],
    reason: row.rejection?.reason ?? null,
    field: row.rejection?.field ?? [],
    allowed: row.rejection?.allowed ?? [],
    message: row.rejection?.message ?? null,
  });

@Resolver(() => Viewer)
export class TouchpointResolver {
  constructor(private readonly touchpoints: TouchpointService) {}

  @Access("SIGNED_IN")
  @FieldResolver(() => [DataFreshness], {
    description:
      "How fresh the touchpoints are that this organisation sees: one row per platform, at most a few dozen.",
  })
  async dataFreshness(@Ctx() context: RequestContext): Promise<DataFreshness[]> {
    return (await this.touchpoints.dataFreshness(context)).map((row) => Object.assign(new DataFreshness(), row));
  }

  @Access("INGEST_TOUCHPOINTS")
  @FieldResolver(() => TouchpointSourceConnection, {
    description: "The organisation's own sources of touchpoints, in the order they were made.",
  })
  async touchpointSources(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<TouchpointSource>> {
    return toConnection(await this.touchpoints.sourcePage(context, pageRequest(page)), toTouchpointSource, () =>
      this.touchpoints.countSources(context),
    );
  }

  @Access("INGEST_TOUCHPOINTS")
  @Mutation(() => CreateTouchpointSourcePayload, {
    description: "Adds a source of touchpoints to the caller's organisation.",
  })
  createTouchpointSource(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateTouchpointSourceInput, { description: "The new source." })
    input: CreateTouchpointSourceInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateTouchpointSourcePayload> {
    return payload(async () => {
      const visibility = input.visibility as TouchpointSourceRow["visibility"];
      return {
        touchpointSource: toTouchpointSource(
          await this.touchpoints.createSource(context, { ...input, visibility }, key),
        ),
      };
    });
  }

  @Access("INGEST_TOUCHPOINTS")
  @Mutation(() => IngestTouchpointsPayload, {
    description:
      "Takes 1 to 1,000 touchpoints and answers row by row; ACCEPTED means durable, and sending a row again changes nothing.",
  })
  ingestTouchpoints(
    @Ctx() context: RequestContext,
    @Arg("sourceId", () => ID, { description: "A source of the caller's organisation." }) sourceId: string,
    @Arg("touchpoints", () => [TouchpointInput], { description: "1 to 1,000 rows." }) touchpoints: TouchpointInput[],
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<IngestTouchpointsPayload> {
    return payload<Omit<IngestTouchpointsPayload, "userErrors">>(
      async () => {
        const rows = await this.touchpoints.ingest(
          context,
          integerKeyOf("TouchpointSource", sourceId, ["sourceId"]),
          touchpoints,
          key,
        );
        const count = (outcome: IngestedRow["outcome"]): number => rows.filter((row) => row.outcome === outcome).length;
        return {
          accepted: count("ACCEPTED"),
          duplicates: count("DUPLICATE"),
          conflicts: count("CONFLICT"),
          rejected: count("REJECTED"),
          rows: rows.map(toIngested),
        };
      },
      { rows: [] },
    );
  }
}
