import type { Field, Option } from './field';
import { labelOf } from './field';
import { words } from './words';

/**
 * One question with its answer in words.
 *
 * @property key of the control: `people[0].name` in a list
 * @property answer undefined if there is none
 */
export type Row = { key: string; question: string; answer?: string };

/** Questions that stand together, with the name of the list's entry they are about. */
export type Part = { title: string; rows: Row[] };

/** What a group of the form asks. */
export type Section = { id: string; title: string; parts: Part[] };

/** A question that is on the page now, with what was answered. */
export type Asked = {
  field: Field;
  key: string;
  value: unknown;
  options: Option[];
  /** In a list: the list's id, and which of its entries, from 0. */
  entry?: { list: string; index: number };
};

/** All that is asked now, in the order of the form. */
export function sectionsOf(schema: Field, asked: Asked[]): Section[] {
  const sections: Section[] = [];
  let loose: Section | undefined;
  for (const each of schema.components ?? []) {
    if (each.type === 'group') {
      loose = undefined;
      sections.push({ id: each.id, title: labelOf(each), parts: partsOf(each, asked) });
    } else {
      if (!loose) {
        loose = { id: each.id, title: '', parts: [] };
        sections.push(loose);
      }
      loose.parts.push(...partsOf({ ...each, components: [each] }, asked));
    }
  }
  return sections.filter((section) => section.parts.some((part) => part.rows.length > 0));
}

function partsOf(group: Field, asked: Asked[]): Part[] {
  const parts: Part[] = [];
  for (const field of group.components ?? []) {
    if (field.type === 'dynamiclist') {
      parts.push(...entriesOf(field, asked));
    } else if (field.components) {
      parts.push(...partsOf(field, asked));
    } else {
      const rows = asked.filter((each) => each.field.id === field.id).map(rowOf);
      const last = parts.at(-1);
      if (last?.title === '') {
        last.rows.push(...rows);
      } else if (rows.length > 0) {
        parts.push({ title: '', rows });
      }
    }
  }
  return parts;
}

function entriesOf(list: Field, asked: Asked[]): Part[] {
  const inside = asked.filter((each) => each.entry?.list === list.id);
  const name = list.properties?.entry ?? 'entry';
  const order = new Map<string, number>();
  const number = (field: Field) => {
    order.set(field.id, order.size);
    field.components?.forEach(number);
  };
  number(list);
  const count = Math.max(0, ...inside.map((each) => each.entry!.index + 1));
  return Array.from({ length: count }, (_, index) => ({
    title: `${name.charAt(0).toUpperCase()}${name.slice(1)} ${index + 1}`,
    rows: inside
      .filter((each) => each.entry!.index === index)
      .sort((a, b) => order.get(a.field.id)! - order.get(b.field.id)!)
      .map(rowOf),
  }));
}

function rowOf({ field, key, value, options }: Asked): Row {
  return { key, question: labelOf(field), answer: inWords(field, value, options) };
}

/** An answer as a person reads it; undefined if there is none. */
export function inWords(field: Field, value: unknown, options: Option[]): string | undefined {
  if (field.type === 'checkbox') {
    return value === true ? words.yes : words.no;
  }
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
    return undefined;
  }
  const labelled = (each: unknown) =>
    options.find((option) => option.value === String(each))?.label ?? String(each);
  if (Array.isArray(value)) {
    return value.length > 0 ? value.map(labelled).join('\n') : undefined;
  }
  switch (field.type) {
    case 'radio':
    case 'select':
      return labelled(value);
    case 'datetime':
      return moment(String(value));
    case 'number':
    case 'textfield':
      return adorned(field, String(value));
    default:
      return String(value);
  }
}

/** `27 March 2026` from `2026-03-27`, with its time if it has one; else as it was typed. */
function moment(value: string): string {
  const [day, time] = value.split('T');
  const date = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : undefined;
  if (!date || Number.isNaN(date.getTime())) {
    return value;
  }
  const said = date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return time ? `${said}, ${time.slice(0, 5)}` : said;
}

function adorned(field: Field, value: string): string {
  const { prefixAdorner = '', suffixAdorner = '' } = field.appearance ?? {};
  return `${prefixAdorner}${value}${suffixAdorner && ` ${suffixAdorner}`}`;
}
