/** What is shipped besides the program: manifests, chart, examples. It reads files and knows no class of the operator. */
package dev.loadtest.operator.packaging;
