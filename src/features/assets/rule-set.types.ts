import { Field, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node } from "../../graphql/node";

@Access("READ_ASSETS")
@ObjectType({
  implements: Node,
  description: "A version of the rules behind stages and cells (规则集); a version never changes.",
})
export class RuleSet extends Node {
  @Field({ description: "Name that its versions share." })
  code!: string;

  @Field(() => Int, { description: "Counts up with every change of the rules." })
  version!: number;
}
