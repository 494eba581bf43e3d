/** Conditions as Kubernetes has them: one of each type, changed only when they say something else. */
package dev.loadtest.operator.condition;
