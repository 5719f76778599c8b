import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { DwellService } from "./dwell.service";
import { DwellArgs, DwellTime } from "./dwell.types";

@Resolver(() => Brand)
export class BrandDwellResolver {
  constructor(private readonly dwell: DwellService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => DwellTime, {
    description: "Mean dwell time by creative and landing page, after a change against before.",
  })
  async dwellTime(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => DwellArgs) args: DwellArgs,
  ): Promise<DwellTime> {
    const { before, capSeconds, lines } = await this.dwell.compare(context, brandId, args);
    return {
      ...{ asOf: before.asOf, capSeconds, suppressedBelow: before.threshold, roundedTo: before.roundingBase },
      lines: lines.map(({ ratio, ...line }) => ({
        ...line,
        ratio: ratio && { value: ratio.value, ...ratio.interval },
      })),
    };
  }
}
