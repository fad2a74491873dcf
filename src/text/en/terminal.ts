/** English: the terminal. */
export const terminal = {
  'terminal.welcome':
    'confbot in the terminal. Type a command, such as help or start, a number to press a button, or quit.',
  'terminal.button': '{number} {label}',
  'terminal.no-button': 'There is no button {number} here.',
  'terminal.changed': 'changed: {title}',
  'terminal.removed': 'taken back: {title}',
  'terminal.file': '{name} holds:',
  'terminal.file-of-bytes': '{name} has {count} bytes, which a terminal cannot show.',
  'terminal.question': '{question} (y/n)',
  'terminal.left-as-is': 'Left as it is.',
  'terminal.form': 'Enter keeps what is in brackets, - empties it, a full stop leaves the form.',
  'terminal.field': '{label}{needed, select, yes {*} other {}}',
  'terminal.field-with-initial': '{label}{needed, select, yes {*} other {}} [{initial}]',
  'terminal.choice': '  {number} {label}',
  'terminal.needed': 'This is needed.',
  'terminal.problem': '{label}: {problem}',
} as const
