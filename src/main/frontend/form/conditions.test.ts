import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** form-js touches the DOM when it is loaded; its expressions do not need one. */
Object.assign(globalThis, {
  KeyboardEvent: class {},
  document: { createElement: () => ({ style: {} }), addEventListener: () => {} },
});
const { FeelExpressionLanguage } = await import('@bpmn-io/form-js-viewer');

type Case = { hide: string; data: Record<string, unknown>; hidden: boolean };

const cases = JSON.parse(
  readFileSync(
    new URL('../../../test/resources/form-cases/conditions.json', import.meta.url),
    'utf8',
  ),
) as Case[];

/** The server's FormCasesTest reads the same file. */
test.each(cases)('$hide with $data', ({ hide, data, hidden }) => {
  const feel = new FeelExpressionLanguage({
    fire: (_: string, { error }: { error: Error }) => {
      throw error;
    },
  });

  expect(feel.evaluateUnaryTest(hide, data) === true).toBe(hidden);
});
