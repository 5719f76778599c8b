import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { nextSnapshotAt, type SnapshotScheduleService } from "../snapshot-schedules";
import { MembershipProgramme } from "./membership.types";

/** Members are evaluated with the brand's daily snapshot. */
@Resolver(() => MembershipProgramme)
export class NextEvaluationResolver {
  constructor(
    private readonly schedules: SnapshotScheduleService,
    private readonly brands: BrandService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      "When its members are evaluated next without being asked for: with the brand's daily snapshot (setSnapshotSchedule). Null: no schedule is active.",
  })
  async nextEvaluationAt(@Ctx() context: RequestContext, @Root() { row }: MembershipProgramme): Promise<Date | null> {
    const [schedule, brand] = await Promise.all([
      this.schedules.find(context, row.brandId),
      this.brands.findGranted(context, row.brandId),
    ]);
    return schedule && brand && nextSnapshotAt(schedule, context.clock.now(), brand.zone);
  }
}
