/** The real commands, held to what holds for every command. */
import { describe } from 'vitest'
import { roots } from '#commands/index.ts'
import { commandContract } from '../contracts/command-contract.ts'

describe('the commands of confbot', () => commandContract(roots))
