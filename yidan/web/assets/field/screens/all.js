// The screens, by name.
export { matter } from "./matters.js";
export { me } from "./me.js";
export { list, one, openCount, refusedCount } from "./outbox.js";
export { empty, thumbOf } from "./parts.js";
export { patrol, patrolCount } from "./patrol.js";
export { project } from "./project.js";
export { projects, todo, todoCount } from "./projects.js";
export { raise } from "./raise.js";
export { report } from "./report.js";
export { visit } from "./visit.js";
