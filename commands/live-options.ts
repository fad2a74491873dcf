/** Options that many commands share. */
import { option } from '#command-kit/options/index.ts'

/** `in:` – only where it is not the conference that is live here. */
export const inConference = option.conference({ summary: 'option.in' })
export const onPbx = option.text({ summary: 'option.pbx', named: true, suggests: 'pbx', max: 64 })
export const oneParticipant = option.participant({ summary: 'option.participant', required: true, allows: 'one' })
