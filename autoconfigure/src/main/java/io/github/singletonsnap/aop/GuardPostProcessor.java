package io.github.singletonsnap.aop;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Looks at each bean of one context, whenever it is created: at its class before it does
 * anything, and at what others will get of it. Is the last of its kind at all times, so
 * that it sees what all others have made of a bean.
 */
final class GuardPostProcessor implements SmartInstantiationAwareBeanPostProcessor, MergedBeanDefinitionPostProcessor {

	private final AbstractBeanFactory beans;

	private final GuardSource source;

	private final ClassCheck classes;

	private final BeanCheck check;

	// Of beans with annotated methods alone
	private final Map<String, Class<?>> raw = new ConcurrentHashMap<>();

	private final Map<String, Boolean> exposedEarly = new ConcurrentHashMap<>();

	GuardPostProcessor(AbstractBeanFactory beans, GuardSource source, ClassCheck classes) {
		this.beans = beans;
		this.source = source;
		this.classes = classes;
		this.check = new BeanCheck(source, classes);
	}

	@Override
	public @Nullable Object postProcessBeforeInstantiation(Class<?> beanClass, String beanName) {
		beLast();
		return null;
	}

	void beLast() {
		List<BeanPostProcessor> all = this.beans.getBeanPostProcessors();
		if (all.isEmpty() || all.get(all.size() - 1) != this) {
			this.beans.addBeanPostProcessor(this);
		}
	}

	/**
	 * The bean is made, and nothing of it was called yet but its constructor.
	 */
	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> beanType, String beanName) {
		if (this.source.mayGuard(beanType)) {
			Map<String, Obstacle> found = new TreeMap<>();
			this.classes.check(beanName, beanType, definition, found);
			UnguardedMethodsException.throwIfAny(found);
		}
	}

	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		if (this.source.mayGuard(bean.getClass())) {
			this.raw.put(beanName, bean.getClass());
		}
		return true;
	}

	/**
	 * In a circle of references, what others get is made before the bean is initialized.
	 */
	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		check(beanName, bean);
		this.exposedEarly.put(beanName, true);
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		boolean exposed = this.exposedEarly.remove(beanName) != null;
		if (!exposed || bean.getClass() != this.raw.get(beanName)) {
			check(beanName, bean);
		}
		return bean;
	}

	private void check(String beanName, Object bean) {
		Class<?> known = this.raw.get(beanName);
		// A factory and what it makes have one name
		boolean product = known != null && FactoryBean.class.isAssignableFrom(known)
				&& !(bean instanceof FactoryBean<?>);
		check(beanName, bean, product ? null : known, this.source.isAdvised(beanName));
	}

	/**
	 * Looks at a bean that was created without this.
	 */
	void checkExisting(String beanName, Object bean) {
		check(beanName, bean, null, false);
	}

	private void check(String beanName, Object bean, @Nullable Class<?> known, boolean advised) {
		Map<String, Obstacle> found = new TreeMap<>();
		this.check.check(beanName, bean, known, advised, found);
		UnguardedMethodsException.throwIfAny(found);
	}

}
