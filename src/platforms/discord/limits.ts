/**
 * Every number of Discord's, with its name. Lengths in UTF-16 code units. Sources: discord/discord-api-docs (resources/message,
 * components/reference, interactions/receiving-and-responding, interactions/application-commands, topics/rate-limits).
 */
export const limits = {
  /** Components V2: all of a message's components, nested ones included. */
  components: 40,
  /** All text displays of a message together. */
  messageText: 4000,
  /** Bytes of them in UTF-8, with `textDisplayBytes` for each, beyond which Discord fails (discord-api-docs, issue 8554). */
  messageBytes: 10_170,
  textDisplayBytes: 12,
  /** Our own, of the above: a title, a paragraph, a field, a note, a row of a list, a table. */
  titleText: 200,
  paragraph: 2000,
  field: 600,
  note: 600,
  listRow: 250,
  tableText: 1200,
  buttonsPerRow: 5,
  buttonText: 80,
  buttonUrl: 512,
  customId: 100,
  selectOptions: 25,
  selectOptionLabel: 100,
  selectOptionValue: 100,
  selectOptionDescription: 100,
  selectPlaceholder: 150,
  modalTitle: 45,
  modalComponents: 5,
  labelText: 45,
  labelDescription: 100,
  textInput: 4000,
  textInputPlaceholder: 100,
  radioOptions: 10,
  checkboxOptions: 10,
  selectValues: 25,
  /** Milliseconds in which an interaction must have its first answer, and for which its token then lives. */
  firstAnswerMs: 3_000,
  interactionTokenMs: 15 * 60_000,
  /** How far the time of a signed request may be off, in either direction; of our own, Discord names none. */
  signatureSkewMs: 5 * 60_000,
  nonce: 25,
  /** Of commands. */
  commandDescription: 100,
  choiceName: 100,
  choiceValue: 100,
  autocompleteChoices: 25,
  /** Of the text of one option. */
  optionText: 6000,
  /** Bytes of a file that every server takes. */
  fileBytes: 10 * 1024 * 1024,
  scheduledEventName: 100,
  scheduledEventDescription: 1000,
  scheduledEventLocation: 100,
} as const
