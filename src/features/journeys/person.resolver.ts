import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { IdentityInput } from "../people/identity.types";
import type { PersonService } from "./person.service";
import {
  PersonJourney,
  PersonTouchpoint,
  PersonTouchpointConnection,
  toPersonJourney,
  toPersonTouchpoint,
} from "./person.types";
import { WindowArgs } from "./window.types";

@Resolver(() => Brand)
export class BrandPersonResolver {
  constructor(private readonly service: PersonService) {}

  @Access("INSPECT_PEOPLE")
  @FieldResolver(() => PersonJourney, {
    nullable: true,
    description:
      "What one person did with the brand, for support; null when nobody under this identity has a touchpoint of the brand in the window that the organisation sees.",
  })
  async personJourney(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => WindowArgs) window: WindowArgs,
    @Arg("identity", () => IdentityInput, { description: "One identity of the person; any of them finds the same." })
    identity: IdentityInput,
  ): Promise<PersonJourney | null> {
    const person = await this.service.inspect(context, brandId, window, identity);
    return person && toPersonJourney(person);
  }
}

@Resolver(() => PersonJourney)
export class PersonJourneyResolver {
  constructor(private readonly service: PersonService) {}

  @Access("INSPECT_PEOPLE")
  @FieldResolver(() => PersonTouchpointConnection, { description: "The touchpoints in order of time, oldest first." })
  async touchpoints(
    @Ctx() context: RequestContext,
    @Root() { person }: PersonJourney,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<PersonTouchpoint>> {
    return toConnection(await this.service.touchpoints(context, person, pageRequest(page)), toPersonTouchpoint, () =>
      this.service.countTouchpoints(context, person),
    );
  }
}
