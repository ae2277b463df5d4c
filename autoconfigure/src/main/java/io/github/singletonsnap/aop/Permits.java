package io.github.singletonsnap.aop;

import java.util.function.Supplier;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Where permits come from, for methods that are part of a rollout.
 */
final class Permits {

	private final ListableBeanFactory beans;

	private volatile boolean used;

	Permits(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * What gives permits, to be asked for when a method is called.
	 * @throws UnusableGuardException if there is nothing that gives permits
	 */
	Supplier<PermitSource> source() {
		if (BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, PermitSource.class, true,
				false).length == 0) {
			throw new UnusableGuardException(
					"it has @RolloutPermit, and the permits of a rollout are in a database that all machines reach: "
							+ "there is no DataSource",
					remedy(), null);
		}
		this.used = true;
		return this.beans.getBeanProvider(PermitSource.class)::getObject;
	}

	boolean isUsed() {
		return this.used;
	}

	private static String remedy() {
		String lines = """
				to application.properties:

				            spring.datasource.url=jdbc:postgresql://db.example.com/rollouts
				            spring.datasource.username=collector
				            singleton-snap.rollout.jdbc.initialize-schema=always
				""";
		return ClassUtils.isPresent("org.springframework.jdbc.core.simple.JdbcClient", Permits.class.getClassLoader())
				? "Mark one DataSource as @Primary if there are several; if there is none, add its driver to the "
						+ "dependencies, and " + lines
				: "Add org.springframework.boot:spring-boot-starter-jdbc and org.postgresql:postgresql to the "
						+ "dependencies, and " + lines;
	}

}
