import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import {
  ChangeConnectorInput,
  ChangeConnectorPayload,
  CheckConnectorPayload,
  Connector,
  RegisterConnectorInput,
  RegisterConnectorPayload,
  toConnector,
} from "./connector.types";
import type { DestinationService } from "./destination.service";

const ID_OF_CONNECTOR = { description: "Id of a Connector." };

@Resolver()
export class ConnectorResolver {
  constructor(private readonly destinations: DestinationService) {}

  @Access("READ_AUDIENCES")
  @Query(() => [Connector], { description: "The organisation's connectors by name; it has at most 50." })
  async connectors(@Ctx() context: RequestContext): Promise<Connector[]> {
    return (await this.destinations.all(context)).map(toConnector);
  }

  @Access("MANAGE_CONNECTORS")
  @Mutation(() => RegisterConnectorPayload, { description: "Registers a destination for audience packs." })
  registerConnector(
    @Ctx() context: RequestContext,
    @Arg("input", () => RegisterConnectorInput, { description: "The new connector." }) input: RegisterConnectorInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RegisterConnectorPayload> {
    return payload(async () => {
      const { kind, name, namespace, minimumPeople, address, credentials } = input;
      const asked = {
        kind,
        name,
        namespace,
        minimumPeople,
        address,
        credentials: credentials ? { ...credentials } : null,
      };
      const { destination, signingSecret } = await this.destinations.register(context, asked, key);
      return { connector: toConnector(destination), signingSecret };
    });
  }

  @Access("MANAGE_CONNECTORS")
  @Mutation(() => ChangeConnectorPayload, {
    description: "Suspends a connector, takes it up again or sets its minimum.",
  })
  changeConnector(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, ID_OF_CONNECTOR) id: string,
    @Arg("input", () => ChangeConnectorInput, { description: "What to change." }) input: ChangeConnectorInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) version: number,
  ): Promise<ChangeConnectorPayload> {
    return payload(async () => {
      const change = { minimumPeople: input.minimumPeople ?? undefined, isSuspended: input.isSuspended ?? undefined };
      const of = { id: keyOf("Connector", id, ["id"]), version };
      return { connector: toConnector(await this.destinations.change(context, of, change)) };
    });
  }

  @Access("MANAGE_CONNECTORS")
  @Mutation(() => CheckConnectorPayload, {
    description:
      "Asks the destination whether it answers, without sending anybody: a signed {event: check}, an empty object valuegraph-check, or a look at the folder.",
  })
  checkConnector(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, ID_OF_CONNECTOR) id: string,
  ): Promise<CheckConnectorPayload> {
    return payload(async () => {
      const problem = await this.destinations.check(context, keyOf("Connector", id, ["id"]));
      return { isReachable: problem === null, problem };
    });
  }
}
