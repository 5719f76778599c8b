export type { MemberPeopleStore } from "./member-people.store";
