/** The application that the examples test: items in Postgres behind plain HTTP. It knows nothing of load tests. */
package dev.loadtest.demo;
