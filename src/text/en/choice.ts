/** English: ways on that are offered as buttons where it was not clear when, or which meeting, was meant. */
export const choice = {
  'choice.time': '{time} {zone}',
  'choice.zone': '{zone}',
  'choice.as-zone': 'It is the time zone {zone}',
  'choice.zone-now': '{zone}, where it is {time} now',
  'choice.repeat': '{text}',
  'choice.tomorrow': 'Tomorrow: {time} {zone}',
  'choice.next-year': 'Next year: {time} {zone}',
  'choice.meeting': '{name}, {time}',
  'choice.date': '{time}',
  'choice.scope.this': 'Only {date}',
  'choice.scope.later': '{date} and all later dates',
  'choice.scope.all': 'All dates',
  'choice.schedule': 'Schedule a meeting…',
  'choice.restore': 'Take this date back in',
  'choice.reinstate': 'Schedule it again',
} as const
