import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { toNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { Role } from "../../platform/permission";
import type { RequestContext } from "../../platform/request-context";
import type { AccessService } from "./access.service";
import type { AccessKey as AccessKeyRow, Organisation as OrganisationRow } from "./access.store";
import {
  AccessKey,
  CreateAccessKeyInput,
  CreateAccessKeyPayload,
  CreateOrganisationInput,
  CreateOrganisationPayload,
  Organisation,
} from "./access.types";

const toOrganisation = (row: OrganisationRow): Organisation =>
  Object.assign(new Organisation(), { ...row, id: toNodeId("Organisation", row.id) });
const toAccessKey = (row: AccessKeyRow): AccessKey =>
  Object.assign(new AccessKey(), { ...row, id: toNodeId("AccessKey", row.id) });

@Resolver()
export class AccessResolver {
  constructor(private readonly access: AccessService) {}

  @Access("EDIT_CATALOGUE")
  @Mutation(() => CreateOrganisationPayload, { description: "Adds an organisation to the cloud." })
  createOrganisation(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateOrganisationInput, { description: "The new organisation." })
    input: CreateOrganisationInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateOrganisationPayload> {
    return payload(async () => ({
      organisation: toOrganisation(await this.access.createOrganisation(context, input, key)),
    }));
  }

  @Access("MANAGE_ACCESS")
  @Mutation(() => CreateAccessKeyPayload, { description: "Issues an access key of the caller's organisation." })
  createAccessKey(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateAccessKeyInput, { description: "The new key." }) input: CreateAccessKeyInput,
    @Arg("idempotencyKey", () => String, {
      ...IDEMPOTENCY_KEY,
      description: "A retry with the same key makes no second access key; its secret is not shown again.",
    })
    key?: string,
  ): Promise<CreateAccessKeyPayload> {
    return payload(async () => {
      const issued = await this.access.createKey(context, { ...input, role: input.role as Role }, key);
      return { accessKey: toAccessKey(issued.key), secret: issued.secret };
    });
  }
}
