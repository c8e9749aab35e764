import { LocalExpressionContext, buildExpressionContext } from '@bpmn-io/form-js-viewer';
import type { ComponentType } from 'preact';
import { useContext, useEffect, useMemo, useRef } from 'preact/hooks';
import type { Data, Field } from './field';

/** The server takes no more. */
const MOST_ENTRIES = 50;

type Indexes = Record<string, number>;

type ListProps = {
  field: Field;
  indexes?: Indexes;
  readonly?: boolean;
  disabled?: boolean;
  onChange: (update: { field?: Field; value: unknown[]; indexes?: Indexes }) => void;
  RowsRenderer: ComponentType<Record<string, unknown>>;
  useSharedState: unknown;
};

type LocalContext = { data: Data; this: Data; parent: Data | null; i: number[] };

type FormState = {
  _getState: () => { data: Data };
  _getInitializedFieldData: (data: Data, options: { container: Field; indexes: Indexes }) => unknown;
};

/**
 * Lists with an entry each under its own legend, and buttons that say what they add or remove.
 * Entries are kept by form-js as before.
 */
export class GovukLists {
  static $inject = ['repeatRenderManager', 'form', 'pathRegistry', 'eventBus'];

  constructor(
    manager: { Repeater: unknown; RepeatFooter: unknown },
    form: FormState,
    paths: { getValuePath: (field: Field, at: { indexes?: Indexes }) => (string | number)[] },
    events: { fire: (event: string, detail: unknown) => void },
  ) {
    const pathOf = (props: ListProps) => paths.getValuePath(props.field, { indexes: props.indexes });
    const entriesOf = (props: ListProps): Data[] => {
      const at = pathOf(props).reduce<unknown>(
        (data, part) => (data as Data | undefined)?.[part],
        form._getState().data,
      );
      return Array.isArray(at) ? at : [];
    };

    manager.Repeater = (props: ListProps) => {
      const { field, indexes } = props;
      const entries = entriesOf(props);
      const remove = (index: number) => {
        const rest = entries.filter((_, i) => i !== index);
        events.fire('repeatRenderManager.remove', {
          dataPath: pathOf(props),
          index,
          item: entries[index],
        });
        props.onChange({ field, value: rest, indexes });
        document.getElementById(addId(field))?.focus();
      };
      return (
        <>
          {entries.map((entry, index) => (
            <Entry {...props} key={index} index={index} entry={entry} remove={() => remove(index)} />
          ))}
        </>
      );
    };

    manager.RepeatFooter = (props: ListProps) => {
      const { field, indexes } = props;
      const entries = entriesOf(props);
      const added = useRef(false);
      // the next thing to do is the first question of the new entry
      useEffect(() => {
        if (added.current) {
          added.current = false;
          document
            .querySelector<HTMLElement>(`[data-entry="${field.path}-${entries.length - 1}"]`)
            ?.querySelector<HTMLElement>('input, select, textarea')
            ?.focus();
        }
      }, [entries.length]);
      const add = () => {
        const entry = form._getInitializedFieldData(form._getState().data, {
          container: field,
          indexes: { ...indexes, [field.id]: entries.length },
        });
        const value = [...entries, entry];
        added.current = true;
        events.fire('repeatRenderManager.add', {
          dataPath: pathOf(props),
          index: value.length - 1,
          item: entry,
        });
        props.onChange({ value } as Parameters<ListProps['onChange']>[0]);
      };
      const may = (field as { allowAddRemove?: boolean }).allowAddRemove;
      if (!may || props.readonly || entries.length >= MOST_ENTRIES) {
        return null;
      }
      return (
        <button
          type="button"
          id={addId(field)}
          class="govuk-button govuk-button--secondary"
          disabled={props.disabled}
          onClick={add}
        >
          {`Add ${entries.length > 0 ? 'another ' : ''}${nameOf(field)}`}
        </button>
      );
    };
  }
}

const addId = (field: Field) => `add-${field.path}`;

/** What one entry is called: the list's property `entry`, such as "person". */
function nameOf(field: Field): string {
  return field.properties?.entry ?? 'entry';
}

function Entry(props: ListProps & { index: number; entry: Data; remove: () => void }) {
  const { index, entry, remove, RowsRenderer, useSharedState: _, ...rest } = props;
  const { field, indexes } = rest;
  const outer = useContext(LocalExpressionContext) as unknown as LocalContext;
  const inner = useMemo(
    () => ({
      data: outer.data,
      this: entry,
      parent: buildExpressionContext({ ...outer, data: outer.this } as never),
      i: [...outer.i, index + 1],
    }),
    [index, outer, entry],
  );
  const here = useMemo(() => ({ ...indexes, [field.id]: index }), [indexes, field.id, index]);
  const name = nameOf(field);
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)} ${index + 1}`;
  const may = (field as { allowAddRemove?: boolean }).allowAddRemove && !props.readonly;
  return (
    <div class="haven-entry" role="group" aria-label={title} data-entry={`${field.path}-${index}`}>
      <p class="govuk-body govuk-!-font-weight-bold" aria-hidden="true">
        {title}
      </p>
      <LocalExpressionContext.Provider value={inner as never}>
        <RowsRenderer {...rest} indexes={here} />
      </LocalExpressionContext.Provider>
      {may && (
        <button type="button" class="govuk-button govuk-button--secondary" onClick={remove}>
          Remove {title.toLowerCase()}
        </button>
      )}
    </div>
  );
}
