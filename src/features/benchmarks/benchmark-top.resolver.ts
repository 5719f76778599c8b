import { Arg, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { RequestError } from "../../platform/user-error";
import { Benchmark, BenchmarkTop } from "./benchmark.types";
import { TOP_COUNT, TOP_COUNTS } from "./benchmark-of";

const CHOICES = TOP_COUNTS.join(", ");

@Resolver(() => Benchmark)
export class BenchmarkTopResolver {
  @Access("READ_ASSETS")
  @FieldResolver(() => BenchmarkTop, {
    nullable: true,
    description: `The mean of the best \`count\` peers. Null where there are fewer, or one more: with the industry mean it would tell that one's figure.`,
  })
  top(
    @Root() benchmark: Benchmark,
    @Arg("count", () => Int, { defaultValue: TOP_COUNT, description: `How many: ${CHOICES}.` }) count: number,
  ): BenchmarkTop | null {
    if (!TOP_COUNTS.some((choice) => choice === count)) {
      const why = "the means of n and of n + 1 peers would tell one rival's figure";
      throw new RequestError("BAD_USER_INPUT", `count must be one of ${CHOICES}, but got ${count}: ${why}.`);
    }
    return benchmark.tops.find((top) => top.count === count) ?? null;
  }
}
