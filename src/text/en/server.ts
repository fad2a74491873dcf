/** English: conference servers of a PBX, and the picture of a video room. */
export const server = {
  'server.field.name': 'Name',
  'server.field.enabled': 'In use',
  'server.field.ipv4': 'IPv4 address',
  'server.field.ipv6': 'IPv6 address',
  'server.field.max_rooms': 'Rooms at most',
  'server.field.max_participants': 'People at most',
  'server.field.type': 'Kind of server',
  'server.choice.internal': 'Part of the PBX',
  'server.choice.external': 'A machine of its own',
  'server.no-system-login':
    'no login of a system administrator is configured for it, and servers belong to the whole system',
} as const
