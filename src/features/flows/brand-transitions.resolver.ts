import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { TransitionService } from "./transition.service";
import { CrowdGroupTransition, StageTransition, toCrowdGroupTransition, toStageTransition } from "./transition.types";

const FROM = { description: "asOf of the first snapshot." };
const TO = { description: "asOf of the second snapshot; after from." };
const WHEN_NULL =
  "null when none was taken of exactly one of the instants, or they were labelled by different rules. LABELS_THINNED when a snapshot's figures are all that is kept of it: take it again.";

/** A brand's snapshots crossed. */
@Resolver(() => Brand)
export class BrandTransitionsResolver {
  constructor(private readonly transitions: TransitionService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => StageTransition, {
    nullable: true,
    description: `The stages of two snapshots of all categories crossed; ${WHEN_NULL}`,
  })
  async stageTransition(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("from", () => DateTimeScalar, FROM) from: Date,
    @Arg("to", () => DateTimeScalar, TO) to: Date,
  ): Promise<StageTransition | null> {
    const transition = await this.transitions.ofStages(context, brandId, { from, to });
    return transition && toStageTransition(transition);
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => CrowdGroupTransition, {
    nullable: true,
    description: `The nine-grid groups of two snapshots of all categories crossed; ${WHEN_NULL}`,
  })
  async crowdGroupTransition(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("from", () => DateTimeScalar, FROM) from: Date,
    @Arg("to", () => DateTimeScalar, TO) to: Date,
  ): Promise<CrowdGroupTransition | null> {
    const transition = await this.transitions.ofGroups(context, brandId, { from, to });
    return transition && toCrowdGroupTransition(transition);
  }
}
