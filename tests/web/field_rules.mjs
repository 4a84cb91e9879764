// Reads vectors from standard input and answers with what the phone's rules say to each; called by test_field_rules.py.
import { doubts, lacks, readAmount, sentence } from "../../yidan/web/assets/field/rules.js";

let text = "";
for await (const part of process.stdin) text += part;
const answers = JSON.parse(text).map(({ now, limits, today, templates }) => {
  const amount = readAmount(now.invested);
  const all = { ...now, ...amount };
  const say = (kind, values) => sentence(templates[kind], values);
  return {
    lacks: lacks(all, limits, today).map(({ kind, field, values }) => [kind, field, say(kind, values)]),
    doubts: doubts(all, limits).map(({ kind, values }) => [kind, say(kind, values)]),
  };
});
console.log(JSON.stringify(answers));
