export type { AccessService } from "./access.service";
export type { AccessKey, Organisation } from "./access.store";
