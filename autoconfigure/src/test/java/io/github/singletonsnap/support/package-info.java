/**
 * What tests share: other processes, and the programs that they run.
 */
package io.github.singletonsnap.support;
