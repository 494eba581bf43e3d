/** How the operator is put together: its settings and its leadership. */
package dev.loadtest.operator;
