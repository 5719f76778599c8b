import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { Organisation } from "../access";
import { AudiencePack } from "./audience-pack.types";
import { tellSize } from "./audience-size";
import { AudienceSize } from "./estimate.types";
import { tellMovement } from "./pack-movement";
import type { BuildResult } from "./pack-run.store";

@Access("READ_AUDIENCES")
@ObjectType({ description: "What a build made of one pack." })
export class AudiencePackBuildResult {
  @Field(() => AudiencePack, { nullable: true, description: "The pack, as it is now; null when not visible." })
  audiencePack!: AudiencePack | null;

  @Field(() => DateTimeScalar, { description: "The instant that its members were chosen as of." })
  asOf!: Date;

  @Field(() => AudienceSize, { description: "Members that it froze." })
  size!: AudienceSize;

  @Field(() => AudienceSize, {
    nullable: true,
    description:
      "Members whom the build before did not have; null for the first. Where too few people entered or left, neither is told.",
  })
  entered!: AudienceSize | null;

  @Field(() => AudienceSize, {
    nullable: true,
    description: "Members of the build before who are no more; null for the first. As `entered`.",
  })
  left!: AudienceSize | null;
}

export function toBuildResult(
  { asOf, people, movement }: BuildResult,
  audiencePack: AudiencePack | null,
  organisation: Organisation,
): AudiencePackBuildResult {
  const told = movement && tellMovement(movement, organisation);
  return Object.assign(new AudiencePackBuildResult(), {
    audiencePack,
    asOf,
    size: Object.assign(new AudienceSize(), tellSize(people, organisation)),
    entered: told && Object.assign(new AudienceSize(), told.entered),
    left: told && Object.assign(new AudienceSize(), told.left),
  });
}
