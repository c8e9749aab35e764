import { type Data, type Evaluate, type Field, labelOf, optionsOf } from './field';
import { words } from './words';

const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
const PHONE = /^\+?[0-9][0-9 ()-]{5,18}[0-9]$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d/;

/**
 * What is wrong with one answer, in the person's words; null if nothing is. The server's
 * FormChecker finds the same, and more: this spares a journey to it.
 */
export function problemOf(
  field: Field,
  value: unknown,
  data: Data,
  evaluate: Evaluate,
  today: string = isoToday(),
): string | null {
  switch (field.type) {
    case 'textfield':
    case 'textarea':
      return textProblem(field, value, data, evaluate);
    case 'number':
      return numberProblem(field, value, data, evaluate);
    case 'radio':
    case 'select':
    case 'checklist':
    case 'taglist':
      return choiceProblem(field, value, data, evaluate);
    case 'checkbox':
      return field.validate?.required && value !== true ? words.tick(labelOf(field)) : null;
    case 'datetime':
      return momentProblem(field, value, today);
    default:
      return null;
  }
}

function unanswered(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

function limit(rule: unknown, data: Data, evaluate: Evaluate): number | null {
  const value = typeof rule === 'string' && rule.startsWith('=') ? evaluate(rule, data) : rule;
  return value === undefined || value === null || value === '' || Number.isNaN(Number(value))
    ? null
    : Number(value);
}

function textProblem(field: Field, value: unknown, data: Data, evaluate: Evaluate): string | null {
  const label = labelOf(field);
  const rules = field.validate ?? {};
  if (unanswered(value)) {
    return rules.required ? words.enter(label) : null;
  }
  const text = String(value);
  const length = text.trim().length;
  const longest = limit(rules.maxLength, data, evaluate);
  if (longest !== null && length > longest) {
    return words.shorten(label, longest, length);
  }
  const shortest = limit(rules.minLength, data, evaluate);
  if (shortest !== null && length < shortest) {
    return words.lengthen(label, shortest);
  }
  if (rules.pattern && !new RegExp(rules.pattern).test(text)) {
    return rules.patternErrorMessage || words.asAsked(label);
  }
  if (rules.validationType === 'email' && !EMAIL.test(text)) {
    return words.enterEmail(label);
  }
  if (rules.validationType === 'phone' && !PHONE.test(text)) {
    return words.enterPhone(label);
  }
  return null;
}

function numberProblem(field: Field, value: unknown, data: Data, evaluate: Evaluate): string | null {
  const label = labelOf(field);
  const rules = field.validate ?? {};
  if (unanswered(value)) {
    return rules.required ? words.enter(label) : null;
  }
  const number = Number(value);
  if (Number.isNaN(number)) {
    return words.enterNumber(label);
  }
  const places = decimals(number);
  if (field.properties?.routing === 'number' && places > 0) {
    return words.wholeNumber(label);
  }
  if (field.decimalDigits !== undefined && places > field.decimalDigits) {
    return field.decimalDigits === 0
      ? words.wholeNumber(label)
      : words.fewerDecimals(label, field.decimalDigits);
  }
  const step = limit(field.increment, data, evaluate);
  if (step !== null && step > 0) {
    const scale = 10 ** Math.max(places, decimals(step));
    if (Math.round(number * scale) % Math.round(step * scale) !== 0) {
      return words.multipleOf(label, step);
    }
  }
  const least = limit(rules.min, data, evaluate);
  if (least !== null && number < least) {
    return words.atLeast(label, least);
  }
  const most = limit(rules.max, data, evaluate);
  return most !== null && number > most ? words.atMost(label, most) : null;
}

function decimals(number: number): number {
  const text = String(number);
  return text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
}

function choiceProblem(field: Field, value: unknown, data: Data, evaluate: Evaluate): string | null {
  const label = labelOf(field);
  const several = field.type === 'checklist' || field.type === 'taglist';
  if (unanswered(value)) {
    return field.validate?.required ? (several ? words.chooseSome : words.chooseOne)(label) : null;
  }
  const listed = optionsOf(field, data, evaluate).map((option) => option.value);
  const chosen = Array.isArray(value) ? value : [value];
  return chosen.every((each) => listed.includes(String(each))) ? null : words.chooseFromList(label);
}

function momentProblem(field: Field, value: unknown, today: string): string | null {
  const label = labelOf(field);
  const subtype = field.subtype ?? 'date';
  if (unanswered(value)) {
    if (!field.validate?.required) {
      return null;
    }
    return { date: words.enterDate, time: words.enterTime, datetime: words.enterDateTime }[subtype](
      label,
    );
  }
  const text = String(value);
  if (subtype === 'time') {
    return TIME.test(text) ? null : words.enterTime(label);
  }
  const [day, time] = text.split('T');
  if (!isRealDay(day) || (subtype === 'datetime' && !TIME.test(time ?? ''))) {
    return words.realDate(label);
  }
  return field.disallowPassedDates && day < today ? words.notPast(label) : null;
}

export function isRealDay(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) {
    return false;
  }
  const [year, month, day] = parts.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= 1900 &&
    year <= 2100 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day
  );
}

/** Today in London, whatever the computer's own time zone. */
function isoToday(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date());
}
