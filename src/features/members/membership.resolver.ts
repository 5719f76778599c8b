import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf, toNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { Brand } from "../brands/brand.types";
import type { MembershipService } from "./membership.service";
import {
  ChangeMembershipProgrammeInput,
  ChangeMembershipProgrammePayload,
  CreateMembershipProgrammeInput,
  CreateMembershipProgrammePayload,
  fromTiersInput,
  MembershipProgramme,
  MembershipTiers,
  MembershipTiersInput,
  toMembershipProgramme,
  toTiers,
} from "./membership.types";
import type { MembershipEditor } from "./membership-editor";

const ID_ARGUMENT = { description: "Id of a MembershipProgramme." };

/** Setting up a membership programme. */
@Resolver(() => MembershipProgramme)
export class MembershipProgrammeResolver {
  constructor(
    private readonly programmes: MembershipService,
    private readonly editor: MembershipEditor,
    private readonly brands: BrandService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => CreateMembershipProgrammePayload, { description: "Sets up a brand's membership programme." })
  createMembershipProgramme(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateMembershipProgrammeInput, { description: "The programme." })
    input: CreateMembershipProgrammeInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateMembershipProgrammePayload> {
    return payload(async () => {
      const { brandId, name, target = null, tiers } = input;
      const programme = {
        brandId: integerKeyOf("Brand", brandId, ["input", "brandId"]),
        name,
        target,
        tiers: fromTiersInput(tiers),
      };
      return { membershipProgramme: toMembershipProgramme(await this.editor.create(context, programme, key)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ChangeMembershipProgrammePayload, { description: "Changes a programme's name or target." })
  changeMembershipProgramme(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, ID_ARGUMENT) id: string,
    @Arg("input", () => ChangeMembershipProgrammeInput, { description: "What to change." })
    input: ChangeMembershipProgrammeInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeMembershipProgrammePayload> {
    return payload(async () => {
      const target = { id: keyOf("MembershipProgramme", id, ["id"]), expectedVersion };
      return { membershipProgramme: toMembershipProgramme(await this.editor.change(context, target, input)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ChangeMembershipProgrammePayload, {
    description:
      "Makes a new version of a programme's tiers. Evaluations of before keep theirs; evaluate a past instant again to see who moves.",
  })
  changeMembershipTiers(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, ID_ARGUMENT) id: string,
    @Arg("input", () => MembershipTiersInput, { description: "The whole ladder." }) input: MembershipTiersInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeMembershipProgrammePayload> {
    return payload(async () => {
      const target = { id: keyOf("MembershipProgramme", id, ["id"]), expectedVersion };
      const changed = await this.editor.changeTiers(context, target, fromTiersInput(input));
      return { membershipProgramme: toMembershipProgramme(changed) };
    });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => Brand, { description: "The brand whose members it is about." })
  async brand(@Ctx() context: RequestContext, @Root() { row }: MembershipProgramme): Promise<Brand> {
    const brand = (await this.brands.findGranted(context, row.brandId))!;
    return Object.assign(new Brand(), { ...brand, brandId: brand.id, id: toNodeId("Brand", brand.id) });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => [MembershipTiers], {
    description: "Every version of its tiers, newest first; a version is made by hand, so there are few.",
  })
  async tierVersions(
    @Ctx() context: RequestContext,
    @Root() { row }: MembershipProgramme,
  ): Promise<readonly MembershipTiers[]> {
    return (await this.programmes.tiers(context, row.id)).map(toTiers);
  }
}

@Resolver(() => Brand)
export class BrandMembershipResolver {
  constructor(private readonly programmes: MembershipService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => MembershipProgramme, {
    nullable: true,
    description: "The organisation's membership programme (会员体系) of the brand; null when there is none.",
  })
  async membershipProgramme(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
  ): Promise<MembershipProgramme | null> {
    const row = await this.programmes.ofBrand(context, brandId);
    return row && toMembershipProgramme(row);
  }
}
