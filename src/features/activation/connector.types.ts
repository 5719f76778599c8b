import { Field, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import type { ConnectorKind } from "../../connectors/connector";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import type { Destination } from "./destination";

const ConnectorKindEnum = { WEBHOOK: "WEBHOOK", OBJECT_STORE: "OBJECT_STORE", FILE_DROP: "FILE_DROP" };
registerEnumType(ConnectorKindEnum, {
  name: "ConnectorKind",
  description: "How a destination takes audiences; clients must handle unknown values.",
  valuesConfig: {
    WEBHOOK: { description: "A receiver of signed POSTs: 10,000 ids or so at a time, each under an Idempotency-Key." },
    OBJECT_STORE: {
      description: "A bucket that speaks Amazon S3's API: one CSV object without header a push, and its sha256.",
    },
    FILE_DROP: {
      description: "A folder on the server that its operator set aside: one CSV file a push, and its sha256.",
    },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Node,
  description: "A destination of the organisation to which audience packs can be pushed (投放渠道).",
})
export class Connector extends Node {
  @Field(() => ConnectorKindEnum, { description: "How it takes audiences." })
  kind!: ConnectorKind;

  @Field({ description: "Unique in the organisation." })
  name!: string;

  @Field({ description: "Namespace of the hashed ids that it takes; no others are sent." })
  namespace!: string;

  @Field(() => Int, {
    description: "Fewest people of a push; the organisation's threshold for small groups holds beside it.",
  })
  minimumPeople!: number;

  @Field({ description: "Where it is: an address, or the name of a folder." })
  address!: string;

  @Field({ description: "While it is, nothing is pushed to it, and pushes under way fail." })
  isSuspended!: boolean;

  @Field(() => Int, { description: "Counts up with every change; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was registered." })
  createdAt!: Date;
}

export const toConnector = ({ id, ...destination }: Destination): Connector => {
  const { kind, name, namespace, minimumPeople, address, isSuspended, version, createdAt } = destination;
  const told = { kind, name, namespace, minimumPeople, address, isSuspended, version, createdAt };
  return Object.assign(new Connector(), told, { id: toNodeId("Connector", id) });
};

@InputType({ description: "Keys of an object store; kept under the server's own key and never shown." })
class StoreCredentialsInput {
  @Field({ description: "The access key's id." })
  accessKeyId!: string;

  @Field({ description: "The secret access key; it needs no more than to write below the address." })
  secretAccessKey!: string;
}

@InputType({ description: "A new connector." })
export class RegisterConnectorInput {
  @Field(() => ConnectorKindEnum, { description: "How it takes audiences." })
  kind!: ConnectorKind;

  @Field({ description: "1 to 80 characters; unique in the organisation." })
  name!: string;

  @Field({ description: "A declared namespace of identities." })
  namespace!: string;

  @Field(() => Int, { defaultValue: 1, description: "Fewest people of a push, at least 1." })
  minimumPeople!: number;

  @Field({
    description:
      "WEBHOOK: an https address. OBJECT_STORE: https://<endpoint>/<bucket>/<prefix>?region=<region>. FILE_DROP: the name of a folder.",
  })
  address!: string;

  @Field(() => StoreCredentialsInput, { nullable: true, description: "For OBJECT_STORE, and for no other." })
  credentials?: StoreCredentialsInput | null;
}

@InputType({ description: "What to change of a connector; absent fields stay." })
export class ChangeConnectorInput {
  @Field(() => Int, { nullable: true, description: "Fewest people of a push, at least 1; null stays, too." })
  minimumPeople?: number | null;

  @Field(() => Boolean, { nullable: true, description: "Whether to push nothing to it for now; null stays, too." })
  isSuspended?: boolean | null;
}

export const ConnectorUserError = userErrorType("Connector", {
  NAME_TAKEN: "A connector of the organisation has the name.",
  INVALID_ADDRESS: "The address is not one that a connector of its kind may have.",
});

const ERRORS = { description: "Why it was refused; empty on success." };

@Access("READ_AUDIENCES")
@ObjectType({ description: "Answer of registerConnector." })
export class RegisterConnectorPayload {
  @Field(() => Connector, { nullable: true, description: "The new connector; null when refused." })
  connector?: Connector | null;

  @Field(() => String, {
    nullable: true,
    description:
      "What the receiver of a WEBHOOK checks signatures with, shown here only: keep it. Null of other kinds, or when refused.",
  })
  signingSecret?: string | null;

  @Field(() => [ConnectorUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Answer of changeConnector." })
export class ChangeConnectorPayload {
  @Field(() => Connector, { nullable: true, description: "The changed connector; null when refused." })
  connector?: Connector | null;

  @Field(() => [ConnectorUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Answer of checkConnector." })
export class CheckConnectorPayload {
  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the destination answered as it must; null when refused.",
  })
  isReachable?: boolean | null;

  @Field(() => String, { nullable: true, description: "What went wrong; null when it answered, or when refused." })
  problem?: string | null;

  @Field(() => [ConnectorUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}
