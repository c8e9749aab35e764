import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problemOf } from './check';
import type { Data, Field } from './field';

/** form-js touches the DOM when it is loaded; its expressions do not need one. */
Object.assign(globalThis, {
  KeyboardEvent: class {},
  document: { createElement: () => ({ style: {} }), addEventListener: () => {} },
});
const { FeelExpressionLanguage } = await import('@bpmn-io/form-js-viewer');
const feel = new FeelExpressionLanguage({ fire: () => {} });
const evaluate = (expression: string, data: Data) => feel.evaluate(expression, data);

function read(name: string) {
  const url = new URL(`../../../test/resources/form-cases/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

const form = read('every-kind.form') as Field;
const file = read('every-kind.cases.json') as {
  today: string;
  given: Data;
  valid: Data;
  cases: { name: string; posted: Data; problems: Record<string, string> }[];
};

function problems(components: Field[], data: Data, found: Record<string, string> = {}) {
  for (const field of components) {
    if (field.conditional?.hide && feel.evaluateUnaryTest(field.conditional.hide, data) === true) {
      continue;
    }
    if (field.type === 'group') {
      problems(field.components ?? [], data, found);
    } else if (field.key) {
      const problem = problemOf(field, data[field.key], data, evaluate, file.today);
      if (problem) {
        found[field.key] = problem;
      }
    }
  }
  return found;
}

/** The server's FormCasesTest reads the same file. */
test.each(file.cases)('$name', ({ posted, problems: expected }) => {
  const data = { ...file.given, ...file.valid, ...posted };

  expect(problems(form.components ?? [], data)).toEqual(expected);
});
