// The screens, by name.
export { me } from "./me.js";
export { list, one, openCount, refusedCount } from "./outbox.js";
export { empty, thumbOf } from "./parts.js";
export { project } from "./project.js";
export { projects, todo, todoCount } from "./projects.js";
export { report } from "./report.js";
