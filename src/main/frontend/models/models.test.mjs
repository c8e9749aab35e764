import { describe, expect, it } from 'vitest';
import { drawing, engineOfDiagram, engineOfForm, ENGINES, files, grid, table } from './checks.mjs';

describe.each(files('processes', '.bpmn'))('%s', (file) => {
  it.each(ENGINES)('is taken by Camunda %s without a warning', async (version) => {
    expect(await engineOfDiagram(file, version)).toEqual([]);
  });

  it('keeps to good drawing', async () => {
    expect(await drawing(file)).toEqual([]);
  });

  it('stands on the grid, with right angles, every shape drawn', async () => {
    expect(await grid(file)).toEqual([]);
  });
});

describe.each(files('processes', '.dmn'))('%s', (file) => {
  it('opens without a warning and is drawn', async () => {
    expect(await table(file)).toEqual([]);
  });
});

describe.each(files('forms', '.form'))('%s', (file) => {
  it.each(ENGINES)('is taken by Camunda %s without a warning', (version) => {
    expect(engineOfForm(file, version)).toEqual([]);
  });
});
