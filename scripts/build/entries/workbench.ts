/**
 * The window's one script. The page's import map sends `lit` and its submodules to this same file, so that the
 * panels share the workbench's copy.
 */
import '../../../host/workbench/main.ts';

export * from './shared-lit.ts';
