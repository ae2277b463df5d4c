package io.github.singletonsnap.autoconfigure;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.aop.GuardCheck;
import io.github.singletonsnap.autoconfigure.SingletonSnapProperties.Aop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Auto-configuration of the {@link SingletonSnapManager} and of the advisor that locks
 * around annotated methods.
 */
@AutoConfiguration(after = AopAutoConfiguration.class)
public final class SingletonSnapAutoConfiguration {

	private SingletonSnapAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(NotDisabled.class)
	@EnableConfigurationProperties(SingletonSnapProperties.class)
	static final class Enabled {

		@Bean
		@ConditionalOnMissingBean
		SingletonSnapManager singletonSnapManager(SingletonSnapProperties properties, Environment environment,
				ObjectProvider<SnapLockListener> listeners) {
			return new ManagerFactory(properties, environment, listeners.orderedStream().toList()).create();
		}

		@Bean
		LockEvents singletonSnapEvents(ApplicationEventPublisher publisher) {
			return new LockEvents(publisher);
		}

		@Bean
		RunningOperations singletonSnapRunningOperations() {
			return new RunningOperations();
		}

		@Bean
		StartRegistrar singletonSnapStartRegistrar(SingletonSnapManager manager, SingletonSnapProperties properties,
				ApplicationContext context) {
			return new StartRegistrar(manager, properties.getRegister(), context);
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

	/**
	 * Matches any value but {@code false}: a typing error must not unlock anything. It is
	 * refused when the properties are bound, which is later than conditions are asked.
	 */
	static final class NotDisabled extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			String enabled = context.getEnvironment().getProperty("singleton-snap.enabled");
			return new ConditionOutcome(!"false".equalsIgnoreCase(enabled), "singleton-snap.enabled is " + enabled);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "singleton-snap.enabled", havingValue = false)
	static final class Disabled {

		private static final Logger logger = LoggerFactory.getLogger(SingletonSnapAutoConfiguration.class);

		Disabled() {
			logger.warn(
					"singleton-snap.enabled is false: methods annotated @SnapOperation, @ConfigOperation or @SnapRemoval run "
							+ "WITHOUT a lock. Remove that property wherever snaps are shared");
		}

	}

}
