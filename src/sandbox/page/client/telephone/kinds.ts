/** What the kinds of PBX are called by those who make them. */

const names: Readonly<Record<string, string>> = {
  portsip: 'PortSIP PBX',
  'yeastar-p': 'Yeastar P-Series',
  'yeastar-s': 'Yeastar S-Series',
  ringme: 'RingMe',
  kazoo: 'KAZOO',
  asterisk: 'Asterisk',
}

/** As it is, where it has no other name here. */
export const kindToName = (kind: string): string => names[kind] ?? kind
