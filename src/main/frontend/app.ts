import {
  Button,
  Checkboxes,
  ExitThisPage,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll,
} from 'govuk-frontend';
import './app.scss';
import { startHideScreen } from './page/hide-screen';

type Island = (element: HTMLElement) => void | Promise<void>;

/** Each island by its `data-module`; what it needs is fetched only by pages that carry it. */
const islands: Record<string, () => Promise<Island>> = {
  form: async () => (await import('./form/index')).startForm,
  diagram: async () => (await import('./diagram/index')).startDiagram,
  alike: async () => (await import('./page/alike')).startAlike,
  live: async () => (await import('./page/live')).startLive,
  minutes: async () => (await import('./page/minutes')).startMinutes,
  'hide-screen': async () => startHideScreen,
  'error-summary': async () => (await import('./page/error-summary')).startErrorSummary,
};

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
for (const component of [
  Button,
  Checkboxes,
  ExitThisPage,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
]) {
  createAll(component);
}

for (const element of document.querySelectorAll<HTMLElement>('[data-module]')) {
  const load = islands[element.dataset.module ?? ''];
  if (load) {
    load()
      .then((start) => start(element))
      .catch((error: unknown) => {
        // an island that did not start says so in the page: nobody waits in front of nothing
        console.error('island', element.dataset.module, error);
        const message = document.createElement('p');
        message.className = 'govuk-error-message';
        message.textContent = 'This part of the page did not load. Reload the page.';
        element.prepend(message);
      });
  }
}
