import { Form } from '@bpmn-io/form-js-viewer';
import { h, render } from 'preact';
import { followLinks } from '../page/error-summary';
import { type Asked, sectionsOf } from './answers';
import { Check, type Instance, keyOf } from './checker';
import { govukFieldsModule } from './components';
import { startDraft } from './draft';
import { type Data, type Field, labelOf, optionsOf } from './field';
import { CHECK, asks, groupByField, groupsOf, isLong } from './plan';
import { Shown } from './shown';
import { Steps } from './steps';
import { Answers } from './summary';
import { words } from './words';

type Problem = { key: string; message: string };

type Page = { schema: Field; data: Data; errors: Problem[]; given?: Data };

/** Shows a Camunda Form by form-js and posts its answers by the ordinary form beside it. */
export async function startForm(island: HTMLElement): Promise<void> {
  const page = JSON.parse(island.querySelector('script')!.textContent!) as Page;
  const container = island.querySelector<HTMLElement>('[data-form-fields]')!;
  const post = island.querySelector<HTMLFormElement>(':scope > form');
  container.id = 'field-';
  container.tabIndex = -1;

  const shown = new Shown();
  const inSteps = post !== null && island.dataset.formSteps !== undefined && isLong(page.schema);
  if (inSteps || !post) {
    shown.show(null, '');
  }
  island.classList.toggle('haven-reading', !post);

  const form = new Form({
    container,
    // without a form to post it is for reading
    properties: { readOnly: post === null },
    additionalModules: [govukFieldsModule, { validator: ['type', Check], shown: ['value', shown] }],
  });
  await form.importSchema(page.schema, page.data);
  // a <form> inside a section is announced with its name only if it has one
  container.querySelector('form')?.setAttribute('aria-label', 'Questions');

  const check = form.get('validator') as Check;
  const schema = form._getState().schema as Field;
  const groups = groupByField(schema);
  const instances = () =>
    (form.get('formFieldInstanceRegistry') as { getAllKeyed: () => Instance[] })
      .getAllKeyed()
      .map((instance) => ({ instance, key: keyOf(instance) }));
  const valueOf = (path: (string | number)[]) =>
    path.reduce<unknown>((at, part) => (at as Data | undefined)?.[part], form._getState().data);
  const sections = () => sectionsOf(schema, instances().map(asked));
  // in a form that is asked in steps, those that somebody tried to go on from; else all or none
  const attempted = new Set<string>();
  let attemptedAll = false;
  check.isAttempted = (id) => attemptedAll || attempted.has(groups.get(id) ?? '');

  let moved = () => {};
  const steps = inSteps ? await startSteps(post) : undefined;
  if (page.errors.length > 0) {
    await drawn();
    showErrors(page.errors);
  }
  steps?.start(
    page.errors.length > 0 ? page.errors.map((problem) => problem.key) : undefined,
    island.dataset.draftStep,
  );
  const summary = document.querySelector<HTMLElement>('[data-form-errors]');
  if (summary) {
    followLinks(summary, (id) => steps?.reveal(id.slice('field-'.length)));
    if (page.errors.length > 0) {
      summary.querySelector<HTMLElement>('.govuk-error-summary')?.focus();
    }
  }
  if (post) {
    startPosting(post);
  } else {
    await drawn();
    const level = island.dataset.formPreview === undefined ? 2 : 3;
    const place = document.createElement('div');
    place.className = 'haven-answers';
    container.before(place);
    render(h(Answers, { level, sections: sections() }), place);
  }
  island.dataset.ready = '';

  function asked({ instance, key }: { instance: Instance; key: string }): Asked {
    const field = (form.get('formFieldRegistry') as { get: (id: string) => Field }).get(instance.id);
    const { data, ...local } = instance.expressionContextInfo as Data & { data: Data };
    const from =
      field.valuesKey === undefined ? { ...local, ...data } : (form._getState().initialData as Data);
    const options = ['radio', 'select', 'checklist', 'taglist'].includes(field.type)
      ? optionsOf(field, from, (expression, now) =>
          (
            form.get('expressionLanguage') as { evaluate: (expression: string, data: Data) => unknown }
          ).evaluate(expression, now),
        )
      : [];
    const [entry] = Object.entries(instance.indexes ?? {});
    return {
      field,
      key,
      value: valueOf(instance.valuePath),
      options,
      entry: entry && { list: entry[0], index: entry[1] },
    };
  }

  async function startSteps(post: HTMLFormElement): Promise<Steps> {
    await drawn();
    const roots = rootsOf(schema, groups);
    const onPage = form.get('formFieldInstanceRegistry') as { getAll: () => Instance[] };
    // a question that comes or goes may be the only one of its group
    form.on('formFieldInstance.added', () => shown.onChange());
    form.on('formFieldInstance.removed', () => shown.onChange());
    return new Steps({
      island,
      container,
      post,
      shown,
      groups: groupsOf(schema).map((group) => ({ id: group.id, title: labelOf(group) })),
      groupOf: (key) => roots.get(key.split(/[.[]/)[0]),
      isAsked(group) {
        const ids = new Set(onPage.getAll().map((instance) => instance.id));
        const field = groupsOf(schema).find((each) => each.id === group);
        return field !== undefined && asks(field, (id) => ids.has(id));
      },
      isAnswered: (group) =>
        instances().every(
          ({ instance }) =>
            groups.get(instance.id) !== group ||
            check.problemOf(instance, valueOf(instance.valuePath)) === null,
        ),
      complain(group) {
        // the server is asked again about what it said of this step
        for (const { instance, key } of instances()) {
          if (groups.get(instance.id) === group) {
            check.found.delete(key);
          }
        }
        attempted.add(group);
        form.validate();
        const problems = clientProblems().filter(({ key }) => roots.get(key.split(/[.[]/)[0]) === group);
        if (problems.length > 0) {
          showSummary(problems);
        }
        return problems.length > 0;
      },
      calm: clearSummary,
      async settled() {
        (document.activeElement as HTMLElement | null)?.blur();
        await drawn();
      },
      sections,
      moved: () => moved(),
    });
  }

  /** Puts the server's problems to their fields; each stays until its answer is changed. */
  function showErrors(problems: Problem[]) {
    for (const { instance, key } of instances()) {
      const problem = problems.find((each) => each.key === key);
      if (problem) {
        const answer = JSON.stringify(valueOf(instance.valuePath));
        check.found.set(key, { message: problem.message, answer });
      }
    }
    attemptedAll = true;
    form.validate();
  }

  function startPosting(post: HTMLFormElement) {
    const answers = post.elements.namedItem('answers') as HTMLInputElement;
    const buttons = post.querySelectorAll<HTMLButtonElement>('button[type=submit], button:not([type])');
    let changed = false;
    let sent = false;
    const draft = island.dataset.draft
      ? startDraft({
          island,
          post,
          given: page.given ?? page.data,
          data: () => form._getState().data as Data,
          step: () => steps?.step ?? '',
        })
      : undefined;
    moved = () => draft?.changed();

    form.on('field.updated', () => {
      changed = true;
      draft?.changed();
    });

    // in a step Enter goes on, however many fields it has: a browser does nothing where there are
    // several and no button among them
    container.addEventListener('keydown', (event) => {
      const field = event.target;
      const goesOn =
        event.key === 'Enter' &&
        !event.isComposing &&
        !event.defaultPrevented &&
        !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) &&
        field instanceof HTMLInputElement &&
        !['button', 'submit', 'reset', 'file', 'image'].includes(field.type);
      if (steps && steps.step !== CHECK && goesOn) {
        event.preventDefault();
        void steps.goOn();
      }
    });

    // Enter in a text field sends the form, as everywhere
    container.addEventListener(
      'submit',
      (event) => {
        event.preventDefault();
        event.stopPropagation();
        if (steps && steps.step !== CHECK) {
          void steps.goOn();
        } else {
          post.requestSubmit();
        }
      },
      true,
    );

    post.addEventListener('submit', (event) => {
      if (sent) {
        event.preventDefault();
        return;
      }
      // what was typed last reaches the form when its field is left
      (document.activeElement as HTMLElement | null)?.blur();
      if (steps && steps.step !== CHECK) {
        event.preventDefault();
        void steps.goOn();
        return;
      }
      attemptedAll = true;
      // the server may think otherwise of the same answer when another one has changed
      check.found.clear();
      const { data } = form.submit() as { data: Data };
      const problems = clientProblems();
      if (problems.length > 0) {
        event.preventDefault();
        steps?.reveal(problems[0].key);
        showSummary(problems);
        return;
      }
      answers.value = JSON.stringify(data);
      sent = true;
      draft?.stop();
      // after this event, or the pressed button's own name and value would not be sent
      setTimeout(() => buttons.forEach((button) => (button.disabled = true)));
    });

    // back from the next page: what was sent may be looked at and sent again
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) {
        sent = false;
        buttons.forEach((button) => (button.disabled = false));
      }
    });

    window.addEventListener('beforeunload', (event) => {
      if (changed && !sent && !draft?.isKept()) {
        event.preventDefault();
      }
    });
  }

  /** What is wrong now, in the order of the page. */
  function clientProblems(): Problem[] {
    const { errors } = form._getState() as { errors: Record<string, unknown> };
    return instances()
      .flatMap(({ instance, key }) => {
        let found: unknown = errors[instance.id];
        for (const index of Object.values(instance.indexes ?? {})) {
          found = (found as Record<number, unknown> | undefined)?.[index];
        }
        return Array.isArray(found) && typeof found[0] === 'string' ? [{ key, message: found[0] }] : [];
      })
      .sort((a, b) => position(a.key, b.key));
  }

  function position(a: string, b: string): number {
    const one = document.getElementById(`field-${a}`);
    const other = document.getElementById(`field-${b}`);
    return one && other && one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1;
  }

  function clearSummary() {
    document.querySelector('[data-form-errors]')?.replaceChildren();
    document.title = document.title.replace(/^Error: /, '');
  }

  function showSummary(problems: Problem[]) {
    const place = document.querySelector<HTMLElement>('[data-form-errors]') ?? island.insertBefore(
      Object.assign(document.createElement('div'), { tabIndex: -1 }),
      island.firstChild,
    );
    place.dataset.formErrors = '';
    const list = document.createElement('ul');
    list.className = 'govuk-list govuk-error-summary__list';
    for (const { key, message } of problems) {
      const link = Object.assign(document.createElement('a'), {
        href: `#field-${key}`,
        textContent: message,
      });
      list.appendChild(document.createElement('li')).appendChild(link);
    }
    place.innerHTML = `<div class="govuk-error-summary" tabindex="-1"><div role="alert">
      <h2 class="govuk-error-summary__title">${words.problem}</h2>
      <div class="govuk-error-summary__body"></div></div></div>`;
    place.querySelector('.govuk-error-summary__body')!.append(list);
    place.querySelector<HTMLElement>('.govuk-error-summary')!.focus();
    if (!document.title.startsWith('Error: ')) {
      document.title = `Error: ${document.title}`;
    }
  }
}

/** The group of each control, by the first part of its key. */
function rootsOf(schema: Field, groups: Map<string, string>): Map<string, string> {
  const roots = new Map<string, string>();
  const walk = (field: Field) => {
    const root = (field.path || field.key)?.split('.')[0];
    if (root) {
      roots.set(root, groups.get(field.id)!);
    }
    field.components?.forEach(walk);
  };
  schema.components?.forEach(walk);
  return roots;
}

/** form-js draws after this turn of the event loop. */
function drawn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
