import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { PushMode } from "./activation-plan";
import { AudiencePushInput, PushModeEnum, toAudiencePush } from "./audience-push.types";
import { MAX_PUSHES_AT_ONCE, type PushService } from "./push.service";
import type { PushCoverage } from "./push-coverage";
import {
  type AudiencePushDryRun,
  PushAudiencePackPayload,
  PushAudiencePacksPayload,
  ResumeAudiencePushPayload,
  StopAudiencePushPayload,
  toDryRun,
} from "./push-payload.types";
import type { PushPaths, PushRequest } from "./push-planner";

const DRY_RUN = {
  description: "True: nothing is sent and nothing changes, and the answer says in dryRun what would be sent.",
};
const ID_OF_PUSH = { description: "Id of an AudiencePush." };

@Resolver()
export class PushChangeResolver {
  constructor(
    private readonly pushes: PushService,
    private readonly coverage: PushCoverage,
    private readonly access: AccessService,
  ) {}

  @Access("PUSH_AUDIENCES")
  @Mutation(() => PushAudiencePackPayload, {
    description:
      "Sends the members of a built pack to a connector, under hashed ids of its namespace, in the background: no chunk is taken twice, whatever ends or fails in between.",
  })
  pushAudiencePack(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of an AudiencePack that is BUILT or FROZEN." }) id: string,
    @Arg("connectorId", () => ID, { description: "Id of a Connector." }) connectorId: string,
    @Arg("dryRun", () => Boolean, DRY_RUN) dryRun: boolean,
    @Arg("mode", () => PushModeEnum, { defaultValue: "FULL", description: "What to send." }) mode: PushMode,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<PushAudiencePackPayload> {
    return payload(async () => {
      const paths: PushPaths = { pack: ["id"], connector: ["connectorId"] };
      const request = requestOf({ audiencePackId: id, connectorId, mode }, paths);
      const pathsOf = (): PushPaths => paths;
      if (dryRun) return { dryRun: (await this.tellDryRuns(context, [request], pathsOf))[0]! };
      const call = { key, mutation: "pushAudiencePack", request: [request] };
      const [push] = await this.pushes.push(context, call, pathsOf, async () => [request]);
      return { push: toAudiencePush(push!) };
    });
  }

  @Access("PUSH_AUDIENCES")
  @Mutation(() => PushAudiencePacksPayload, {
    description: `Sends 1 to ${MAX_PUSHES_AT_ONCE} packs in one go, e.g. all of a campaign: all pushes begin, or none.`,
  })
  pushAudiencePacks(
    @Ctx() context: RequestContext,
    @Arg("pushes", () => [AudiencePushInput], {
      description: `1 to ${MAX_PUSHES_AT_ONCE}, each with a pack and its connector.`,
    })
    pushes: AudiencePushInput[],
    @Arg("dryRun", () => Boolean, DRY_RUN) dryRun: boolean,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<PushAudiencePacksPayload> {
    return payload(
      async () => {
        const requests = pushes.map((input, index) => requestOf(input, pathsAt(index)));
        requireDistinct(requests);
        if (dryRun) return { pushes: [], dryRuns: await this.tellDryRuns(context, requests, pathsAt) };
        const call = { key, mutation: "pushAudiencePacks", request: requests };
        const begun = await this.pushes.push(context, call, pathsAt, async () => requests);
        return { pushes: begun.map(toAudiencePush), dryRuns: [] };
      },
      { pushes: [], dryRuns: [] },
    );
  }

  @Access("PUSH_AUDIENCES")
  @Mutation(() => StopAudiencePushPayload, {
    description: "Stops a push before its next chunk; what was taken stays, and it can be resumed.",
  })
  stopAudiencePush(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, ID_OF_PUSH) id: string,
  ): Promise<StopAudiencePushPayload> {
    return payload(async () => ({
      push: toAudiencePush(await this.pushes.stop(context, keyOf("AudiencePush", id, ["id"]))),
    }));
  }

  @Access("PUSH_AUDIENCES")
  @Mutation(() => ResumeAudiencePushPayload, {
    description: "Goes on with a push that failed or was stopped; what the destination took is not sent again.",
  })
  resumeAudiencePush(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, ID_OF_PUSH) id: string,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ResumeAudiencePushPayload> {
    return payload(async () => ({
      push: toAudiencePush(await this.pushes.resume(context, keyOf("AudiencePush", id, ["id"]), key)),
    }));
  }

  private async tellDryRuns(
    context: RequestContext,
    requests: readonly PushRequest[],
    pathsOf: (index: number) => PushPaths,
  ): Promise<readonly AudiencePushDryRun[]> {
    const organisation = await this.access.ownOrganisation(context);
    const covered = await this.coverage.dryRun(context, requests, pathsOf);
    return covered.map((push) => toDryRun(push, organisation));
  }
}

const pathsAt = (index: number): PushPaths => ({
  pack: ["pushes", String(index), "audiencePackId"],
  connector: ["pushes", String(index), "connectorId"],
});

const requestOf = ({ audiencePackId, connectorId, mode }: AudiencePushInput, paths: PushPaths): PushRequest => ({
  audiencePackId: keyOf("AudiencePack", audiencePackId, paths.pack),
  connectorId: keyOf("Connector", connectorId, paths.connector),
  mode,
});

function requireDistinct(requests: readonly PushRequest[]): void {
  const distinct = new Set(requests.map(({ audiencePackId, connectorId }) => `${audiencePackId} ${connectorId}`));
  if (requests.length >= 1 && requests.length <= MAX_PUSHES_AT_ONCE && distinct.size === requests.length) return;
  throw UserProblems.one(
    "INVALID_INPUT",
    ["pushes"],
    `pushes must have 1 to ${MAX_PUSHES_AT_ONCE} elements, no pack twice for a connector, but got ${requests.length}, ${distinct.size} of them different.`,
  );
}
