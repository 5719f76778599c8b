export type { AudiencePush } from "./audience-push";
export type { PushService } from "./push.service";
export type { PushCoverage } from "./push-coverage";
export type { PushPaths, PushRequest } from "./push-planner";
