// Reads vectors from standard input and answers with what the phone makes of each; called by test_field_checklists.py.
import { linesOf, read, shown } from "../../yidan/web/assets/field/checklist.js";
import * as decimal from "../../yidan/web/assets/field/decimal.js";
import { valueOf } from "../../yidan/web/assets/field/expressions.js";

const plain = (value) => (decimal.isNumber(value) ? { number: decimal.words(value) } : value);
let text = "";
for await (const part of process.stdin) text += part;
const { trees, forms, lines } = JSON.parse(text);
console.log(JSON.stringify({
  trees: trees.map(({ tree, answers, own, today }) => plain(valueOf(tree, answers, today, own))),
  forms: forms.map(({ form, given, today }) => {
    const { kept, faults } = read(form, given, today);
    return [kept, faults.map(({ name, kind, words }) => [name, kind, words]), shown(form, kept, today).map(({ name }) => name)];
  }),
  lines: lines.map(linesOf),
}));
