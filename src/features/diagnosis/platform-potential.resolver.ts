import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Diagnosis } from "./diagnosis.types";
import type { PlatformPotentialService } from "./platform-potential.service";
import {
  PlatformPotential,
  PlatformPotentialBasis,
  toPlatformPotential,
  toPotentialBasis,
} from "./platform-potential.types";

@Resolver(() => Diagnosis)
export class PlatformPotentialResolver {
  constructor(private readonly potentials: PlatformPotentialService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => [PlatformPotential], {
    nullable: true,
    description:
      "On which platforms potential people are concentrated, highest index first, those without one last; a line for each platform that the brand's people were on. Null unless platformPotentialBasis is KNOWN.",
  })
  async platformPotential(
    @Ctx() context: RequestContext,
    @Root() { brandId, asOf }: Diagnosis,
  ): Promise<readonly PlatformPotential[] | null> {
    const potential = await this.potentials.of(context, brandId, asOf);
    return potential.state === "KNOWN" ? potential.platforms.map(toPlatformPotential) : null;
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => PlatformPotentialBasis, { description: "What platformPotential rests on, or why it is null." })
  async platformPotentialBasis(
    @Ctx() context: RequestContext,
    @Root() { brandId, asOf }: Diagnosis,
  ): Promise<PlatformPotentialBasis> {
    return toPotentialBasis(await this.potentials.of(context, brandId, asOf));
  }
}
