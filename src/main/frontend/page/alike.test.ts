import { expect, test } from 'vitest';
import { asked, person } from './alike';

function typed(fields: Record<string, string>): FormData {
  const all = new FormData();
  for (const [field, value] of Object.entries(fields)) {
    all.append(field, value);
  }
  return all;
}

test('sends who she is and nothing that she told', () => {
  const sent = asked(typed({ _csrf: 'x', name: 'Jordan Example', words: 'Afraid', perpetrator: 'Sam Sample' }));
  expect([...sent.keys()]).toEqual(['_csrf', 'name']);
});

test('sends every case that was found to be of somebody else', () => {
  const all = typed({ name: 'Jordan Example' });
  all.append('dismissed', 'HV-22222222');
  all.append('dismissed', 'HV-33333333');
  expect(asked(all).getAll('dismissed')).toHaveLength(2);
});

test('looks again only when something of her changed', () => {
  const before = person(typed({ name: 'Jordan Example', words: 'Afraid' }));
  expect(person(typed({ name: 'Jordan Example ', words: 'Afraid of him' }))).toBe(before);
  expect(person(typed({ name: 'Jordan Example', bornYear: '1990' }))).not.toBe(before);
});
