export type { FindingTaskService } from "./finding-task.service";
