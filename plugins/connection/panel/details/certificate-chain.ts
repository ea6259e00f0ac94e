import { controlStyles, type PanelApi, type ProbeCertificate, type ProbeEncryption, type ProbeFindings } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { iconStyles } from '../icon-styles.ts';
import { failedIcon, reachedIcon, warningIcon } from '../icons.ts';
import { tellValidity } from './certificate-validity.ts';

const shownNames = 6;

/** The certificates that a server sent, its own first, who vouches for them, and the one that is missing. */
@customElement('connection-certificates')
export class CertificateChain extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) encryption!: ProbeEncryption;
  @property({ attribute: false }) missing: ProbeFindings['missingIssuer'];

  override render() {
    return html`<ol role="list" aria-label=${this.panel.t('certificate.legend')}>
        ${this.encryption.chain.map((certificate) => html`<li>${this.renderCertificate(certificate)}</li>`)}
        ${this.missing ? html`<li class="missing">${this.renderMissing(this.missing)}</li>` : nothing}
      </ol>
      ${this.renderTrust()}`;
  }

  private renderCertificate({ subject, issuer, names, fingerprint, ...dates }: ProbeCertificate) {
    const { t, language } = this.panel;
    const validity = tellValidity(dates, Date.now(), language);
    return html`<h4>${subject}</h4>
      <dl>
        <dt>${t('certificate.issuer')}</dt>
        <dd>${issuer}</dd>
        <dt>${t('certificate.validity')}</dt>
        <dd>
          ${validity.state === 'valid' ? nothing : html`<span class="problem">${warningIcon} ${t(`certificate.${validity.state}`)}</span>`}
          ${validity.period ? t('certificate.period', validity.period) : nothing}
        </dd>
        ${names.length === 0 ? nothing : html`<dt>${t('certificate.names')}</dt><dd>${this.listNames(names)}</dd>`}
        <dt>${t('certificate.fingerprint')}</dt>
        <dd><code class="fingerprint">${fingerprint}</code></dd>
      </dl>`;
  }

  private listNames(names: readonly string[]): string {
    const others = names.length - shownNames;
    const first = names.slice(0, shownNames).join(', ');
    return others > 0 ? this.panel.t('certificate.more-names', { names: first, others }) : first;
  }

  private renderMissing({ address, certificate, completesChain }: NonNullable<ProbeFindings['missingIssuer']>) {
    const key = !certificate ? 'lost' : completesChain ? 'found' : 'found-in-vain';
    return html`<p>${warningIcon} ${this.panel.t(`certificate.missing-${key}`, { address })}</p>
      ${certificate ? this.renderCertificate(certificate) : nothing}`;
  }

  private renderTrust() {
    const { trustedBy, unknownAuthority } = this.encryption;
    if (trustedBy) return html`<p class="trust">${reachedIcon} ${this.panel.t(`certificate.trusted-by.${trustedBy}`)}</p>`;
    if (!unknownAuthority) return nothing;
    const { name, systemStore } = unknownAuthority;
    return html`<p class="trust">${failedIcon} ${this.panel.t(`certificate.unknown-authority.${systemStore}`, { name })}</p>`;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        border-inline-start: 2px solid var(--vscode-textSeparator-foreground);
        margin: 0;
        padding: 0 0 0.7em 0.9em;
      }
      /* Each signs the one above it. */
      li + li {
        margin-inline-start: 0.9em;
      }
      li + li + li {
        margin-inline-start: 1.8em;
      }
      li + li + li + li {
        margin-inline-start: 2.7em;
      }
      .missing {
        border-inline-start-style: dashed;
        border-inline-start-color: var(--vscode-editorWarning-foreground);
      }
      h4 {
        font-weight: 600;
        margin: 0;
        overflow-wrap: anywhere;
      }
      dl {
        display: grid;
        font-size: 0.92em;
        gap: 0 0.8em;
        grid-template-columns: max-content minmax(0, 1fr);
        margin: 0;
      }
      dt {
        color: var(--vscode-descriptionForeground);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      p {
        margin: 0 0 0.4em;
      }
      .problem {
        font-weight: 600;
      }
      .icon {
        height: 1.1em;
        vertical-align: -0.15em;
        width: 1.1em;
      }
      .fingerprint {
        font-size: 0.92em;
        user-select: all;
      }
    `,
  ];
}
