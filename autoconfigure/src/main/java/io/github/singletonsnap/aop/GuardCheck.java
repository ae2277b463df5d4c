package io.github.singletonsnap.aop;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.singletonsnap.SingletonSnapManager;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Stops the start if an annotated method would run without its locks, or could never run:
 * looks at all definitions before any bean is created, at each bean when it is created,
 * and at those that somebody else has created once the others are there. Creates none.
 */
public final class GuardCheck implements BeanDefinitionRegistryPostProcessor, SmartInitializingSingleton,
		ApplicationListener<ContextRefreshedEvent>, PriorityOrdered {

	private final ConfigurableListableBeanFactory beans;

	private final Permits permits;

	private final GuardSource source;

	private final ContextCheck context;

	/**
	 * Creates the check.
	 * @param placeholders resolves placeholders, and throws where it cannot
	 * @param beans the beans to look at, which expressions can name too
	 */
	public GuardCheck(UnaryOperator<String> placeholders, ConfigurableListableBeanFactory beans) {
		this.beans = beans;
		this.permits = new Permits(beans);
		this.source = new GuardSource(
				new GuardReader(placeholders, SingletonSupplier.of(() -> new Expressions(beans)), this.permits));
		this.context = new ContextCheck(beans, this.source);
	}

	/**
	 * Returns the advisor that this makes sure of.
	 * @param manager gives the manager, asked at the first call of an annotated method
	 * @param order where it stands among other advice; a lower one is further out
	 * @return the advisor
	 */
	public Advisor advisor(Supplier<SingletonSnapManager> manager, int order) {
		return new GuardAdvisor(this.source, manager, order);
	}

	/**
	 * Whether a method that was looked at is part of a rollout.
	 * @return whether a {@link PermitSource} will be asked for
	 */
	public boolean needsPermits() {
		return this.permits.isUsed();
	}

	/**
	 * Before those of the application, which would be created for their own turn.
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		this.context.begin();
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		this.context.checkDefinitions();
		this.context.checkThatProxiesAreMade();
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.context.checkSingletonsWithoutDefinition();
	}

	/**
	 * A context below this one may have no check of its own.
	 */
	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext()
			.getAutowireCapableBeanFactory() instanceof ConfigurableListableBeanFactory child && child != this.beans
				&& child.getBeanNamesForType(GuardCheck.class, false, false).length == 0) {
			ContextCheck below = new ContextCheck(child, this.source);
			below.begin();
			below.checkThatProxiesAreMade();
		}
	}

}
