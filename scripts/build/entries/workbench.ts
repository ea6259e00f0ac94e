/**
 * The window's one script. The page's import map sends `lit` and its submodules to this same file, so that the
 * panels share the workbench's copy: everything below is what a panel may import.
 */
import '../../../host/workbench/main.ts';

export * from 'lit';
export * from 'lit/async-directive.js';
export * from 'lit/decorators.js';
export * from 'lit/directive.js';
export * from 'lit/directives/cache.js';
export * from 'lit/directives/choose.js';
export * from 'lit/directives/class-map.js';
export * from 'lit/directives/guard.js';
export * from 'lit/directives/if-defined.js';
export * from 'lit/directives/join.js';
export * from 'lit/directives/keyed.js';
export * from 'lit/directives/live.js';
export * from 'lit/directives/map.js';
export * from 'lit/directives/range.js';
export * from 'lit/directives/ref.js';
export * from 'lit/directives/repeat.js';
export * from 'lit/directives/style-map.js';
export * from 'lit/directives/unsafe-html.js';
export * from 'lit/directives/unsafe-svg.js';
export * from 'lit/directives/until.js';
export * from 'lit/directives/when.js';
