/**
 * The report of a run: one piece of data, and every form that people and programs read it in. Plain Java: no Kubernetes, no Quarkus
 * beyond its template library, no clock, no network. The doors are {@code Report} and {@code Reports}.
 */
package dev.loadtest.report;
