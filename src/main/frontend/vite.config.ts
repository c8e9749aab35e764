import { defineConfig } from 'vitest/config';

/**
 * Fixed names for what templates link to (app.js, app.css), hashed names for what app.js loads
 * when a page carries the island that needs it.
 */
export default defineConfig({
  base: './',
  publicDir: false,
  resolve: { dedupe: ['preact'] },
  css: {
    preprocessorOptions: { scss: { quietDeps: true, style: 'compressed', loadPaths: ['node_modules'] } },
  },
  build: {
    outDir: '../../../target/classes/static/app',
    emptyOutDir: true,
    cssCodeSplit: false,
    // Sass has compressed it; the minifier stops at a rule for old browsers in GOV.UK's styles
    cssMinify: false,
    modulePreload: false,
    target: 'es2022',
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      input: 'app.ts',
      output: {
        entryFileNames: 'app.js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: (asset) =>
          asset.names.some((name) => name.endsWith('.css')) ? 'app.css' : '[name]-[hash][extname]',
      },
    },
  },
  test: {
    environment: 'node',
    include: ['**/*.test.{ts,tsx}'],
  },
});
