export { nextSnapshotAt } from "./snapshot-schedule";
export type { SnapshotScheduleService } from "./snapshot-schedule.service";
export { type DailyFigures, MAX_RESTATED, type ScheduledDay } from "./snapshot-scheduler";
