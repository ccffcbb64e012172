import { systemActor } from "#app/domain/actor.ts";
import { type Fault, watchedAlarmKinds } from "#app/domain/alarms/alarm.ts";
import { listAllOpenAlarms } from "#app/domain/alarms/alarm-queries.server.ts";
import { listFaults } from "#app/domain/alarms/fault-queries.server.ts";
import { raiseAlarm, resolveAlarms } from "#app/domain/alarms/raise-alarm.server.ts";
import { createLogger } from "#app/http/logger.server.ts";
import { defaultLocale } from "#app/i18n/locale.ts";
import type { Services } from "#app/services.server.ts";
import { queueMail } from "./queue-mail.server.ts";

const log = createLogger();

/**
 * Looks for what is wrong and raises one alarm each, resolves those that are gone, and tells the addresses of `ALARM_MAIL_TO` of every open
 * alarm once, whoever raised it (H6). Returns how many faults there are.
 */
export async function watchFaults(services: Services): Promise<number> {
  const at = services.clock.now();
  const faults = await listFaults(services.db, { at });
  for (const fault of faults) {
    if (await raiseAlarm(services.db, fault, at)) log.error("alarm", { ...fault });
  }
  for (const kind of watchedAlarmKinds) {
    const stillWrong = faults.filter((fault: Fault) => fault.kind === kind).map((fault) => fault.subject);
    for (const subject of await resolveAlarms(services.db, { kind, stillWrong }, at)) {
      log.info("alarm resolved", { kind, subject });
    }
  }
  await tellOfAlarms(services);
  return faults.length;
}

async function tellOfAlarms(services: Services): Promise<void> {
  if (services.env.alarmMailTo.length === 0) return;
  for (const { id } of await listAllOpenAlarms(services.db, { actor: systemActor })) {
    for (const recipient of services.env.alarmMailTo) {
      await queueMail(services, {
        dedupeKey: `alarm:${id}:${recipient}`,
        template: "alarm-raised",
        recipient,
        locale: defaultLocale,
        parameters: { alarmId: id },
      });
    }
  }
}
