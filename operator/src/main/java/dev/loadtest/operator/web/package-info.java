/**
 * The results pages: LoadTests and runs as HTML and as JSON, for reading only. {@link dev.loadtest.operator.web.Watched} is what they ask
 * of the rest of the operator, {@link dev.loadtest.operator.web.ResultsPages} has the paths.
 */
package dev.loadtest.operator.web;
