package dev.loadtest.operator.store;

/**
 * A file that was stored.
 *
 * @param sha256 of its bytes, in hexadecimal
 */
public record StoredFile(String name, long size, String sha256) {}
