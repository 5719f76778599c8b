import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Viewer } from "../brands/brand.types";
import {
  AttributeDefinition,
  ChangeAttributeInput,
  ChangeAttributePayload,
  DefineAttributeInput,
  DefineAttributePayload,
  RetireAttributePayload,
  toAttributeDefinition,
} from "./attribute-definition.types";
import type { AttributeRegistry } from "./attribute-registry";

const ATTRIBUTE_ID = { description: "Id of an AttributeDefinition." };

@Resolver(() => Viewer)
export class AttributeDefinitionResolver {
  constructor(private readonly registry: AttributeRegistry) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => [AttributeDefinition], {
    description: "What the organisation may record of people, by code; retired attributes included, at most 200.",
  })
  async attributeDefinitions(@Ctx() context: RequestContext): Promise<AttributeDefinition[]> {
    return (await this.registry.all(context)).map(toAttributeDefinition);
  }

  @Access("MANAGE_ATTRIBUTES")
  @Mutation(() => DefineAttributePayload, {
    description:
      "Adds an attribute to the organisation's closed registry. Sensitive personal information (PIPL art. 28, GDPR art. 9) is refused with SENSITIVE_ATTRIBUTE.",
  })
  defineAttribute(
    @Ctx() context: RequestContext,
    @Arg("input", () => DefineAttributeInput, { description: "The new attribute." }) input: DefineAttributeInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<DefineAttributePayload> {
    return payload(async () => {
      const { isSensitive, minimum = null, maximum = null, maximumAgeDays = null, ...rest } = input;
      const attribute = { ...rest, minimum, maximum, maximumAgeDays };
      return {
        attributeDefinition: toAttributeDefinition(await this.registry.define(context, attribute, isSensitive, key)),
      };
    });
  }

  @Access("MANAGE_ATTRIBUTES")
  @Mutation(() => ChangeAttributePayload, { description: "Changes an attribute; its code and type stay for ever." })
  changeAttribute(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, ATTRIBUTE_ID) id: string,
    @Arg("input", () => ChangeAttributeInput, { description: "What changes." }) input: ChangeAttributeInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeAttributePayload> {
    return payload(async () => {
      const { isSensitive, name, description, allowedValues, minimum, maximum, maximumAgeDays } = input;
      const change = {
        ...(name != null && { name }),
        ...(description != null && { description }),
        ...(allowedValues != null && { allowedValues }),
        ...(minimum !== undefined && { minimum }),
        ...(maximum !== undefined && { maximum }),
        ...(maximumAgeDays !== undefined && { maximumAgeDays }),
      };
      const target = { id: keyOf("AttributeDefinition", id, ["id"]), expectedVersion };
      return {
        attributeDefinition: toAttributeDefinition(await this.registry.change(context, target, change, isSensitive)),
      };
    });
  }

  @Access("MANAGE_ATTRIBUTES")
  @Mutation(() => RetireAttributePayload, {
    description: "Ends an attribute: it takes no more values, those recorded stay readable, its code stays taken.",
  })
  retireAttribute(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, ATTRIBUTE_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<RetireAttributePayload> {
    return payload(async () => {
      const target = { id: keyOf("AttributeDefinition", id, ["id"]), expectedVersion };
      return { attributeDefinition: toAttributeDefinition(await this.registry.retire(context, target)) };
    });
  }
}
