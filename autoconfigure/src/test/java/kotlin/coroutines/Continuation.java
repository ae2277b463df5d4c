package kotlin.coroutines;

/**
 * Stands for Kotlin's, which is known by its name.
 */
public interface Continuation {

}
