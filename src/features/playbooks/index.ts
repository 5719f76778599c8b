export {
  inZone,
  type Playbook,
  type PlaybookContent,
  type PlaybookOrigin,
  type PlaybookPack,
  type PlaybookPlacement,
  undated,
} from "./playbook";
export type { PlaybookService } from "./playbook.service";
export type { PlaybookChange } from "./playbook-diff";
export { refuseNamed, withoutPacks } from "./portable";
