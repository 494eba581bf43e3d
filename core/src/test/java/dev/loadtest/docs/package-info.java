/** The documents: what is made from the code is as the code says, and links lead somewhere. */
package dev.loadtest.docs;
