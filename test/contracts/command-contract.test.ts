/** The suite itself, over small definitions; the real ones run it in `test/commands`. */
import { sampleRoots } from '../command-kit/sample-kit.ts'
import { commandContract } from './command-contract.ts'

commandContract(sampleRoots())
