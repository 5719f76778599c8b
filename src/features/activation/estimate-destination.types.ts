import { Field, ID, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { toNodeId } from "../../graphql/node";
import { BigIntScalar } from "../../graphql/scalars";
import type { DestinationVerdict } from "./estimate-destinations";

@Access("READ_AUDIENCES")
@ObjectType({ description: "What one connector would take of an estimated audience, if it were built and pushed now." })
export class EstimateDestination {
  @Field(() => ID, { description: "Id of the Connector, as pushAudiencePack takes it." })
  connector!: string;

  @Field(() => Int, {
    description:
      "Fewest people of a push: the connector's minimum, or the threshold for small groups where that is more.",
  })
  minimum!: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Those who have an id of its namespace and are not on the suppression list, rounded as the size; withheld where they, or the others, are too few.",
  })
  people!: bigint | null;

  @Field({
    description:
      "Whether people surely reach the minimum: false, too, where rounding or withholding leaves it open; a push of the built pack decides.",
  })
  meets!: boolean;
}

export const toEstimateDestination = ({ connectorId, size, ...verdict }: DestinationVerdict): EstimateDestination =>
  Object.assign(new EstimateDestination(), {
    ...verdict,
    connector: toNodeId("Connector", connectorId),
    people: size.people,
  });
