/**
 * A package that has nothing to do with the one above.
 */
package io.github.singletonsnap.aop.other;
