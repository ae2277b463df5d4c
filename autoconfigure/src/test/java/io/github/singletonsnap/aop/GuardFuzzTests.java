package io.github.singletonsnap.aop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.autoconfigure.SingletonSnapAutoConfiguration;
import io.github.singletonsnap.support.SeededRandom;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodDelegation;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.fail;

/**
 * Beans of every kind, each of a product of what can vary: the start or the creation is
 * refused, or each call through the bean is locked, and what Spring would advise is not
 * refused.
 */
class GuardFuzzTests extends GuardedContext {

	// How many of the product one run tries
	private static final int TRIES = Integer.getInteger("guard.fuzz.tries", 150);

	private static final Map<String, Class<?>> TYPES = new HashMap<>();

	private final Map<String, Integer> outcomes = new TreeMap<>();

	@Test
	void eachBeanIsLockedOrRefused() {
		SeededRandom random = SeededRandom.of(GuardFuzzTests.class);
		List<Case> cases = new ArrayList<>();
		for (Where where : Where.values()) {
			for (How how : How.values()) {
				for (Proxying proxying : Proxying.values()) {
					for (Returns returns : Returns.values()) {
						cases.add(new Case(where, how, proxying, returns));
					}
				}
			}
		}
		java.util.Collections.shuffle(cases, random);
		List<Case> tried = cases.subList(0, Math.min(TRIES, cases.size()));
		tried.forEach(this::tryOut);
		System.out
			.println("GuardFuzzTests: tried " + tried.size() + " of " + cases.size() + " beans: " + this.outcomes);
	}

	private void tryOut(Case one) {
		String outcome;
		try {
			outcome = run(one);
		}
		catch (Throwable ex) {
			throw new AssertionError("failed with " + one, ex);
		}
		this.outcomes.merge(outcome, 1, Integer::sum);
		if (outcome.equals("free")) {
			fail("a body ran without its lock: " + one);
		}
		if (outcome.equals("refused") && one.isAdvisedBySpring()) {
			fail("refused although Spring would advise it: " + one);
		}
		if (outcome.equals("locked") && one.returns == Returns.LATER) {
			fail("a result that goes on later is taken as finished: " + one);
		}
	}

	private String run(Case one) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class))
			.withPropertyValues("singleton-snap.unit-name=otelcol/0", "singleton-snap.lock-dir=" + this.directory,
					"spring.aop.proxy-target-class=" + (one.proxying == Proxying.CLASS),
					"spring.aop.auto=" + (one.proxying != Proxying.NONE));
		String[] outcome = { "" };
		Class<?> type = one.type();
		runner.withClassLoader(type.getClassLoader())
			.withInitializer((context) -> one.how.register((GenericApplicationContext) context, type))
			.run((context) -> {
				if (context.getStartupFailure() != null) {
					outcome[0] = refused(context.getStartupFailure());
					return;
				}
				try {
					one.how.afterStart((GenericApplicationContext) context.getSourceApplicationContext(), type);
					outcome[0] = call(one.how.find((GenericApplicationContext) context.getSourceApplicationContext()));
				}
				catch (org.springframework.beans.BeansException | UnguardedMethodsException ex) {
					outcome[0] = refused(ex);
				}
			});
		return outcome[0];
	}

	private static String refused(Throwable failure) {
		refusal(failure);
		return "refused";
	}

	// Through what the bean has: its interface, or the class
	private static String call(Object bean) throws Exception {
		if (Mockito.mockingDetails(bean).isMock()) {
			return "mock";
		}
		Class<?> type = java.lang.reflect.Proxy.isProxyClass(bean.getClass())
				? org.springframework.util.ClassUtils.getAllInterfaces(bean)[0] : bean.getClass();
		Object result = type.getMethod("work").invoke(bean);
		if (result instanceof Mono<?> mono) {
			result = mono.block();
		}
		else if (result instanceof Flux<?> flux) {
			result = flux.blockLast();
		}
		else if (result instanceof java.util.concurrent.CompletableFuture<?> future) {
			result = future.join();
		}
		return String.valueOf(result).equals("held") ? "locked" : "free";
	}

	record Case(Where where, How how, Proxying proxying, Returns returns) {

		boolean isAdvisedBySpring() {
			return this.returns != Returns.LATER && this.proxying != Proxying.NONE && this.how.isAdvised();
		}

		Class<?> type() {
			return TYPES.computeIfAbsent(this.where + "" + this.returns, (absent) -> make());
		}

		/**
		 * A class with one method, annotated somewhere.
		 */
		private Class<?> make() {
			AnnotationDescription annotation = AnnotationDescription.Builder.ofType(SnapOperation.class)
				.defineArray("value", "otelcol")
				.build();
			ByteBuddy buddy = new ByteBuddy();
			boolean onInterface = this.where == Where.INTERFACE || this.where == Where.INTERFACE_TYPE;
			boolean composed = this.where == Where.COMPOSED;
			AnnotationDescription used = composed ? AnnotationDescription.Builder.ofType(Composed.class).build()
					: annotation;
			DynamicType.Builder<?> own = buddy.makeInterface().name("fuzz.Own" + this.where + this.returns);
			if (this.where == Where.INTERFACE_TYPE) {
				own = own.annotateType(annotation);
			}
			var method = own.defineMethod("work", this.returns.type(), Visibility.PUBLIC).withoutCode();
			DynamicType.Builder<?> declared = (this.where == Where.INTERFACE) ? method.annotateMethod(annotation)
					: method;
			try (var unloadedInterface = declared.make()) {
				Class<?> type = load(unloadedInterface, GuardFuzzTests.class.getClassLoader());
				DynamicType.Builder<?> bean = buddy.subclass(Object.class)
					.implement(type)
					.name("fuzz.Bean" + this.where + this.returns);
				if (this.where == Where.CLASS || this.where == Where.BASE_TYPE) {
					bean = bean.annotateType(annotation);
				}
				var work = bean.defineMethod("work", this.returns.type(), Visibility.PUBLIC)
					.intercept(MethodDelegation.to(this.returns.body()));
				boolean onMethod = this.where == Where.METHOD || composed || this.where == Where.BASE;
				DynamicType.Builder<?> made = (onMethod && !onInterface) ? work.annotateMethod(used) : work;
				try (var unloaded = made.make()) {
					Class<?> loaded = load(unloaded, type.getClassLoader());
					if (this.where != Where.BASE && this.where != Where.BASE_TYPE) {
						return loaded;
					}
					try (var below = buddy.subclass(loaded).name("fuzz.Below" + this.where + this.returns).make()) {
						return load(below, loaded.getClassLoader());
					}
				}
			}
		}

		private static Class<?> load(DynamicType.Unloaded<?> unloaded, ClassLoader parent) {
			return unloaded.load(parent, ClassLoadingStrategy.Default.WRAPPER).getLoaded();
		}

	}

	@SnapOperation("otelcol")
	@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
	public @interface Composed {

	}

	enum Where {

		METHOD, CLASS, INTERFACE, INTERFACE_TYPE, BASE, BASE_TYPE, COMPOSED

	}

	enum Proxying {

		CLASS, INTERFACES, NONE

	}

	/**
	 * What the method returns, and how it is made.
	 */
	enum Returns {

		TEXT(String.class, TextBody.class), OBJECT(Object.class, ObjectBody.class),
		FUTURE(java.util.concurrent.CompletableFuture.class, FutureBody.class), MONO(Mono.class, MonoBody.class),
		FLUX(Flux.class, FluxBody.class), LATER(Supplier.class, LaterBody.class);

		private final Class<?> type;

		private final Class<?> body;

		Returns(Class<?> type, Class<?> body) {
			this.type = type;
			this.body = body;
		}

		Class<?> type() {
			return this.type;
		}

		Class<?> body() {
			return this.body;
		}

	}

	public static class TextBody {

		public static String work() {
			return body();
		}

	}

	public static class ObjectBody {

		public static Object work() {
			return body();
		}

	}

	public static class FutureBody {

		public static java.util.concurrent.CompletableFuture<String> work() {
			return java.util.concurrent.CompletableFuture.supplyAsync(GuardedContext::body);
		}

	}

	public static class MonoBody {

		public static Mono<String> work() {
			return Mono.fromSupplier(GuardedContext::body);
		}

	}

	public static class FluxBody {

		public static Flux<String> work() {
			return Flux.defer(() -> Flux.just(body()));
		}

	}

	public static class LaterBody {

		public static Supplier<String> work() {
			return GuardedContext::body;
		}

	}

	/**
	 * How the bean comes to be.
	 */
	enum How {

		COMPONENT {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
				context.registerBeanDefinition("agent", new RootBeanDefinition(type));
			}

		},

		SUPPLIER {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
				context.registerBean("agent", Object.class, () -> create(type));
			}

		},

		FACTORY_BEAN {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
				context.registerBean("agent", Factory.class, () -> new Factory(type));
			}

		},

		LAZY {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
				RootBeanDefinition definition = new RootBeanDefinition(type);
				definition.setLazyInit(true);
				context.registerBeanDefinition("agent", definition);
			}

		},

		PROTOTYPE {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
				RootBeanDefinition definition = new RootBeanDefinition(type);
				definition.setScope("prototype");
				context.registerBeanDefinition("agent", definition);
			}

		},

		SCOPED {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
				context.getBeanFactory().registerScope("thread", new SimpleThreadScope());
				RootBeanDefinition definition = new RootBeanDefinition(type);
				definition.setScope("thread");
				context.registerBeanDefinition("agent",
						ScopedProxyUtils.createScopedProxy(new BeanDefinitionHolder(definition, "agent"), context, true)
							.getBeanDefinition());
			}

		},

		EARLY {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
				context.registerBeanDefinition("agent", new RootBeanDefinition(type));
				context.registerBean("early", Early.class, () -> new Early(context.getBean("agent")));
			}

			@Override
			boolean isAdvised() {
				return false;
			}

		},

		SINGLETON {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
				context.getBeanFactory().registerSingleton("agent", create(type));
			}

			@Override
			boolean isAdvised() {
				return false;
			}

		},

		MOCK {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
				context.registerBeanDefinition("agent", new RootBeanDefinition(type));
				context.addBeanFactoryPostProcessor((beans) -> beans.registerSingleton("agent", Mockito.mock(type)));
			}

		},

		CHILD {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
			}

			@Override
			void afterStart(GenericApplicationContext context, Class<?> type) {
				AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
				child.setParent(context);
				child.setClassLoader(type.getClassLoader());
				child.registerBeanDefinition("agent", new RootBeanDefinition(type));
				child.refresh();
				context.getBeanFactory().registerSingleton("child", child);
			}

			@Override
			Object find(GenericApplicationContext context) {
				return context.getBean("child", AnnotationConfigApplicationContext.class).getBean("agent");
			}

			@Override
			boolean isAdvised() {
				return false;
			}

		},

		LATE {

			@Override
			void register(GenericApplicationContext context, Class<?> type) {
			}

			@Override
			void afterStart(GenericApplicationContext context, Class<?> type) {
				context.registerBeanDefinition("agent", new RootBeanDefinition(type));
			}

		};

		abstract void register(GenericApplicationContext context, Class<?> type);

		void afterStart(GenericApplicationContext context, Class<?> type) {
		}

		Object find(GenericApplicationContext context) {
			return context.getBean("agent");
		}

		boolean isAdvised() {
			return true;
		}

		static Object create(Class<?> type) {
			try {
				return type.getDeclaredConstructor().newInstance();
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	record Factory(Class<?> type) implements FactoryBean<Object> {

		@Override
		public Object getObject() {
			return How.create(this.type);
		}

		@Override
		public Class<?> getObjectType() {
			return this.type;
		}

	}

	record Early(Object agent) implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

}
