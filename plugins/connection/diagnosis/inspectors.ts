/** Who opens encrypted connections to look inside: a program on this workstation, or something in its network. */
export interface Inspector {
  readonly name: string;
  readonly kind: 'antivirus' | 'network';
}

type Row = readonly [name: string, pattern: RegExp];

/** Known by what their makers write into the certificates that they put in the place of the servers' own. */
const antiviruses: readonly Row[] = [
  ['Kaspersky', /kaspersky/i],
  ['ESET', /\beset\b/i],
  ['Avast', /avast/i],
  ['AVG', /\bavg\b/i],
  ['Bitdefender', /bitdefender/i],
  ['Norton', /norton/i],
  ['G DATA', /\bg ?data\b/i],
  ['F-Secure', /f-?secure/i],
  ['Panda', /panda security/i],
  ['Dr.Web', /dr\. ?web/i],
  ['Avira', /avira/i],
  ['AdGuard', /adguard/i],
];

const networkDevices: readonly Row[] = [
  ['Fortinet', /fortinet|fortigate/i],
  ['Zscaler', /zscaler/i],
  ['Netskope', /netskope/i],
  ['Sophos', /sophos/i],
  ['Palo Alto Networks', /palo ?alto/i],
  ['Check Point', /check ?point/i],
  ['WatchGuard', /watchguard/i],
  ['Stormshield', /stormshield|netasq/i],
  ['SonicWall', /sonicwall/i],
  ['Barracuda', /barracuda/i],
  ['Forcepoint', /forcepoint|websense/i],
  ['Symantec Web Security', /blue ?coat|symantec web/i],
  ['Cisco', /cisco/i],
  ['McAfee Web Gateway', /mcafee|skyhigh/i],
  ['Trend Micro', /trend ?micro/i],
  ['Olfeo', /olfeo/i],
  ['Ucopia', /ucopia/i],
  ['Smoothwall', /smoothwall/i],
  ['iboss', /\biboss\b/i],
  ['pfSense', /pfsense/i],
  ['OPNsense', /opnsense/i],
  ['Squid', /\bsquid\b/i],
  ['Fiddler', /fiddler/i],
  ['mitmproxy', /mitmproxy/i],
  ['Charles', /charles proxy/i],
];

/** The maker that names itself in an issuer of certificates, if it is one that is known. */
export function findInspector(issuer: string): Inspector | undefined {
  return find(antiviruses, 'antivirus', issuer) ?? find(networkDevices, 'network', issuer);
}

function find(rows: readonly Row[], kind: Inspector['kind'], issuer: string): Inspector | undefined {
  const row = rows.find(([, pattern]) => pattern.test(issuer));
  return row && { name: row[0], kind };
}
