export function startForm(_element: HTMLElement): void {}
