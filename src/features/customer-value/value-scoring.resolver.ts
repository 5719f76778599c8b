import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { valueTiers } from "../../engines/customer-value/value-tiers";
import { valueQuadrants } from "../../engines/segmentation/person-rule";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { CustomerValueModel, toCustomerValueModel } from "./customer-value-model.types";
import { ScoreCustomerValuePayload, SetValueTierCutsPayload } from "./customer-value-payload.types";
import { readAllocation, readCuts } from "./read-value-input";
import { TierAllocation, TierAllocationInput, toTierAllocation } from "./tier-allocation.types";
import type { ValueIndexService } from "./value-index.service";
import { HighValueChange, toHighValueChange } from "./value-index.types";
import type { ValueReader } from "./value-reader";
import type { ValueScoringService } from "./value-scoring.service";
import {
  AliveTenth,
  CustomerGroup,
  CustomerValueScoringRun,
  ScoreCustomerValueInput,
  SetValueTierCutsInput,
  TierValues,
  toCustomerGroup,
  toCustomerValueScoringRun,
  toTierGroup,
  toTierValues,
  toValueMatrix,
  toValueScoring,
  toValueTierCuts,
  ValueMatrix,
  ValueScoring,
  ValueTierCuts,
  ValueTierGroup,
} from "./value-scoring.types";

@Resolver(() => CustomerValueScoringRun)
export class CustomerValueScoringRunResolver {
  constructor(
    private readonly service: ValueScoringService,
    private readonly reader: ValueReader,
  ) {}

  @Access("EDIT_AUDIENCES")
  @Mutation(() => ScoreCustomerValuePayload, {
    description: "Begins to work out what each customer of the model's brand will bring, and cuts them into tiers.",
  })
  scoreCustomerValue(
    @Ctx() context: RequestContext,
    @Arg("input", () => ScoreCustomerValueInput, { description: "By which model, and of when." })
    input: ScoreCustomerValueInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ScoreCustomerValuePayload> {
    return payload(async () => {
      const { from, horizonDays, annualDiscountRate } = input;
      const modelId = keyOf("CustomerValueModel", input.modelId, ["input", "modelId"]);
      const request = { modelId, from, to: input.to ?? from, horizonDays, annualDiscountRate };
      return { run: toCustomerValueScoringRun(await this.service.score(context, request, key)) };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => SetValueTierCutsPayload, {
    description: "Sets how values are cut into tiers by later scorings; published ones keep theirs.",
  })
  setValueTierCuts(
    @Ctx() context: RequestContext,
    @Arg("input", () => SetValueTierCutsInput, { description: "The new cuts." }) input: SetValueTierCutsInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<SetValueTierCutsPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const currencyCode = await this.reader.currencyOf(context, brandId);
      const cuts = readCuts(input, currencyCode);
      const set = await this.service.setCuts(context, { brandId, cuts }, expectedVersion);
      return { valueTierCuts: toValueTierCuts(set, currencyCode) };
    });
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [ValueScoring], { description: "What it published, a scoring a day; empty until it succeeded." })
  async scorings(
    @Ctx() context: RequestContext,
    @Root() { runId }: CustomerValueScoringRun,
  ): Promise<readonly ValueScoring[]> {
    return (await this.service.findOfRun(context, runId)).map(toValueScoring);
  }
}

@Resolver(() => ValueScoring)
export class ValueScoringResolver {
  constructor(
    private readonly service: ValueScoringService,
    private readonly reader: ValueReader,
    private readonly index: ValueIndexService,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => CustomerValueModel, { description: "The model that it is by." })
  async model(@Ctx() context: RequestContext, @Root() { row }: ValueScoring): Promise<CustomerValueModel> {
    return toCustomerValueModel(await this.reader.modelOf(context, row));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ValueTierCuts, { description: "How its values are cut." })
  async cuts(@Ctx() context: RequestContext, @Root() { row }: ValueScoring): Promise<ValueTierCuts> {
    return toValueTierCuts(await this.service.cutsOf(context, row), await this.reader.currencyOf(context, row.brandId));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => TierValues, { description: "The values that the cuts gave: what HIGH and MID are at least." })
  async bounds(@Ctx() context: RequestContext, @Root() { row }: ValueScoring): Promise<TierValues> {
    return toTierValues(row.report.bounds, await this.reader.currencyOf(context, row.brandId));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => CustomerGroup, { description: "Everybody who bought before the day." })
  async customers(@Ctx() context: RequestContext, @Root() { row }: ValueScoring): Promise<CustomerGroup> {
    return toCustomerGroup((await this.reader.tell(context, row)).customers);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [ValueTierGroup], { description: "HIGH, MID, LOW." })
  async tiers(@Ctx() context: RequestContext, @Root() { row }: ValueScoring): Promise<readonly ValueTierGroup[]> {
    const { tiers } = await this.reader.tell(context, row);
    return tiers.map((group, place) => toTierGroup(valueTiers[place]!, group));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AliveTenth], { description: "Customers by their chance of still buying, ten tenths." })
  async alive(@Ctx() context: RequestContext, @Root() { row }: ValueScoring): Promise<readonly AliveTenth[]> {
    const { aliveTenths } = await this.reader.tell(context, row);
    return aliveTenths.map((people, tenth) =>
      Object.assign(new AliveTenth(), { from: tenth / 10, to: (tenth + 1) / 10, people }),
    );
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ValueMatrix, { description: "Value now against value next." })
  async matrix(@Ctx() context: RequestContext, @Root() { row }: ValueScoring): Promise<ValueMatrix> {
    const { quadrants } = await this.reader.tell(context, row);
    const named = quadrants.map((group, place) => [valueQuadrants[place]!, group] as const);
    return toValueMatrix(row, named, await this.reader.currencyOf(context, row.brandId));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => HighValueChange, {
    description: "People of high value and their mean, against an earlier scoring.",
  })
  async highValueChange(
    @Ctx() context: RequestContext,
    @Root() { row }: ValueScoring,
    @Arg("since", () => ID, { description: "The scoring to compare with, of the same brand." }) since: string,
  ): Promise<HighValueChange> {
    return toHighValueChange(await this.index.highValueChange(context, row, keyOf("ValueScoring", since, ["since"])));
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => TierAllocation, {
    description: "Moves spend to the better tiers by multipliers HIGH >= MID >= 1 >= LOW and keeps its total.",
  })
  async tierAllocation(
    @Ctx() context: RequestContext,
    @Root() { row }: ValueScoring,
    @Arg("input", () => TierAllocationInput, { description: "What to spend, and how much more on whom." })
    input: TierAllocationInput,
  ): Promise<TierAllocation> {
    const currencyCode = await this.reader.currencyOf(context, row.brandId);
    const { spend, multipliers } = readAllocation(input, currencyCode);
    return toTierAllocation(await this.service.allocate(context, row, spend, multipliers), currencyCode);
  }
}
