/** What goes wrong at each request to a PBX of the kind kazoo. */
import { describe } from 'vitest'
import { describeFaults } from '#test/support/pbx-fault-suite.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'

describe.each(kindsThere.filter(({ id }) => id === 'kazoo'))('on $id', describeFaults)
