/**
 * Stands for a part of Kotlin's library.
 */
package kotlin.coroutines;
