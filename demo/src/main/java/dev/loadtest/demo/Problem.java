package dev.loadtest.demo;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The body of every 4xx answer. {@code field} is absent when the fault is in no single field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String field, String error) {}
