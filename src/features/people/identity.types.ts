import { Field, InputType } from "type-graphql";

@InputType({ description: "A value under which a platform knows a person." })
export class IdentityInput {
  @Field({ description: "A declared namespace, e.g. JD_PIN; PHONE and EMAIL take hashed values only." })
  namespace!: string;

  @Field({ description: "The value in its namespace's format: 64 hexadecimal digits, or an opaque identifier." })
  value!: string;
}
