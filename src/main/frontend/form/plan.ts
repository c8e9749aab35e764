import type { Field } from './field';

/** A form with more questions than this, in at least so many groups, is asked in steps. */
const MOST_QUESTIONS = 8;
const FEWEST_GROUPS = 3;

/** Where all answers are looked at once more. */
export const CHECK = 'check';

const SAYS_ONLY = ['text', 'html', 'image', 'separator', 'spacer', 'button'];

/** The groups of a form in their order: each can be a step. */
export function groupsOf(schema: Field): Field[] {
  return (schema.components ?? []).filter((each) => each.type === 'group');
}

function questions(field: Field): number {
  return field.components
    ? field.components.reduce((sum, each) => sum + questions(each), 0)
    : SAYS_ONLY.includes(field.type)
      ? 0
      : 1;
}

/**
 * Does a group ask anything now? One whose questions are all hidden by their conditions does not;
 * one that only says something was meant to.
 *
 * @param drawn is the field of this id on the page?
 */
export function asks(group: Field, drawn: (id: string) => boolean): boolean {
  const open = (field: Field): boolean =>
    drawn(field.id) &&
    (field.type === 'group' ? (field.components ?? []).some(open) : !SAYS_ONLY.includes(field.type));
  return questions(group) === 0 || (group.components ?? []).some(open);
}

/** Is the form too long for one page? What is asked outside of a group cannot be a step. */
export function isLong(schema: Field): boolean {
  return (
    groupsOf(schema).length >= FEWEST_GROUPS &&
    questions(schema) > MOST_QUESTIONS &&
    (schema.components ?? []).every((each) => each.type === 'group' || SAYS_ONLY.includes(each.type))
  );
}

/** The group at the top of the form that each field stands in, by the field's id. */
export function groupByField(schema: Field): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (field: Field, group: string) => {
    found.set(field.id, group);
    field.components?.forEach((each) => walk(each, group));
  };
  (schema.components ?? []).forEach((each) => walk(each, each.id));
  return found;
}

/** Where somebody is on the way through a form. */
export class Plan {
  /** Steps that were gone on from, or that stand before one that was. */
  private readonly passed = new Set<string>();
  /** Once all was seen, a step that is changed leads back to the check. */
  private seenAll = false;

  /**
   * @param steps that the form asks now, in their order: a group that its condition hides is none
   * @param isAnswered is nothing wrong with what stands in the step now?
   */
  constructor(
    private readonly steps: () => string[],
    private readonly isAnswered: (step: string) => boolean,
  ) {}

  isDone(step: string): boolean {
    return this.passed.has(step) && this.isAnswered(step);
  }

  /** May a person go there at once, over what comes before it? */
  isOpen(step: string): boolean {
    const before = step === CHECK ? this.steps() : this.steps().slice(0, this.steps().indexOf(step));
    return this.passed.has(step) || before.every((each) => this.isDone(each));
  }

  /**
   * The step that was asked for, or the first before it that is not answered; the first of all if
   * there is no such step. What stands before it counts as seen.
   */
  reach(step: string): string {
    const steps = this.steps();
    const at = step === CHECK ? steps.length : Math.max(0, steps.indexOf(step));
    for (const each of steps.slice(0, at)) {
      if (!this.isAnswered(each)) {
        return each;
      }
      this.passed.add(each);
    }
    this.seenAll ||= at === steps.length;
    return steps[at] ?? CHECK;
  }

  /** All of it has been sent once: every step was seen. */
  sawAll(): void {
    this.steps().forEach((each) => this.passed.add(each));
    this.seenAll = true;
  }

  /** Where to go on from a step whose answers are right. */
  after(step: string): string {
    this.passed.add(step);
    const steps = this.steps();
    if (this.seenAll) {
      return this.reach(steps.find((each) => !this.isDone(each)) ?? CHECK);
    }
    return this.reach(steps[steps.indexOf(step) + 1] ?? CHECK);
  }

  before(step: string): string | undefined {
    const steps = this.steps();
    return step === CHECK ? steps.at(-1) : steps[steps.indexOf(step) - 1];
  }
}
