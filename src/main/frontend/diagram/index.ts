export function startDiagram(_element: HTMLElement): void {}
