/**
 * What a Yeastar S-Series tells of itself and of its extensions. Source: Yeastar S-Series developer guide, "Query PBX Information",
 * "Query Extension List", "Query Outbound Route Settings".
 */
import type { Clock } from '#lib/clock.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import { success } from './wire.ts'

/** The telephones of the sandbox. */
const extensions = Array.from({ length: 100 }, (_, index) => String(1000 + index))

/** `caller`: the only extension that may call outside numbers. */
export function createSystem(clock: Clock, serialNumber: string, caller: string) {
  const startedAt = clock.now()
  return {
    deviceInfo: (): HttpReply =>
      success({
        deviceinfo: {
          devicename: 'Yeastar S300',
          sn: serialNumber,
          hardwarever: 'V1.10 0000-0000',
          firmwarever: '30.15.0.112',
          systemtime: `${new Date(clock.now()).toISOString().slice(0, 19).replace('T', ' ')} UTC+0`,
          uptime: new Date(clock.now() - startedAt).toISOString().slice(11, 19),
          extensionstatus: `${extensions.length}/500`,
        },
      }),
    outboundRoutes: (): HttpReply =>
      success({
        outroutes: [
          {
            id: '1',
            name: 'Route_out',
            prefix: '.',
            strip: '',
            prepend: '',
            trunks: 'siptrunk',
            extensions: caller,
            extensionsgroup: '',
          },
        ],
      }),
    extensionList: (): HttpReply =>
      success({
        extlist: extensions.map((number) => ({
          number,
          status: 'Registered',
          type: 'SIP',
          username: `Phone ${number}`,
        })),
      }),
  }
}
