import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Field } from './field';
import { CHECK, Plan, asks, groupByField, isLong } from './plan';

const forms = new URL('../../../../forms/', import.meta.url);
const all = readdirSync(forms, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.form'))
  .map((name) => JSON.parse(readFileSync(new URL(name, forms), 'utf8')) as Field);

describe('a form', () => {
  it('is asked in steps when it is long, and on one page when it is not', () => {
    expect(all.filter(isLong).map((form) => form.id).sort()).toEqual([
      'check-safe-contact',
      'complete-marac-referral',
      'complete-risk-questions',
      'confirm-sanctuary-choice',
      'hold-first-conversation',
      'record-concern',
      'record-disclosure',
      'record-legal-elements',
      'take-application',
    ]);
  });

  it('is asked on one page when a question stands outside of its groups', () => {
    const long = all.find((form) => form.id === 'complete-risk-questions')!;
    const loose = { ...long, components: [...long.components!, { id: 'x', type: 'radio', key: 'x' }] };
    expect(isLong(loose)).toBe(false);
  });

  it('knows the group of each field, in lists too', () => {
    const groups = groupByField(all.find((form) => form.id === 'record-disclosure')!);
    expect(groups.get('Field_people')).toBeDefined();
    expect(groups.get('Field_people')).not.toBe('Field_people');
  });
});

describe('a group', () => {
  const group = (...components: Field[]) => ({ id: 'g', type: 'group', components }) as Field;
  const field = (id: string, type: string) => ({ id, type, key: id }) as Field;
  const only =
    (...ids: string[]) =>
    (id: string) =>
      ids.includes(id);

  it('asks nothing while all of its questions are hidden', () => {
    const some = group(field('why', 'text'), field('one', 'radio'), field('two', 'textfield'));
    expect(asks(some, only('why'))).toBe(false);
    expect(asks(some, only('why', 'two'))).toBe(true);
  });

  it('asks what a group or a list inside it asks', () => {
    const inner = { ...group(field('one', 'radio')), id: 'inner' };
    const list = { ...group(field('two', 'radio')), id: 'list', type: 'dynamiclist' };
    expect(asks(group(inner), only('inner'))).toBe(false);
    expect(asks(group(inner), only('one'))).toBe(false);
    expect(asks(group(inner), only('inner', 'one'))).toBe(true);
    // entries can be added to it
    expect(asks(group(list), only('list'))).toBe(true);
  });

  it('that only says something is shown for it', () => {
    expect(asks(group(field('why', 'text')), only('why'))).toBe(true);
  });
});

describe('the way through the steps', () => {
  const at = (answered: string[], steps = ['a', 'b', 'c']) => {
    const now = { answered, steps };
    const plan = new Plan(
      () => now.steps,
      (step) => now.answered.includes(step),
    );
    return { plan, now };
  };

  it('goes on one by one to the check', () => {
    const { plan } = at(['a', 'b', 'c']);
    expect(plan.isOpen('a')).toBe(true);
    expect(plan.isOpen('b')).toBe(false);
    expect([plan.after('a'), plan.after('b'), plan.after('c')]).toEqual(['b', 'c', CHECK]);
    expect(plan.isDone('a')).toBe(true);
    expect(plan.before('a')).toBeUndefined();
    expect(plan.before(CHECK)).toBe('c');
  });

  it('leads nobody over what is not answered', () => {
    const { plan } = at(['a', 'c']);
    expect(plan.reach(CHECK)).toBe('b');
    expect(plan.reach('c')).toBe('b');
    expect(plan.reach('gone')).toBe('a');
    expect(plan.isOpen(CHECK)).toBe(false);
  });

  it('comes back to the check after a change, over what the change asks anew', () => {
    const { plan, now } = at(['a', 'c'], ['a', 'c']);
    expect(plan.reach(CHECK)).toBe(CHECK);
    expect(plan.after('a')).toBe(CHECK);
    now.steps = ['a', 'b', 'c'];
    now.answered = ['a', 'b', 'c'];
    // although all of it may be left open, it was not seen
    expect(plan.after('a')).toBe('b');
    expect(plan.after('b')).toBe(CHECK);
  });

  it('counts all as seen that was sent', () => {
    const { plan, now } = at(['a', 'b']);
    plan.sawAll();
    now.answered = ['a', 'b', 'c'];
    expect(plan.after('c')).toBe(CHECK);
  });
});
