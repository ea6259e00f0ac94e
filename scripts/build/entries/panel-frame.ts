/** The script of a frame's page, and the copy of Lit for the panel in it. */
import '../../../host/panel-frame/main.ts';

export * from './shared-lit.ts';
