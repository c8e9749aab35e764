import { defineConfig } from 'vitest/config';

/** `npm run lint-models`: the models and forms, as Camunda's own tools would judge them. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['models/*.test.mjs'],
    // written for bundlers: their imports have no file endings
    server: { deps: { inline: [/@camunda/, /@bpmn-io/, /bpmnlint/, /moddle/] } },
  },
});
