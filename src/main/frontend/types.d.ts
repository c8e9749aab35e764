/** govuk-frontend ships no types; of it only `createAll` and its component classes are used. */
declare module 'govuk-frontend' {
  export function createAll(component: unknown): unknown[];
  export const Button: unknown;
  export const Checkboxes: unknown;
  export const ExitThisPage: unknown;
  export const NotificationBanner: unknown;
  export const Radios: unknown;
  export const ServiceNavigation: unknown;
  export const SkipLink: unknown;
  export const Tabs: unknown;
}
