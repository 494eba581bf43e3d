/** When something is due, as a Kubernetes CronJob has it. Plain Java. The door is {@link dev.loadtest.schedule.CronSchedule}. */
package dev.loadtest.schedule;
