import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { toAssetSnapshotRun } from "../assets/take-snapshot.types";
import type { BrandService } from "../brands";
import { Brand } from "../brands/brand.types";
import { nextSnapshotAt, type SnapshotSchedule as ScheduleRow } from "./snapshot-schedule";
import type { SnapshotScheduleService } from "./snapshot-schedule.service";
import {
  RestateAssetSnapshotsPayload,
  SetSnapshotSchedulePayload,
  SnapshotSchedule,
  SnapshotScheduleInput,
} from "./snapshot-schedule.types";

@Resolver(() => Brand)
export class SnapshotScheduleResolver {
  constructor(
    private readonly schedules: SnapshotScheduleService,
    private readonly brands: BrandService,
  ) {}

  @Access("TAKE_SNAPSHOTS")
  @Mutation(() => SetSnapshotSchedulePayload, {
    description:
      "Has a brand's snapshot taken every day, or pauses that. A new schedule begins with the day on which it is set.",
  })
  setSnapshotSchedule(
    @Ctx() context: RequestContext,
    @Arg("brandId", () => ID, { description: "A brand granted to the caller's organisation." }) brandId: string,
    @Arg("input", () => SnapshotScheduleInput, { description: "The schedule, whole." }) input: SnapshotScheduleInput,
    @Arg("expectedVersion", () => Int, { description: `${EXPECTED_VERSION.description} 0 when there is none yet.` })
    expectedVersion: number,
  ): Promise<SetSnapshotSchedulePayload> {
    return payload(async () => {
      const schedule = { ...input, brandId: integerKeyOf("Brand", brandId, ["brandId"]) };
      const row = await this.schedules.set(context, schedule, expectedVersion);
      return { snapshotSchedule: await this.shape(context, row) };
    });
  }

  @Access("TAKE_SNAPSHOTS")
  @Mutation(() => RestateAssetSnapshotsPayload, {
    description:
      "Takes a brand's OUTDATED snapshots again, each by its own rules. The earlier figures stay and are read with `restates` and `knownAt`.",
  })
  restateAssetSnapshots(
    @Ctx() context: RequestContext,
    @Arg("brandId", () => ID, { description: "A brand granted to the caller's organisation." }) brandId: string,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RestateAssetSnapshotsPayload> {
    return payload(
      async () => {
        const id = integerKeyOf("Brand", brandId, ["brandId"]);
        const { runs, hasMore } = await this.schedules.restate(context, id, key);
        return { runs: runs.map(toAssetSnapshotRun), hasMore };
      },
      { runs: [], hasMore: false },
    );
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => SnapshotSchedule, {
    nullable: true,
    description: "Its daily snapshots; null: none are scheduled.",
  })
  async snapshotSchedule(@Ctx() context: RequestContext, @Root() { brandId }: Brand): Promise<SnapshotSchedule | null> {
    const row = await this.schedules.find(context, brandId);
    return row && this.shape(context, row);
  }

  private async shape(context: RequestContext, row: ScheduleRow): Promise<SnapshotSchedule> {
    const brand = await this.brands.findGranted(context, row.brandId);
    return Object.assign(new SnapshotSchedule(), row, {
      nextAt: nextSnapshotAt(row, context.clock.now(), brand!.zone),
    });
  }
}
