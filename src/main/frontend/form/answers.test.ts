import { describe, expect, it } from 'vitest';
import { type Asked, inWords, sectionsOf } from './answers';
import type { Field } from './field';

const field = (type: string, more: Partial<Field> = {}): Field => ({ id: type, type, ...more });

describe('an answer in words', () => {
  it('says the option that was chosen, as it was offered', () => {
    const options = [
      { value: 'yes', label: 'Yes' },
      { value: 'dont-know', label: 'Do not know' },
    ];
    expect(inWords(field('radio'), 'dont-know', options)).toBe('Do not know');
    expect(inWords(field('checklist'), ['yes', 'dont-know'], options)).toBe('Yes\nDo not know');
  });

  it('is none where nothing was answered, and "No" for a box without its tick', () => {
    expect(inWords(field('radio'), null, [])).toBeUndefined();
    expect(inWords(field('checklist'), [], [])).toBeUndefined();
    expect(inWords(field('textarea'), '  ', [])).toBeUndefined();
    expect(inWords(field('checkbox'), true, [])).toBe('Yes');
    expect(inWords(field('checkbox'), false, [])).toBe('No');
  });

  it('says a day as people do, and what is no day as it was typed', () => {
    expect(inWords(field('datetime'), '2026-03-27', [])).toBe('27 March 2026');
    expect(inWords(field('datetime'), '2026-03-27T14:30+00:00', [])).toBe('27 March 2026, 14:30');
    expect(inWords(field('datetime'), '2026-3-x', [])).toBe('2026-3-x');
  });

  it('says the unit', () => {
    const rent = field('number', { appearance: { prefixAdorner: '£', suffixAdorner: 'a week' } });
    expect(inWords(rent, 91.5, [])).toBe('£91.5 a week');
  });
});

describe('the check', () => {
  it('has each entry of a list, and leaves out what is not asked', () => {
    // given
    const name = field('textfield', { id: 'name', key: 'name', label: 'Name' });
    const born = field('datetime', { id: 'born', key: 'born', label: 'Born on' });
    const list = field('dynamiclist', {
      id: 'people',
      path: 'people',
      properties: { entry: 'person' },
      components: [name, born],
    });
    const alone = field('radio', { id: 'alone', key: 'alone', label: 'Alone?' });
    const schema = field('default', {
      components: [
        field('group', { id: 'who', label: 'Who', components: [alone, list] }),
        field('group', { id: 'gone', label: 'Gone', components: [field('textfield', { id: 'x' })] }),
      ],
    });
    const of = (each: Field, index: number, value: unknown): Asked => ({
      field: each,
      key: `people[${index}].${each.key}`,
      value,
      options: [],
      entry: { list: 'people', index },
    });
    const asked = [
      { field: alone, key: 'alone', value: null, options: [] },
      of(born, 1, null),
      of(name, 1, 'Sam Sample'),
      of(name, 0, 'Kim Sample'),
    ];
    // then
    expect(sectionsOf(schema, asked)).toEqual([
      {
        id: 'who',
        title: 'Who',
        parts: [
          { title: '', rows: [{ key: 'alone', question: 'Alone?', answer: undefined }] },
          {
            title: 'Person 1',
            rows: [{ key: 'people[0].name', question: 'Name', answer: 'Kim Sample' }],
          },
          {
            title: 'Person 2',
            rows: [
              { key: 'people[1].name', question: 'Name', answer: 'Sam Sample' },
              { key: 'people[1].born', question: 'Born on', answer: undefined },
            ],
          },
        ],
      },
    ]);
  });
});
