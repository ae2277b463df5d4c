/**
 * Spring Boot auto-configuration: properties, beans and failure analyses.
 */
@NullMarked
package io.github.singletonsnap.autoconfigure;

import org.jspecify.annotations.NullMarked;
