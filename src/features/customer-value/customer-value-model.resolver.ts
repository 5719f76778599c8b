import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf, toNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { AccessKey } from "../access/access.types";
import { Brand } from "../brands/brand.types";
import type { CustomerValueModelService } from "./customer-value-model.service";
import {
  CustomerValueFit,
  CustomerValueModel,
  CustomerValueModelConnection,
  FitCustomerValueModelInput,
  toCustomerValueFit,
  toCustomerValueModel,
} from "./customer-value-model.types";
import { ApproveCustomerValueModelPayload, FitCustomerValueModelPayload } from "./customer-value-payload.types";

@Resolver(() => CustomerValueFit)
export class CustomerValueFitResolver {
  constructor(private readonly service: CustomerValueModelService) {}

  @Access("EDIT_AUDIENCES")
  @Mutation(() => FitCustomerValueModelPayload, {
    description: "Begins to fit a model of what a brand's customers will buy and spend.",
  })
  fitCustomerValueModel(
    @Ctx() context: RequestContext,
    @Arg("input", () => FitCustomerValueModelInput, { description: "Whose purchases, and of when." })
    input: FitCustomerValueModelInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<FitCustomerValueModelPayload> {
    return payload(async () => {
      const { asOf, acquiredFrom = null, holdoutDays } = input;
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      return {
        run: toCustomerValueFit(await this.service.fit(context, { brandId, acquiredFrom, asOf, holdoutDays }, key)),
      };
    });
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => CustomerValueModel, {
    nullable: true,
    description: "What it published; null until it succeeded.",
  })
  async customerValueModel(
    @Ctx() context: RequestContext,
    @Root() { runId }: CustomerValueFit,
  ): Promise<CustomerValueModel | null> {
    const model = await this.service.findOfRun(context, runId);
    return model && toCustomerValueModel(model);
  }
}

@Resolver(() => CustomerValueModel)
export class CustomerValueModelResolver {
  constructor(private readonly service: CustomerValueModelService) {}

  @Access("APPROVE_BUDGETS")
  @Mutation(() => ApproveCustomerValueModelPayload, {
    description: "Agrees to a model, once and for good: customers may be scored by it from then on.",
  })
  approveCustomerValueModel(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The model." }) id: string,
  ): Promise<ApproveCustomerValueModelPayload> {
    return payload(async () => ({
      customerValueModel: toCustomerValueModel(
        await this.service.approve(context, keyOf("CustomerValueModel", id, ["id"])),
      ),
    }));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AccessKey, { nullable: true, description: "The key that approved it; null: nobody yet." })
  async approvedBy(@Ctx() context: RequestContext, @Root() { row }: CustomerValueModel): Promise<AccessKey | null> {
    const key = await this.service.approver(context, row);
    return key && Object.assign(new AccessKey(), { ...key, id: toNodeId("AccessKey", key.id) });
  }
}

@Resolver(() => Brand)
export class BrandCustomerValueModelsResolver {
  constructor(private readonly service: CustomerValueModelService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => CustomerValueModelConnection, {
    description: "The organisation's registry of customer value models of the brand, the newest version first.",
  })
  async customerValueModels(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<CustomerValueModel>> {
    return toConnection(await this.service.page(context, brandId, pageRequest(page)), toCustomerValueModel, () =>
      this.service.count(context, brandId),
    );
  }
}
