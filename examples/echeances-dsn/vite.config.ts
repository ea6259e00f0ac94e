import { defineConfig } from 'vite';

/** Both halves in one build. The shell has `boule-bleue` and `lit` already: they stay imports. */
export default defineConfig({
  build: {
    target: 'es2023',
    minify: false,
    lib: { entry: ['src/plugin.ts', 'src/panel.ts'], formats: ['es'] },
    rolldownOptions: { external: ['boule-bleue', /^lit(\/|$)/, /^node:/] },
  },
});
