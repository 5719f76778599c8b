import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { WHOLE_HOURS } from "../../platform/whole-hours";
import type { BrandService } from "../brands";
import { Brand } from "../brands/brand.types";
import { MAX_WINDOW_DAYS } from "./check-window";
import type { ProgrammeService } from "./programme.service";
import {
  ChangeMediaProgrammeInput,
  ChangeMediaProgrammePayload,
  CreateMediaProgrammeInput,
  CreateMediaProgrammePayload,
  MediaProgramme,
  MediaProgrammeConnection,
  toMediaProgramme,
} from "./programme.types";
import type { ProgrammeEditor } from "./programme-editor";
import type { PullNewDefinition } from "./pull-new";
import type { PullNewService } from "./pull-new.service";
import {
  MediaProgrammeRanking,
  PullNewDefinitionEnum,
  PullNewEfficiency,
  toPullNew,
  toRanking,
} from "./pull-new.types";

const DEFINITION = { defaultValue: "STAGE_ZERO_BEFORE", description: "Who is new." };
const FROM = { description: `First instant of the window. ${WHOLE_HOURS}` };
const TO = { description: `The first instant after it, at most ${MAX_WINDOW_DAYS} days later. ${WHOLE_HOURS}` };

@Resolver(() => MediaProgramme)
export class MediaProgrammeResolver {
  constructor(
    private readonly programmes: ProgrammeService,
    private readonly editor: ProgrammeEditor,
    private readonly pullNews: PullNewService,
    private readonly brands: BrandService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @Query(() => MediaProgramme, {
    nullable: true,
    description: "A media programme; null when it does not exist or is not visible.",
  })
  async mediaProgramme(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of a MediaProgramme." }) id: string,
  ): Promise<MediaProgramme | null> {
    const row = await this.programmes.programmes(context).load(keyOf("MediaProgramme", id, ["id"]));
    return row && toMediaProgramme(row);
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => CreateMediaProgrammePayload, { description: "Adds a contract with a partner medium." })
  createMediaProgramme(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateMediaProgrammeInput, { description: "The contract." }) input: CreateMediaProgrammeInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateMediaProgrammePayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const { contractNumber = null, endsOn = null, budget = null } = input;
      const row = await this.editor.create(context, { ...input, brandId, contractNumber, endsOn, budget }, key);
      return { mediaProgramme: toMediaProgramme(row) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ChangeMediaProgrammePayload, {
    description: "Changes a contract; its code stays, as touchpoints carry it.",
  })
  changeMediaProgramme(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of a MediaProgramme." }) id: string,
    @Arg("input", () => ChangeMediaProgrammeInput, { description: "What to change." }) input: ChangeMediaProgrammeInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeMediaProgrammePayload> {
    return payload(async () => {
      const target = { id: keyOf("MediaProgramme", id, ["id"]), expectedVersion };
      return { mediaProgramme: toMediaProgramme(await this.editor.change(context, target, input)) };
    });
  }

  @Access("SIGNED_IN")
  @FieldResolver(() => Brand, { description: "The brand that has the contract." })
  async brand(@Ctx() context: RequestContext, @Root() { row }: MediaProgramme): Promise<Brand> {
    const brand = (await this.brands.findGranted(context, row.brandId))!;
    return Object.assign(new Brand(), { ...brand, brandId: brand.id, id: toNodeId("Brand", brand.id) });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => PullNewEfficiency, {
    nullable: true,
    description: "How well it wins new people; computed when asked for, null only beside an error.",
  })
  async pullNew(
    @Ctx() context: RequestContext,
    @Root() { row }: MediaProgramme,
    @Arg("definition", () => PullNewDefinitionEnum, DEFINITION) definition: PullNewDefinition,
    @Arg("from", () => DateTimeScalar, FROM) from: Date,
    @Arg("to", () => DateTimeScalar, TO) to: Date,
  ): Promise<PullNewEfficiency> {
    return toPullNew(await this.pullNews.ofProgramme(context, row, definition, { from, to }));
  }
}

@Resolver(() => Brand)
export class BrandProgrammesResolver {
  constructor(
    private readonly programmes: ProgrammeService,
    private readonly pullNews: PullNewService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => MediaProgrammeConnection, {
    description: "The organisation's contracts with partner media for the brand, newest first.",
  })
  async mediaProgrammes(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<MediaProgramme>> {
    return toConnection(await this.programmes.page(context, brandId, pageRequest(page)), toMediaProgramme, () =>
      this.programmes.count(context, brandId),
    );
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => MediaProgrammeRanking, {
    nullable: true,
    description:
      "Its media programmes ranked by how well they win new people; computed when asked for, null only beside an error.",
  })
  async mediaProgrammeRanking(
    @Ctx() context: RequestContext,
    @Root() { brandId, zone }: Brand,
    @Arg("definition", () => PullNewDefinitionEnum, DEFINITION) definition: PullNewDefinition,
    @Arg("from", () => DateTimeScalar, FROM) from: Date,
    @Arg("to", () => DateTimeScalar, TO) to: Date,
  ): Promise<MediaProgrammeRanking> {
    return toRanking(await this.pullNews.ranking(context, { id: brandId, zone }, definition, { from, to }));
  }
}
