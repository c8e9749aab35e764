/** A component of a form's schema, as far as Haven's forms use it. */
export type Field = {
  id: string;
  type: string;
  key?: string;
  path?: string;
  label?: string;
  description?: string;
  dateLabel?: string;
  timeLabel?: string;
  subtype?: 'date' | 'time' | 'datetime';
  timeSerializingFormat?: string;
  disallowPassedDates?: boolean;
  decimalDigits?: number;
  increment?: number | string;
  values?: unknown[];
  valuesKey?: string;
  valuesExpression?: string;
  disabled?: boolean;
  readonly?: boolean | string;
  appearance?: { prefixAdorner?: string; suffixAdorner?: string };
  properties?: Record<string, string>;
  conditional?: { hide?: string };
  components?: Field[];
  validate?: {
    required?: boolean;
    min?: number | string;
    max?: number | string;
    minLength?: number | string;
    maxLength?: number | string;
    pattern?: string;
    patternErrorMessage?: string;
    validationType?: string;
  };
};

export type Option = { value: string; label: string };

/** Data that conditions, options and limits are worked out from. */
export type Data = Record<string, unknown>;

export type Evaluate = (expression: string, data: Data) => unknown;

export function labelOf(field: Field): string {
  return field.label || field.dateLabel || field.timeLabel || '';
}

/** Values as form-js takes them: text alone, or objects with value and label. */
export function asOptions(values: unknown): Option[] {
  if (!Array.isArray(values)) {
    return [];
  }
  return values.flatMap((each) => {
    const value = each !== null && typeof each === 'object' ? (each as Option).value : each;
    if (value === undefined || value === null || value === '') {
      return [];
    }
    const label = each !== null && typeof each === 'object' ? (each as Option).label : each;
    return [{ value: String(value), label: String(label || value) }];
  });
}

export function optionsOf(field: Field, data: Data, evaluate: Evaluate): Option[] {
  if (field.values !== undefined) {
    return asOptions(field.values);
  }
  if (field.valuesKey !== undefined) {
    return asOptions(data[field.valuesKey]);
  }
  return asOptions(evaluate(field.valuesExpression ?? '', data));
}
