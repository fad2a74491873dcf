/**
 * Every number of Slack's that the renderers obey. Sources: Slack's reference pages (block-kit, views, messaging) and
 * @slack/types 3.2, except where an entry says otherwise. Lengths are counted in UTF-16 units, which never counts too little.
 */
export const limits = {
  blocksPerMessage: 50,
  blocksPerView: 100,
  blockId: 255,
  actionId: 255,
  textObject: 3000,
  sectionField: 2000,
  header: 150,
  actionsElements: 25,
  contextElements: 10,
  inputLabel: 2000,
  inputHint: 2000,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  selectOptions: 100,
  selectOptionGroups: 100,
  optionText: 75,
  /** 150 by some pages; the types say 75. */
  optionValue: 75,
  placeholder: 150,
  overflowOptions: 5,
  radioOptions: 10,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  plainTextInput: 3000,
  /** Title, submit and close of a modal. */
  viewTitle: 24,
  privateMetadata: 3000,
  /** Hard in chat.update; the advice for chat.postMessage and chat.postEphemeral. */
  messageText: 4000,
  /** Our own: one line of a list. */
  listRow: 500,
  /** Our own: Slack refuses messages with about 12,000 characters in their blocks, by a count it does not publish (bolt-js issue 2867). */
  messageBlocksText: 8000,
  /** Our own: for the texts of a view, which Slack refuses above 250 kB. */
  viewBlocksText: 30_000,
  /** Messages to one channel, once there are more than Slack takes at once (apis/web-api/rate-limits). */
  postingIntervalMs: 1_000,
  /** Uses of one response_url, and for how long (handling-user-interaction). */
  responseUrlUses: 5,
  responseUrlMs: 30 * 60 * 1000,
  /** How far a request's timestamp may be from now, in either direction (verifying-requests-from-slack). */
  signatureSkewMs: 5 * 60 * 1000,
} as const
