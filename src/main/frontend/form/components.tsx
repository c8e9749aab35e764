import {
  FormContext,
  LocalExpressionContext,
  buildExpressionContext,
  useSingleLineTemplateEvaluation,
} from '@bpmn-io/form-js-viewer';
import { type ComponentChildren, type JSX, createContext } from 'preact';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { GovukLists } from './lists';
import { type Data, type Field, type Option, labelOf, optionsOf } from './field';
import type { Shown } from './shown';

/**
 * form-js's fields drawn with GOV.UK's markup: a label, legend, hint and message that belong to
 * their control. Values, conditions and data stay form-js's business.
 */

export type FieldProps = {
  field: Field;
  value: unknown;
  errors: string[];
  disabled: boolean;
  readonly: boolean;
  onChange: (update: { value: unknown }) => void;
  onBlur: () => void;
  onFocus: () => void;
  fieldInstance?: { valuePath: (string | number)[] } | null;
};

/** The control's id: `field-name`, in a list `field-children[0].name`. Error summaries link to it. */
export function domId(path: (string | number)[]): string {
  return path.reduce<string>(
    (id, part, i) => id + (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`),
    'field-',
  );
}

function useWords(props: FieldProps) {
  const { field, errors, fieldInstance } = props;
  const label = useSingleLineTemplateEvaluation(labelOf(field), { debug: true }) as string;
  const hint = useSingleLineTemplateEvaluation(field.description ?? '', { debug: true }) as string;
  const id = domId(fieldInstance?.valuePath ?? [field.key ?? field.id]);
  const described = [hint && `${id}-hint`, errors.length > 0 && `${id}-error`].filter(Boolean);
  return {
    id,
    hint,
    label: field.validate?.required || props.readonly ? label : `${label} (optional)`,
    describedBy: described.length > 0 ? described.join(' ') : undefined,
  };
}

function useData(): Data {
  return buildExpressionContext(useContext(LocalExpressionContext)) as Data;
}

function useOptions(field: Field): Option[] {
  const { getService } = useContext(FormContext);
  const context = useData();
  const initial = getService('form')._getState().initialData as Data;
  // as form-js: a key is looked up in what the form was opened with, an expression in what is now
  const data = field.valuesKey === undefined ? context : initial;
  return optionsOf(field, data, (expression, now) =>
    getService('expressionLanguage').evaluate(expression, now),
  );
}

function Hint({ id, text }: { id: string; text: string }) {
  return text ? (
    <div id={`${id}-hint`} class="govuk-hint">
      {text}
    </div>
  ) : null;
}

function Message({ id, errors }: { id: string; errors: string[] }) {
  return errors.length > 0 ? (
    <p id={`${id}-error`} class="govuk-error-message">
      <span class="govuk-visually-hidden">Error: </span>
      {errors[0]}
    </p>
  ) : null;
}

function Question(props: { errors: string[]; children: ComponentChildren }) {
  const wrong = props.errors.length > 0 ? ' govuk-form-group--error' : '';
  return <div class={`govuk-form-group${wrong}`}>{props.children}</div>;
}

/** One control under its label. */
function Labelled(props: FieldProps & { children: (words: ReturnType<typeof useWords>) => JSX.Element }) {
  const words = useWords(props);
  return (
    <Question errors={props.errors}>
      <label class="govuk-label govuk-label--s" for={words.id}>
        {words.label}
      </label>
      <Hint id={words.id} text={words.hint} />
      <Message id={words.id} errors={props.errors} />
      {props.children(words)}
    </Question>
  );
}

/** Several controls that answer one question. */
function Grouped(props: FieldProps & { children: (words: ReturnType<typeof useWords>) => JSX.Element }) {
  const words = useWords(props);
  return (
    <Question errors={props.errors}>
      <fieldset class="govuk-fieldset" aria-describedby={words.describedBy}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{words.label}</legend>
        <Hint id={words.id} text={words.hint} />
        <Message id={words.id} errors={props.errors} />
        {props.children(words)}
      </fieldset>
    </Question>
  );
}

function Adorned({ field, children }: { field: Field; children: JSX.Element }) {
  const { prefixAdorner, suffixAdorner } = field.appearance ?? {};
  if (!prefixAdorner && !suffixAdorner) {
    return children;
  }
  return (
    <div class="govuk-input__wrapper">
      {prefixAdorner && (
        <div class="govuk-input__prefix" aria-hidden="true">
          {prefixAdorner}
        </div>
      )}
      {children}
      {suffixAdorner && (
        <div class="govuk-input__suffix" aria-hidden="true">
          {suffixAdorner}
        </div>
      )}
    </div>
  );
}

function inputClass(props: FieldProps, ...more: string[]) {
  return ['govuk-input', ...more, props.errors.length > 0 && 'govuk-input--error']
    .filter(Boolean)
    .join(' ');
}

/** What every single control has. */
function control(props: FieldProps, words: ReturnType<typeof useWords>) {
  return {
    id: words.id,
    'aria-describedby': words.describedBy,
    'aria-invalid': props.errors.length > 0 ? ('true' as const) : undefined,
    disabled: props.disabled,
    onBlur: props.onBlur,
    onFocus: props.onFocus,
  };
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));

/**
 * Typing shows at once and reaches the form after a pause or on leaving the field: on every key a
 * long form would work out all of its conditions again.
 */
function useTyped(props: FieldProps) {
  const [typed, setTyped] = useState(text(props.value));
  const pending = useRef<{ timer: number; value: string } | null>(null);
  const onChange = useRef(props.onChange);
  onChange.current = props.onChange;
  const flush = () => {
    if (pending.current) {
      clearTimeout(pending.current.timer);
      const { value } = pending.current;
      pending.current = null;
      onChange.current({ value });
    }
  };
  useEffect(() => {
    if (!pending.current) {
      setTyped(text(props.value));
    }
  }, [props.value]);
  useEffect(() => () => clearTimeout(pending.current?.timer), []);
  return {
    typed,
    onInput: (value: string) => {
      setTyped(value);
      clearTimeout(pending.current?.timer);
      pending.current = { value, timer: window.setTimeout(flush, 300) };
      if (props.errors.length > 0) {
        // a message that went only on leaving would move the page under the next click
        flush();
      }
    },
    onBlur: () => {
      flush();
      props.onBlur();
    },
  };
}

function TextField(props: FieldProps) {
  const type = props.field.validate?.validationType;
  const { typed, onInput, onBlur } = useTyped(props);
  return (
    <Labelled {...props}>
      {(words) => (
        <Adorned field={props.field}>
          <input
            {...control(props, words)}
            class={inputClass(props)}
            type={type === 'email' ? 'email' : type === 'phone' ? 'tel' : 'text'}
            autocomplete="off"
            spellcheck={!type}
            readOnly={props.readonly}
            value={typed}
            onInput={(e) => onInput(e.currentTarget.value)}
            onBlur={onBlur}
          />
        </Adorned>
      )}
    </Labelled>
  );
}

/** Says how much room is left once four fifths are used. */
function Room({ id, used, limit }: { id: string; used: number; limit: number }) {
  const left = limit - used;
  return (
    <div id={`${id}-room`} class="govuk-hint haven-room" aria-live="polite">
      {used > limit * 0.8 &&
        (left >= 0
          ? `You have ${left.toLocaleString('en-GB')} characters left`
          : `You have ${(-left).toLocaleString('en-GB')} characters too many`)}
    </div>
  );
}

function TextArea(props: FieldProps) {
  const { typed, onInput, onBlur } = useTyped(props);
  const limit = Number(props.field.validate?.maxLength);
  return (
    <Labelled {...props}>
      {(words) => (
        <>
          <textarea
            {...control(props, words)}
            class={`govuk-textarea${props.errors.length > 0 ? ' govuk-textarea--error' : ''}`}
            rows={5}
            autocomplete="off"
            readOnly={props.readonly}
            value={typed}
            onInput={(e) => onInput(e.currentTarget.value)}
            onBlur={onBlur}
          />
          {limit > 0 && <Room id={words.id} used={typed.trim().length} limit={limit} />}
        </>
      )}
    </Labelled>
  );
}

function NumberField(props: FieldProps) {
  // what is no number is kept as it was typed, so that the message speaks of what is on screen
  const [typed, setTyped] = useState(text(props.value));
  const shown = Number(typed) === props.value ? typed : text(props.value);
  return (
    <Labelled {...props}>
      {(words) => (
        <Adorned field={props.field}>
          <input
            {...control(props, words)}
            class={inputClass(props, 'govuk-input--width-10')}
            type="text"
            inputMode={props.field.decimalDigits === 0 ? 'numeric' : 'decimal'}
            autocomplete="off"
            readOnly={props.readonly}
            value={shown}
            onInput={(e) => {
              const entered = e.currentTarget.value.trim();
              setTyped(entered);
              const number = Number(entered.replaceAll(',', ''));
              props.onChange({
                value: entered === '' ? null : Number.isNaN(number) ? entered : number,
              });
            }}
          />
        </Adorned>
      )}
    </Labelled>
  );
}

/** Short answers stand beside each other. */
function isShort(options: Option[]) {
  return options.length <= 4 && options.every((option) => option.label.length <= 12);
}

function Radio(props: FieldProps) {
  const options = useOptions(props.field);
  return (
    <Grouped {...props}>
      {(words) => (
        <div class={`govuk-radios${isShort(options) ? ' govuk-radios--inline' : ''}`}>
          {options.map((option, i) => {
            const id = i === 0 ? words.id : `${words.id}-${i + 1}`;
            return (
              <div class="govuk-radios__item" key={option.value}>
                <input
                  class="govuk-radios__input"
                  id={id}
                  name={words.id}
                  type="radio"
                  value={option.value}
                  checked={props.value === option.value}
                  disabled={props.disabled || props.readonly}
                  onChange={() => props.onChange({ value: option.value })}
                  onBlur={props.onBlur}
                  onFocus={props.onFocus}
                />
                <label class="govuk-label govuk-radios__label" for={id}>
                  {option.label}
                </label>
              </div>
            );
          })}
        </div>
      )}
    </Grouped>
  );
}

function Checkboxes(props: FieldProps) {
  const options = useOptions(props.field);
  const chosen = Array.isArray(props.value) ? (props.value as string[]) : [];
  const toggle = (value: string) =>
    props.onChange({
      // in the order of the list, however they were ticked
      value: options
        .map((option) => option.value)
        .filter((each) => (each === value ? !chosen.includes(each) : chosen.includes(each))),
    });
  return (
    <Grouped {...props}>
      {(words) => (
        <div class="govuk-checkboxes">
          {options.map((option, i) => {
            const id = i === 0 ? words.id : `${words.id}-${i + 1}`;
            return (
              <div class="govuk-checkboxes__item" key={option.value}>
                <input
                  class="govuk-checkboxes__input"
                  id={id}
                  name={words.id}
                  type="checkbox"
                  value={option.value}
                  checked={chosen.includes(option.value)}
                  disabled={props.disabled || props.readonly}
                  onChange={() => toggle(option.value)}
                  onBlur={props.onBlur}
                  onFocus={props.onFocus}
                />
                <label class="govuk-label govuk-checkboxes__label" for={id}>
                  {option.label}
                </label>
              </div>
            );
          })}
        </div>
      )}
    </Grouped>
  );
}

function Checkbox(props: FieldProps) {
  const words = useWords(props);
  return (
    <Question errors={props.errors}>
      <Message id={words.id} errors={props.errors} />
      <div class="govuk-checkboxes">
        <div class="govuk-checkboxes__item">
          <input
            {...control(props, words)}
            class="govuk-checkboxes__input"
            type="checkbox"
            checked={props.value === true}
            disabled={props.disabled || props.readonly}
            onChange={(e) => props.onChange({ value: e.currentTarget.checked })}
          />
          <label class="govuk-label govuk-checkboxes__label" for={words.id}>
            {words.label}
          </label>
          {words.hint && (
            <div id={`${words.id}-hint`} class="govuk-hint govuk-checkboxes__hint">
              {words.hint}
            </div>
          )}
        </div>
      </div>
    </Question>
  );
}

function Select(props: FieldProps) {
  const options = useOptions(props.field);
  return (
    <Labelled {...props}>
      {(words) => (
        <select
          {...control(props, words)}
          class={`govuk-select${props.errors.length > 0 ? ' govuk-select--error' : ''}`}
          disabled={props.disabled || props.readonly}
          value={text(props.value)}
          onChange={(e) => props.onChange({ value: e.currentTarget.value || null })}
        >
          <option value="">Choose</option>
          {options.map((option) => (
            <option value={option.value} key={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

/** The parts of a date as they were typed, for a date that is not one yet too. */
function parts(date: string): [string, string, string] {
  const [year = '', month = '', day = ''] = date.split('-');
  return [day.replace(/^0(?=\d)/, ''), month.replace(/^0(?=\d)/, ''), year];
}

/** Real dates as ISO text, others as typed so that nothing is lost; null when empty. */
export function joined([day, month, year]: [string, string, string]): string | null {
  if (!day && !month && !year) {
    return null;
  }
  const padded = (part: string) => (/^\d$/.test(part) ? `0${part}` : part);
  return `${year}-${padded(month)}-${padded(day)}`;
}

/** `14:30` from `14.30`, `1430` or `9:05`; other text as it was typed. */
export function asTime(typed: string): string {
  const found = /^(\d{1,2})[:.h ]?(\d{2})$/.exec(typed.trim());
  return found ? `${found[1].padStart(2, '0')}:${found[2]}` : typed.trim();
}

function offset(field: Field, date: string, time: string): string {
  if (field.timeSerializingFormat === 'no_timezone') {
    return '';
  }
  const minutes = -new Date(`${date || new Date().toISOString().slice(0, 10)}T${time}`).getTimezoneOffset();
  if (Number.isNaN(minutes)) {
    return '';
  }
  const pad = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${pad(minutes / 60)}:${pad(minutes % 60)}`;
}

function Moment(props: FieldProps) {
  const { field } = props;
  const subtype = field.subtype ?? 'date';
  const value = text(props.value);
  const [datePart, timePart] =
    subtype === 'time' ? ['', value] : (value.split('T') as [string, string | undefined]);
  const date = parts(datePart);
  const [typedTime, setTypedTime] = useState((timePart ?? '').slice(0, 5));
  if (subtype === 'time') {
    return <Time {...props} typed={typedTime} setTyped={setTypedTime} />;
  }
  const change = (parts: [string, string, string], time: string) => {
    const day = joined(parts);
    const clock = asTime(time);
    props.onChange({
      value:
        subtype === 'date' || (day === null && !clock)
          ? day
          : `${day ?? ''}T${clock}${offset(field, day ?? '', clock)}`,
    });
  };
  const wrong = props.errors.length > 0 ? ' govuk-input--error' : '';
  const names = ['Day', 'Month', 'Year'] as const;
  return (
    <Grouped {...props}>
      {(words) => (
        <div class="govuk-date-input">
          {names.map((name, i) => (
            <div class="govuk-date-input__item" key={name}>
              <label
                class="govuk-label govuk-date-input__label"
                for={i === 0 ? words.id : `${words.id}-${name.toLowerCase()}`}
              >
                {name}
              </label>
              <input
                class={`govuk-input govuk-date-input__input govuk-input--width-${i === 2 ? 4 : 2}${wrong}`}
                id={i === 0 ? words.id : `${words.id}-${name.toLowerCase()}`}
                type="text"
                inputMode="numeric"
                autocomplete="off"
                aria-invalid={wrong ? 'true' : undefined}
                disabled={props.disabled}
                readOnly={props.readonly}
                value={date[i]}
                onInput={(e) => {
                  const next = [...date] as [string, string, string];
                  next[i] = e.currentTarget.value.trim().replaceAll('-', '');
                  change(next, typedTime);
                }}
                onBlur={props.onBlur}
                onFocus={props.onFocus}
              />
            </div>
          ))}
          {subtype === 'datetime' && (
            <div class="govuk-date-input__item">
              <label class="govuk-label govuk-date-input__label" for={`${words.id}-time`}>
                {field.timeLabel || 'Time'}
              </label>
              <input
                class={`govuk-input govuk-date-input__input govuk-input--width-5${wrong}`}
                id={`${words.id}-time`}
                type="text"
                autocomplete="off"
                disabled={props.disabled}
                readOnly={props.readonly}
                value={typedTime}
                onInput={(e) => {
                  setTypedTime(e.currentTarget.value);
                  change(date, e.currentTarget.value);
                }}
                onBlur={props.onBlur}
                onFocus={props.onFocus}
              />
            </div>
          )}
        </div>
      )}
    </Grouped>
  );
}

function Time(props: FieldProps & { typed: string; setTyped: (typed: string) => void }) {
  return (
    <Labelled {...props}>
      {(words) => (
        <input
          {...control(props, words)}
          class={inputClass(props, 'govuk-input--width-5')}
          type="text"
          autocomplete="off"
          readOnly={props.readonly}
          value={props.typed}
          onInput={(e) => {
            props.setTyped(e.currentTarget.value);
            const time = asTime(e.currentTarget.value);
            props.onChange({ value: time ? time + offset(props.field, '', time) : null });
          }}
        />
      )}
    </Labelled>
  );
}

/** Keyed fields by type, with the empty values that form-js gives them. */
const components: [string, (props: FieldProps) => JSX.Element, unknown][] = [
  ['textfield', TextField, ''],
  ['textarea', TextArea, ''],
  ['number', NumberField, null],
  ['radio', Radio, null],
  ['select', Select, null],
  ['checklist', Checkboxes, []],
  ['taglist', Checkboxes, []],
  ['checkbox', Checkbox, false],
  ['datetime', Moment, null],
];

type FormFields = {
  register: (type: string, component: unknown) => void;
  get: (type: string) => (props: unknown) => JSX.Element;
};

class GovukFields {
  static $inject = ['formFields'];

  constructor(formFields: FormFields) {
    for (const [type, component, emptyValue] of components) {
      // no sanitizing: what was posted and refused must come back as it was
      const config = { type, keyed: true, emptyValue, name: type, create: (o = {}) => o };
      formFields.register(type, Object.assign((props: FieldProps) => component(props), { config }));
    }
    for (const type of ['group', 'dynamiclist']) {
      formFields.register(type, sectionOf(formFields.get(type)));
    }
  }
}

/** How deep the next heading is: sections inside sections have smaller ones. */
const HeadingLevel = createContext(2);

/** Groups and lists are sections under a heading of their own; form-js draws what they hold. */
function sectionOf(drawnBefore: ReturnType<FormFields['get']>) {
  const Section = (props: FieldProps & { domId: string }) => {
    const { field } = props;
    const [, content] = drawnBefore(props).props.children as ComponentChildren[];
    const heading = useSingleLineTemplateEvaluation(field.label ?? '', { debug: true }) as string;
    const level = useContext(HeadingLevel);
    const Heading = `h${Math.min(level, 6)}` as 'h2';
    const id = field.path ? `field-${field.path}` : `section-${field.id}`;
    const shown = useContext(FormContext).getService('shown') as unknown as Shown;
    const section = useRef<HTMLElement>(null);
    const isGroup = level === 2 && field.type === 'group';
    useLayoutEffect(() => (isGroup ? shown.hold(field.id, section.current!) : undefined), [field.id]);
    return (
      <section
        class="haven-section"
        ref={section}
        data-group={isGroup ? field.id : undefined}
        aria-labelledby={heading ? id : undefined}
      >
        {heading && (
          <Heading class={level === 2 ? 'govuk-heading-m' : 'govuk-heading-s'} id={id} tabIndex={-1}>
            {isGroup && <span data-step-count />}
            {heading}
          </Heading>
        )}
        <HeadingLevel.Provider value={level + 1}>{content}</HeadingLevel.Provider>
      </section>
    );
  };
  return Object.assign(Section, { config: (drawnBefore as unknown as { config: unknown }).config });
}

export const govukFieldsModule = {
  __init__: ['govukFields', 'govukLists'],
  govukFields: ['type', GovukFields],
  govukLists: ['type', GovukLists],
};
