/** English: forms, what is wrong with an option, and questions before something is done. */
export const form = {
  'form.title': '/{command}',
  'form.submit': 'Run',
  'form.option': '{name}',

  'form.problem.missing': 'This is needed.',
  'form.problem.invalid': 'This cannot be read.',
  'form.problem.once': 'Give this only once.',
  'form.problem.quote': 'A quotation mark is opened and not closed.',
  'form.problem.too-short': 'At least {min, plural, one {# character} other {# characters}}.',
  'form.problem.too-long': 'At most {max, plural, one {# character} other {# characters}}.',
  'form.problem.integer': 'Give a whole number.',
  'form.problem.at-least': 'Give {min} or more.',
  'form.problem.at-most': 'Give {max} or less.',
  'form.problem.boolean': 'Say yes or no.',
  'form.problem.choice': 'Give one of: {choices}.',
  'form.problem.digits': 'Give {min} to {max} digits.',
  'form.problem.duration': 'Give a length of time such as 90m, 1h30 or "2 hours".',
  'form.problem.duration-range': 'Give a length of time from {min} to {max}.',
  'form.problem.user': 'Mention one person of this chat, such as @name.',
  'form.problem.one-participant': 'Name one participant; all and others are not possible here.',
  'form.problem.zone': 'Give a time zone by its IANA name, such as Europe/Berlin.',
  'form.problem.assignment': 'Write each field as field=value, with quotes around a value of several words.',
  'form.problem.assignment-twice': 'The field {field} is there twice.',
  'form.problem.span': 'Say today, tomorrow, week, month, or a number of days such as "10 days".',

  'form.confirm.note': 'Nothing has happened yet. To leave it as it is, do nothing.',
} as const
