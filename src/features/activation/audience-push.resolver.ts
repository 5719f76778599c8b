import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import type { RequestContext } from "../../platform/request-context";
import type { AccessService } from "../access";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import { tellIds } from "./activation-figures";
import {
  AudiencePush,
  AudiencePushConnection,
  AudiencePushPlan,
  AudiencePushReceipt,
  AudiencePushRun,
  toAudiencePush,
  toPushPlan,
  toPushRun,
} from "./audience-push.types";
import { Connector, toConnector } from "./connector.types";
import type { DestinationService } from "./destination.service";
import type { PushService } from "./push.service";

@Resolver(() => AudiencePush)
export class AudiencePushResolver {
  constructor(
    private readonly pushes: PushService,
    private readonly destinations: DestinationService,
    private readonly packs: AudienceService,
    private readonly access: AccessService,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePushRun, { description: "Its newest run; resuming begins another." })
  async run(@Ctx() context: RequestContext, @Root() { push }: AudiencePush): Promise<AudiencePushRun> {
    const run = (await this.pushes.findRun(context, push.runId))!;
    // The push was read before its run ended: both are told as they were then.
    const isAhead = run.status === "SUCCEEDED" && push.finishedAt === null;
    return toPushRun(isAhead ? { ...run, status: "RUNNING", finishedAt: null } : run);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePushPlan, { description: "What it sends, as decided when it was asked for." })
  async plan(@Ctx() context: RequestContext, @Root() { push }: AudiencePush): Promise<AudiencePushPlan> {
    return toPushPlan(push.plan, await this.access.ownOrganisation(context));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePushReceipt, { description: "What the destination has taken so far." })
  async receipt(@Ctx() context: RequestContext, @Root() { push }: AudiencePush): Promise<AudiencePushReceipt> {
    const organisation = await this.access.ownOrganisation(context);
    const { sent, matched } = await this.pushes.receipt(context, push.id);
    return Object.assign(new AudiencePushReceipt(), {
      sent: tellIds(sent, organisation),
      matched: matched === null ? null : tellIds(matched, organisation),
      dropped: toPushPlan(push.plan, organisation).dropped,
    });
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, { nullable: true, description: "The pack; null when not visible." })
  async audiencePack(@Ctx() context: RequestContext, @Root() { push }: AudiencePush): Promise<AudiencePack | null> {
    const pack = await this.packs.findPack(context, push.audiencePackId);
    return pack && toAudiencePack(pack);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => Connector, { description: "Where it goes." })
  async connector(@Ctx() context: RequestContext, @Root() { push }: AudiencePush): Promise<Connector> {
    return toConnector((await this.destinations.find(context, push.connectorId))!);
  }
}

@Resolver(() => AudiencePack)
export class PackPushesResolver {
  constructor(private readonly service: PushService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePushConnection, { description: "Its pushes, the newest first." })
  async pushes(
    @Ctx() context: RequestContext,
    @Root() { pack }: AudiencePack,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<AudiencePush>> {
    return toConnection(await this.service.page(context, pack.id, pageRequest(page)), toAudiencePush, () =>
      this.service.count(context, pack.id),
    );
  }
}
