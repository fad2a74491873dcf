/** What goes wrong at each request to a PBX of the kind yeastar-p. */
import { describe } from 'vitest'
import { describeFaults } from '#test/support/pbx-fault-suite.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'

describe.each(kindsThere.filter(({ id }) => id === 'yeastar-p'))('on $id', describeFaults)
