import { Arg, Ctx, FieldResolver, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Viewer } from "../brands/brand.types";
import type { IdentityGraph as Graph } from "./identity-graph";
import {
  HeldLinks,
  IdentityGraph,
  MergePeoplePayload,
  PeopleAssertionInput,
  toPeopleSettlement,
  UnmergePeoplePayload,
} from "./people.types";
import type { PeopleAssertion, PeopleEditor } from "./people-editor";

/** Who is who. */
@Resolver(() => Viewer)
export class PeopleResolver {
  constructor(
    private readonly editor: PeopleEditor,
    private readonly graph: Graph,
  ) {}

  @Access("MANAGE_PEOPLE")
  @FieldResolver(() => IdentityGraph, {
    description: "How the identities of the cloud and of this organisation hang together.",
  })
  async identityGraph(@Ctx() context: RequestContext): Promise<IdentityGraph> {
    const figures = await this.graph.figures(context);
    const heldLinks = figures.heldLinks.map((row) => Object.assign(new HeldLinks(), row));
    return Object.assign(new IdentityGraph(), { ...figures, heldLinks });
  }

  @Access("MANAGE_PEOPLE")
  @Mutation(() => MergePeoplePayload, {
    description:
      "Says that two identities are one person, for all history. Published figures stay as they are; those taken afterwards follow.",
  })
  mergePeople(
    @Ctx() context: RequestContext,
    @Arg("input", () => PeopleAssertionInput, { description: "Which two." }) input: PeopleAssertionInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<MergePeoplePayload> {
    return payload(async () => ({ run: toPeopleSettlement(await this.editor.merge(context, read(input), key)) }));
  }

  @Access("MANAGE_PEOPLE")
  @Mutation(() => UnmergePeoplePayload, {
    description:
      "Says that two identities are not one person: whatever links them, seen before or later, is held. Said for an organisation, it takes nobody apart whom the cloud joins.",
  })
  unmergePeople(
    @Ctx() context: RequestContext,
    @Arg("input", () => PeopleAssertionInput, { description: "Which two." }) input: PeopleAssertionInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<UnmergePeoplePayload> {
    return payload(async () => ({ run: toPeopleSettlement(await this.editor.unmerge(context, read(input), key)) }));
  }
}

const read = (input: PeopleAssertionInput): PeopleAssertion => ({
  ...input,
  sourceId: integerKeyOf("TouchpointSource", input.sourceId, ["input", "sourceId"]),
});
