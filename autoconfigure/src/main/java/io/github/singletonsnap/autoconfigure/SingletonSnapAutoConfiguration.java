package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.aop.GuardCheck;
import io.github.singletonsnap.autoconfigure.SingletonSnapProperties.Aop;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the {@link SingletonSnapManager} and of the advisor that locks
 * around annotated methods.
 */
@AutoConfiguration(after = AopAutoConfiguration.class)
@EnableConfigurationProperties(SingletonSnapProperties.class)
@ImportRuntimeHints(NativeCallHints.class)
public final class SingletonSnapAutoConfiguration {

	private SingletonSnapAutoConfiguration() {
	}

	@Bean
	static ListedSnaps singletonSnapListedSnaps(SingletonSnapProperties properties, Environment environment) {
		return ListedSnaps.of(properties.getRegister(), environment);
	}

	// After the look at the listed snaps: it creates the directories
	@Bean
	@ConditionalOnMissingBean
	@DependsOn("singletonSnapListedSnaps")
	static SingletonSnapManager singletonSnapManager(SingletonSnapProperties properties, Environment environment) {
		return new ManagerFactory(properties, environment).create();
	}

	// Sees the manager when it is created, whoever defines it: static
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ContextListeners singletonSnapListeners(ConfigurableListableBeanFactory beans) {
		return new ContextListeners(beans);
	}

	@Bean
	static LockEvents singletonSnapEvents(ApplicationContext context) {
		return new LockEvents(context);
	}

	@Bean
	static RunningOperations singletonSnapRunningOperations() {
		return new RunningOperations();
	}

	@Bean
	static StartRegistrar singletonSnapStartRegistrar(ListedSnaps listed, SingletonSnapManager manager,
			ApplicationContext context) {
		return new StartRegistrar(manager, listed.uses(), context);
	}

	// Created before other beans, to look at them: static
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static GuardCheck singletonSnapGuardCheck(ConfigurableListableBeanFactory beans, Environment environment) {
		return new GuardCheck(environment::resolveRequiredPlaceholders, beans);
	}

	// Created before other beans, to proxy them: static, asking for the manager only
	// when a method is called, and binding its order itself, as the bean of the
	// properties would be created too early for those that post-process it
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor singletonSnapAdvisor(GuardCheck check, ObjectProvider<SingletonSnapManager> manager,
			Environment environment) {
		Aop aop = Binder.get(environment).bindOrCreate("singleton-snap.aop", Aop.class);
		return check.advisor(manager::getObject, aop.getOrder());
	}

}
