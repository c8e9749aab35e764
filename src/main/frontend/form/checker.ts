import { problemOf } from './check';
import { domId } from './components';
import type { Data, Field } from './field';

export type Instance = {
  id: string;
  valuePath: (string | number)[];
  indexes?: Record<string, number>;
  expressionContextInfo: Data;
};

type ExpressionLanguage = { evaluate: (expression: string, data: Data) => unknown };

/** What names a control in problems and links: `name`, in a list `people[0].name`. */
export function keyOf(instance: Instance): string {
  return domId(instance.valuePath).slice('field-'.length);
}

/**
 * Says what is wrong in the words of the server, and nothing before the first attempt to send:
 * nobody is told off while typing.
 */
export class Check {
  static $inject = ['expressionLanguage', 'formFieldRegistry'];

  /** Is a person told already what is wrong with this field, by its id? */
  isAttempted: (id: string) => boolean = () => false;

  /** What the server found, by field, with the answer it found it in. */
  readonly found = new Map<string, { message: string; answer: string }>();

  constructor(
    private readonly language: ExpressionLanguage,
    private readonly fields: { get: (id: string) => Field | undefined },
  ) {}

  validateFieldInstance(instance: Instance, value: unknown): string[] {
    const found = this.found.get(keyOf(instance));
    const said = found && found.answer === JSON.stringify(value);
    if (!said && !this.isAttempted(instance.id)) {
      return [];
    }
    const problem = this.problemOf(instance, value);
    return problem ? [problem] : [];
  }

  /** What is wrong with an answer, whether a person is told yet or not. */
  problemOf(instance: Instance, value: unknown): string | null {
    const field = this.fields.get(instance.id);
    const found = this.found.get(keyOf(instance));
    if (found && found.answer === JSON.stringify(value)) {
      return found.message;
    }
    if (!field || field.readonly === true || field.disabled) {
      return null;
    }
    const { data, ...local } = instance.expressionContextInfo as Data & { data: Data };
    return problemOf(field, value, { ...local, ...data }, (expression, now) =>
      this.language.evaluate(expression, now),
    );
  }

  /** Asked by older parts of form-js. */
  validateField(): string[] {
    return [];
  }
}
