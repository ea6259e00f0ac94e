import { LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';

@customElement('credentials-panel')
export class CredentialsPanel extends LitElement {}
