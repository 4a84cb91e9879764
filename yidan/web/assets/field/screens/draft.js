// A report being written on the phone: opened, kept at every change, and looked at by the rules.
import { app, month } from "../app.js";
import * as clock from "../clock.js";
import * as rules from "../rules.js";
import * as store from "../store.js";
import { isEnglish } from "../words.js";
import { draftId, unshown } from "./parts.js";

export const TEXTS = ["physical_progress", "problems", "needs", "next_step"];
const BLANK = { invested: "", physical_progress: "", problems: "", needs: "", next_step: "", explanation: "", needs_from: null, milestone_days: {}, is_unchanged: false };

// What the form opens with: what was typed here, else what the server has, else last month's words carried forward.
export function opened(project) {
  const kept = app.drafts.get(draftId(project.id, month()));
  if (kept) return kept;
  const { report } = project;
  const [last] = project.past;
  const carried = last ? Object.fromEntries(TEXTS.map((name) => [name, last[name]])) : {};
  return {
    id: draftId(project.id, month()),
    person: app.data.person.id,
    project: project.id,
    month: month(),
    fields: report ? { ...BLANK, ...report.fields } : { ...BLANK, ...carried },
    answers: report ? { ...report.answers } : {},
    seen_at: report ? report.saved_at : null,
    asked: [],
  };
}

export function keep(draft) {
  const kept = { ...draft, touched_at: clock.claimed() };
  app.drafts.set(draft.id, kept); // the next screen must not wait for the database
  return store.keepDraft(kept);
}
export function forget(draft) {
  app.drafts.delete(draft.id);
  return store.dropDraft(draft.id);
}

export function unchanged(draft, project) {
  const [last] = project.past;
  const fields = { ...draft.fields, ...Object.fromEntries(TEXTS.map((name) => [name, last[name]])), is_unchanged: true };
  if (!fields.invested.trim()) fields.invested = "0";
  return { ...draft, fields };
}

// 本月无变化 holds only while the words are last month's.
export function stillUnchanged(fields, project) {
  const [last] = project.past;
  return fields.is_unchanged && Boolean(last) && TEXTS.every((name) => fields[name].trim() === last[name]);
}

export function looked(draft, project) {
  const amount = rules.readAmount(draft.fields.invested);
  const reached = Object.fromEntries(Object.entries(draft.fields.milestone_days).map(([name, said]) => [name, said.actual_on || ""]));
  const now = {
    ...project.situation, ...amount,
    physical_progress: draft.fields.physical_progress, problems: draft.fields.problems, explanation: draft.fields.explanation,
    milestone_days: draft.fields.milestone_days,
    unshown: unshown(project, reached).map((slot) => [slot.name, slot.reason]),
  };
  const { limits, words } = app.data;
  const say = (templates) => (found) => ({ ...found, sentence: rules.sentence(templates[found.kind] || found.kind, found.values, isEnglish()) });
  return {
    now,
    lacks: rules.lacks(now, limits, clock.today()).map(say(words.lacks)),
    doubts: rules.doubts(now, limits).map(say(words.questions)),
    isBehind: rules.isBehind(now, limits),
  };
}
