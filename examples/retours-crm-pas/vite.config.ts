import { defineConfig } from 'vite';

/** The main half alone: the window draws the table. The shell has `boule-bleue` already: it stays an import. */
export default defineConfig({
  build: {
    target: 'es2023',
    minify: false,
    lib: { entry: ['src/plugin.ts'], formats: ['es'] },
    rolldownOptions: { external: ['boule-bleue', /^node:/] },
  },
});
