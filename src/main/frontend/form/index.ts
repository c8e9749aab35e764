import { Form } from '@bpmn-io/form-js-viewer';
import { followLinks } from '../page/error-summary';
import { problemOf } from './check';
import { domId, govukFieldsModule } from './components';
import { startDraft } from './draft';
import type { Data, Field } from './field';

type Problem = { key: string; message: string };

type Page = { schema: Field; data: Data; errors: Problem[]; given?: Data };

type Instance = {
  id: string;
  valuePath: (string | number)[];
  indexes?: Record<string, number>;
  expressionContextInfo: Data;
};

type ExpressionLanguage = { evaluate: (expression: string, data: Data) => unknown };

/**
 * Says what is wrong in the words of the server, and nothing before the first attempt to send:
 * nobody is told off while typing.
 */
class Check {
  static $inject = ['expressionLanguage', 'formFieldRegistry'];

  attempted = false;

  /** What the server found, by field, with the answer it found it in. */
  readonly found = new Map<string, { message: string; answer: string }>();

  constructor(
    private readonly language: ExpressionLanguage,
    private readonly fields: { get: (id: string) => Field | undefined },
  ) {}

  validateFieldInstance(instance: Instance, value: unknown): string[] {
    const field = this.fields.get(instance.id);
    const found = this.found.get(keyOf(instance));
    if (found && found.answer === JSON.stringify(value)) {
      return [found.message];
    }
    if (!field || !this.attempted || field.readonly === true) {
      return [];
    }
    const { data, ...local } = instance.expressionContextInfo as Data & { data: Data };
    const problem = problemOf(field, value, { ...local, ...data }, (expression, now) =>
      this.language.evaluate(expression, now),
    );
    return problem ? [problem] : [];
  }

  /** Asked by older parts of form-js. */
  validateField(): string[] {
    return [];
  }
}

function keyOf(instance: Instance): string {
  return domId(instance.valuePath).slice('field-'.length);
}

/** Shows a Camunda Form by form-js and posts its answers by the ordinary form beside it. */
export async function startForm(island: HTMLElement): Promise<void> {
  const page = JSON.parse(island.querySelector('script')!.textContent!) as Page;
  const container = island.querySelector<HTMLElement>('[data-form-fields]')!;
  const post = island.querySelector<HTMLFormElement>(':scope > form');
  container.id = 'field-';
  container.tabIndex = -1;

  const form = new Form({
    container,
    // without a form to post it is for reading
    properties: { readOnly: post === null },
    additionalModules: [govukFieldsModule, { validator: ['type', Check] }],
  });
  await form.importSchema(page.schema, page.data);
  // a <form> inside a section is announced with its name only if it has one
  container.querySelector('form')?.setAttribute('aria-label', 'Questions');

  const check = form.get('validator') as Check;
  const instances = () =>
    (form.get('formFieldInstanceRegistry') as { getAllKeyed: () => Instance[] })
      .getAllKeyed()
      .map((instance) => ({ instance, key: keyOf(instance) }));
  const valueOf = (path: (string | number)[]) =>
    path.reduce<unknown>((at, part) => (at as Data | undefined)?.[part], form._getState().data);

  if (page.errors.length > 0) {
    await drawn();
    showErrors(page.errors);
  }
  const summary = document.querySelector<HTMLElement>('[data-form-errors]');
  if (summary) {
    followLinks(summary);
  }
  if (post) {
    startPosting(post);
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
    check.attempted = true;
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
        })
      : undefined;

    form.on('field.updated', () => {
      changed = true;
      draft?.changed();
    });

    // Enter in a text field sends the form, as everywhere
    container.addEventListener(
      'submit',
      (event) => {
        event.preventDefault();
        event.stopPropagation();
        post.requestSubmit();
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
      check.attempted = true;
      // the server may think otherwise of the same answer when another one has changed
      check.found.clear();
      const { data } = form.submit() as { data: Data };
      const problems = clientProblems();
      if (problems.length > 0) {
        event.preventDefault();
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
      <h2 class="govuk-error-summary__title">There is a problem</h2>
      <div class="govuk-error-summary__body"></div></div></div>`;
    place.querySelector('.govuk-error-summary__body')!.append(list);
    place.querySelector<HTMLElement>('.govuk-error-summary')!.focus();
    if (!document.title.startsWith('Error: ')) {
      document.title = `Error: ${document.title}`;
    }
  }
}

/** form-js draws after this turn of the event loop. */
function drawn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
