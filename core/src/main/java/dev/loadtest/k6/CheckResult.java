package dev.loadtest.k6;

/**
 * One check of the script.
 *
 * @param path the group path and the name as k6 writes it, such as {@code ::group::status is 200}
 * @param passes how often it was true
 * @param fails how often it was false
 */
public record CheckResult(String path, long passes, long fails) {}
