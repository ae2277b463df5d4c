/**
 * Spring Boot auto-configuration: properties, beans and failure analyses. Not API.
 */
@NullMarked
package io.github.singletonsnap.autoconfigure;

import org.jspecify.annotations.NullMarked;
