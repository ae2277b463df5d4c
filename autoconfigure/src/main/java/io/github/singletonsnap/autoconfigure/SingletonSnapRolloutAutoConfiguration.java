package io.github.singletonsnap.autoconfigure;

import java.nio.file.Path;

import javax.sql.DataSource;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.aop.GuardCheck;
import io.github.singletonsnap.aop.PermitSource;
import io.github.singletonsnap.rollout.JdbcPermitStore;
import io.github.singletonsnap.rollout.MachinePermits;
import io.github.singletonsnap.rollout.MachinePermits.Asker;
import io.github.singletonsnap.rollout.PermitStore;
import io.github.singletonsnap.rollout.RolloutPermits;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Auto-configuration of {@link RolloutPermits}, in the database that the application has.
 * They are made when somebody needs them.
 */
@AutoConfiguration(after = SingletonSnapAutoConfiguration.class,
		// Of Spring Boot 3.5, and of 4
		afterName = { "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
@ConditionalOnClass(JdbcClient.class)
@ConditionalOnBean(SingletonSnapManager.class)
@EnableConfigurationProperties(SingletonSnapRolloutProperties.class)
@ImportRuntimeHints(RolloutHints.class)
public final class SingletonSnapRolloutAutoConfiguration {

	private SingletonSnapRolloutAutoConfiguration() {
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean({ PermitStore.class, RolloutPermits.class })
	@ConditionalOnSingleCandidate(DataSource.class)
	static PermitStore singletonSnapPermitStore(DataSource dataSource, SingletonSnapRolloutProperties properties) {
		return new JdbcPermitStore(dataSource, properties.getJdbc().getInitializeSchema(),
				RolloutGroups.of(properties)::initialMaxUnavailable);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	@ConditionalOnBean(PermitStore.class)
	static RolloutPermits singletonSnapRolloutPermits(PermitStore store, SingletonSnapManager manager,
			SingletonSnapRolloutProperties properties) {
		RolloutGroups groups = RolloutGroups.of(properties);
		Path directory = manager.getLockDir();
		return new MachinePermits(new Asker(MachineName.of(properties.getMachine()), manager.getUnitName()), store,
				new ManagerGate(manager), groups::settings, directory.isAbsolute() ? directory : null);
	}

	@Bean
	@ConditionalOnBean(RolloutPermits.class)
	static PermitSource singletonSnapPermitSource(ObjectProvider<RolloutPermits> permits, GuardCheck check) {
		return new RolloutPermitSource(permits, check);
	}

}
