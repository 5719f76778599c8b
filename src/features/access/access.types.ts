import { Field, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node } from "../../graphql/node";
import { userErrorType } from "../../graphql/user-errors";
import { permissions, roles } from "../../platform/permission";
import type { UserProblem } from "../../platform/user-error";

export const PermissionEnum = Object.fromEntries(permissions.map((name) => [name, name]));
registerEnumType(PermissionEnum, {
  name: "Permission",
  description: "What an access key may do; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(
    permissions.map((name) => [name, { description: `May ${name.toLowerCase().replace("_", " ")}.` }]),
  ),
});

export const RoleEnum = Object.fromEntries(roles.map((name) => [name, name]));
registerEnumType(RoleEnum, {
  name: "Role",
  description: "What kind of client an access key is for; it decides its permissions.",
  valuesConfig: {
    OPERATOR: { description: "Runs the cloud: catalogue, organisations, benchmarks." },
    ADMIN: { description: "Everything inside one organisation." },
    AD_OPS: { description: "Ad-ops tools: audience packs, campaigns and budgets." },
    PARTNER: { description: "Partner front-ends: reads assets and diagnosis." },
    BI: { description: "BI tools: reads everything, runs attribution." },
    INTEGRATION: { description: "Sends touchpoints, delivery and benchmarks from outside." },
    MONITOR: { description: "Watches the processes: reads GET /metrics." },
  },
});

@Access("SIGNED_IN")
@ObjectType({ implements: Node, description: "A company that uses this cloud; every key belongs to one." })
export class Organisation extends Node {
  @Field({ description: "Short unique name." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => Int, { description: "Counts of people above zero and below this are withheld; 1 switches that off." })
  smallGroupThreshold!: number;
}

@Access("SIGNED_IN")
@ObjectType({
  description:
    "How many different questions about freely chosen groups (estimates and builds of packs, comparisons of rule sets, journeys, reach, exposures, flows, searches, counts of touchpoints, programmes, creators) the key may ask on a UTC day; nothing is counted where no group is withheld. A question asked again the same day is free. Beyond the limit: RATE_LIMITED.",
})
export class QuestionBudget {
  @Field(() => Int, { description: "Most different questions a day." })
  limit!: number;

  @Field(() => Int, { description: "Different questions asked today." })
  asked!: number;

  @Field({ description: "When the day ends." })
  resetsAt!: Date;
}

@Access("SIGNED_IN")
@ObjectType({
  implements: Node,
  description: "A credential of one organisation; the secret itself is shown once, when it is created.",
})
export class AccessKey extends Node {
  @Field({ description: "Who or what holds it." })
  name!: string;

  @Field(() => RoleEnum, { description: "Decides its permissions." })
  role!: string;

  @Field(() => [String], { description: "Origins from which browsers may call with it; empty: none." })
  allowedOrigins!: readonly string[];
}

@InputType({ description: "A new organisation." })
export class CreateOrganisationInput {
  @Field({ description: "2 to 63 lower-case letters, digits and hyphens; unique." })
  code!: string;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => Int, { nullable: true, description: "Smallest group whose size is told; default 50." })
  smallGroupThreshold?: number | null;

  @Field(() => Int, { nullable: true, description: "Counts of free rule trees are rounded to this; default 10." })
  roundingBase?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Different questions about freely chosen groups that a key may ask a day; default 5000.",
  })
  dailyQuestions?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Fewest people whom an uploaded list must match before rules may name it; default 1000.",
  })
  minimumListPeople?: number | null;
}

@InputType({ description: "A new access key." })
export class CreateAccessKeyInput {
  @Field({ description: "Who or what will hold it." })
  name!: string;

  @Field(() => RoleEnum, { description: "Decides its permissions." })
  role!: string;

  @Field(() => [String], {
    defaultValue: [],
    description: "Origins from which browsers may call with it, e.g. https://bi.example.com.",
  })
  allowedOrigins!: string[];
}

export const AccessUserError = userErrorType("Access", { CODE_TAKEN: "The code is in use." });

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createOrganisation." })
export class CreateOrganisationPayload {
  @Field(() => Organisation, { nullable: true, description: "The new organisation; null when refused." })
  organisation?: Organisation | null;

  @Field(() => [AccessUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createAccessKey." })
export class CreateAccessKeyPayload {
  @Field(() => AccessKey, { nullable: true, description: "The new key; null when refused." })
  accessKey?: AccessKey | null;

  @Field(() => String, {
    nullable: true,
    description: "The secret to send as a bearer token: shown now and never again; null when refused.",
  })
  secret?: string | null;

  @Field(() => [AccessUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
