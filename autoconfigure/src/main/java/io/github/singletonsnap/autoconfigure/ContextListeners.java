package io.github.singletonsnap.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLockListener;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets the listeners of this context be told of the manager that it uses: its own, also
 * one that the application defines, from the first lock on; or that of a parent, until
 * this context is closed.
 */
final class ContextListeners implements BeanPostProcessor, SmartInitializingSingleton, DisposableBean {

	private final ListableBeanFactory beans;

	private final List<Runnable> ends = new ArrayList<>();

	ContextListeners(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof SingletonSnapManager manager) {
			listen(manager);
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (isInherited(this.beans)) {
			this.beans.getBeanProvider(SingletonSnapManager.class).ifUnique(this::listen);
		}
	}

	/**
	 * Whether the manager of a context is that of its parent.
	 */
	static boolean isInherited(ListableBeanFactory beans) {
		return beans.getBeanNamesForType(SingletonSnapManager.class, true, false).length == 0;
	}

	private void listen(SingletonSnapManager manager) {
		Runnable end = manager.listen(this::listeners);
		// A mock gives none
		if (end != null) {
			this.ends.add(end);
		}
	}

	// Created when they are needed: they may need the manager themselves
	private Collection<SnapLockListener> listeners() {
		return this.beans.getBeanProvider(SnapLockListener.class).orderedStream().toList();
	}

	@Override
	public void destroy() {
		this.ends.forEach(Runnable::run);
	}

}
