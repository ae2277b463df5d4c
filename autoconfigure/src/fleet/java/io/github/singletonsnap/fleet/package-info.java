/**
 * Real machines' worth of processes at one PostgreSQL, and what can happen to them.
 */
package io.github.singletonsnap.fleet;
