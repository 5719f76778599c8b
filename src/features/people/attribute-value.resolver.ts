import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { AttributeDistributions } from "./attribute-distribution";
import { AttributeDistribution, toAttributeDistribution } from "./attribute-distribution.types";
import type { AttributeIntake } from "./attribute-intake";
import { PersonAttributeInput, RecordPersonAttributesPayload } from "./attribute-value.types";
import { type AnsweredRows, answerRows } from "./upload-row.types";

@Resolver(() => Brand)
export class AttributeValueResolver {
  constructor(
    private readonly intake: AttributeIntake,
    private readonly distributions: AttributeDistributions,
  ) {}

  @Access("INGEST_TOUCHPOINTS")
  @Mutation(() => RecordPersonAttributesPayload, {
    description:
      "Takes 1 to 1,000 dated values of people and answers row by row; ACCEPTED means durable. A value is (attribute, identity, asOf, source): sent again it is a duplicate, another value corrects it; values of other instants stay as history.",
  })
  recordPersonAttributes(
    @Ctx() context: RequestContext,
    @Arg("sourceId", () => ID, { description: "A source of the caller's organisation." }) sourceId: string,
    @Arg("rows", () => [PersonAttributeInput], { description: "1 to 1,000 rows." }) rows: PersonAttributeInput[],
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RecordPersonAttributesPayload> {
    return payload<AnsweredRows>(
      async () => {
        const source = integerKeyOf("TouchpointSource", sourceId, ["sourceId"]);
        return answerRows(await this.intake.record(context, source, rows, key));
      },
      { rows: [] },
    );
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => AttributeDistribution, {
    nullable: true,
    description:
      "Who its people are by the values of an attribute (人群画像); null when the organisation has no such attribute.",
  })
  async attributeDistribution(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Arg("attribute", () => String, { description: "Code of an attribute of the organisation's registry." })
    attribute: string,
    @Arg("asOf", () => DateTimeScalar, {
      description: "The instant to answer as of, not in the future: later values and touchpoints do not count.",
    })
    asOf: Date,
  ): Promise<AttributeDistribution | null> {
    const found = await this.distributions.find(context, brand.brandId, attribute, asOf);
    return found && toAttributeDistribution(found);
  }
}
