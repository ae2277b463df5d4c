package io.github.singletonsnap.aop;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.autoconfigure.SingletonSnapAutoConfiguration;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.DeclareParents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Beans are judged as they are: whatever is made of them, they take their locks or are
 * not had.
 */
class BeansAsTheyAreTests extends GuardedContext {

	@ParameterizedTest
	@ValueSource(classes = { LazyAspect.class, PrototypeAspect.class, LazyInterceptor.class, OnlyPrefixed.class,
			PlainProxyFirst.class, EarlyProduct.class, Introduced.class, Original.class })
	void beanThatWouldRunWithoutItsLockIsRefused(Class<?> configuration) {
		ApplicationContextRunner runner = (configuration == OnlyPrefixed.class) ? new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SingletonSnapAutoConfiguration.class))
			.withPropertyValues("singleton-snap.unit-name=otelcol/0", "singleton-snap.lock-dir=" + this.directory)
				: this.contextRunner;
		runner.withUserConfiguration(configuration)
			.run((context) -> refusal((context.getStartupFailure() != null) ? context.getStartupFailure()
					: catchThrowable(() -> context.getBean("agent"))));
		assertThat(bodies()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "LambdaBean, true", "LambdaBean, false", "FinalBehindInterface, false", "WrappedLater, true",
			"WrappedLater, false", "WrappedBySubclass, true", "Circle, true", "Circle, false", "LazyProduct, true",
			"ClassWithHelpers, true" })
	void beanThatSpringAdvisesIsGuarded(String configuration, String proxyTargetClass) throws Exception {
		this.contextRunner
			.withPropertyValues("spring.aop.proxy-target-class=" + proxyTargetClass,
					"spring.main.allow-circular-references=true")
			.withInitializer(
					(context) -> ((org.springframework.beans.factory.support.DefaultListableBeanFactory) context
						.getBeanFactory()).setAllowCircularReferences(true))
			.withUserConfiguration(Class.forName(BeansAsTheyAreTests.class.getName() + "$" + configuration))
			.run((context) -> assertThat(((Installer) context.getBean("agent")).install()).isEqualTo("held"));
	}

	@Test
	void abstractDefinitionIsNoBean() {
		this.contextRunner
			.withInitializer((context) -> ((BeanDefinitionRegistry) context).registerBeanDefinition("parent",
					BeanDefinitionBuilder.rootBeanDefinition(FinalMethod.class).setAbstract(true).getBeanDefinition()))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void beanThatATestReplacesIsNotJudged() {
		this.contextRunner.withBean("agent", Agent.class)
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor((beans) -> beans.registerSingleton("agent", Mockito.mock(Agent.class))))
			.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner.withBean("agent", Agent.class)
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor((beans) -> beans.registerSingleton("agent", new Agent())))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	// As Kotlin's compiler makes of it: the overload is final, and calls through a static
	// method what has all parameters
	@Test
	void overloadOfKotlinIsGuardedThroughTheMethodWithAllParameters() throws Exception {
		this.contextRunner.withBean("agent", overloaded()).run((context) -> {
			Object agent = context.getBean("agent");
			assertThat(agent.getClass().getMethod("install", String.class).invoke(agent, "stable")).isEqualTo("held");
		});
	}

	private static Class<?> overloaded() throws IllegalAccessException {
		String owner = BeansAsTheyAreTests.class.getPackageName().replace('.', '/') + "/Overloaded";
		ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
		writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, owner, null, "java/lang/Object", null);
		MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
		constructor.visitVarInsn(Opcodes.ALOAD, 0);
		constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
		end(constructor, Opcodes.RETURN);
		MethodVisitor all = annotated(writer, 0, "(Ljava/lang/String;I)Ljava/lang/String;");
		all.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(Body.class), "install", "()Ljava/lang/String;",
				false);
		end(all, Opcodes.ARETURN);
		String defaults = "(L" + owner + ";Ljava/lang/String;IILjava/lang/Object;)Ljava/lang/String;";
		MethodVisitor mediator = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
				"install$default", defaults, null, null);
		mediator.visitVarInsn(Opcodes.ALOAD, 0);
		mediator.visitVarInsn(Opcodes.ALOAD, 1);
		mediator.visitVarInsn(Opcodes.ILOAD, 2);
		mediator.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, "install", "(Ljava/lang/String;I)Ljava/lang/String;",
				false);
		end(mediator, Opcodes.ARETURN);
		MethodVisitor overload = annotated(writer, Opcodes.ACC_FINAL, "(Ljava/lang/String;)Ljava/lang/String;");
		overload.visitVarInsn(Opcodes.ALOAD, 0);
		overload.visitVarInsn(Opcodes.ALOAD, 1);
		overload.visitInsn(Opcodes.ICONST_0);
		overload.visitInsn(Opcodes.ICONST_2);
		overload.visitInsn(Opcodes.ACONST_NULL);
		overload.visitMethodInsn(Opcodes.INVOKESTATIC, owner, "install$default", defaults, false);
		end(overload, Opcodes.ARETURN);
		return MethodHandles.lookup().defineClass(writer.toByteArray());
	}

	private static MethodVisitor annotated(ClassWriter writer, int access, String descriptor) {
		MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC | access, "install", descriptor, null, null);
		AnnotationVisitor names = method.visitAnnotation(Type.getDescriptor(SnapOperation.class), true)
			.visitArray("value");
		names.visit(null, "otelcol");
		names.visitEnd();
		return method;
	}

	private static void end(MethodVisitor method, int instruction) {
		method.visitInsn(instruction);
		method.visitMaxs(0, 0);
		method.visitEnd();
	}

	@Test
	void singletonThatCannotBeReadStopsNothing() {
		this.contextRunner.withInitializer((context) -> context.getBeanFactory().registerSingleton("odd", unreadable()))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	// A class with a method whose parameter's class is missing
	private static Object unreadable() {
		ClassLoader loader = new ClassLoader(BeansAsTheyAreTests.class.getClassLoader()) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				if (name.equals(Missing.class.getName())) {
					throw new ClassNotFoundException(name);
				}
				if (name.equals(Unreadable.class.getName())) {
					try (var in = BeansAsTheyAreTests.class
						.getResourceAsStream("BeansAsTheyAreTests$Unreadable.class")) {
						byte[] bytes = in.readAllBytes();
						return defineClass(name, bytes, 0, bytes.length);
					}
					catch (java.io.IOException ex) {
						throw new IllegalStateException(ex);
					}
				}
				return super.loadClass(name, resolve);
			}

		};
		try {
			return loader.loadClass(Unreadable.class.getName()).getDeclaredConstructor().newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void childContextWithoutProxiesIsRefused() {
		this.contextRunner.run((parent) -> {
			try (var child = new AnnotationConfigApplicationContext()) {
				child.setParent(parent);
				child.registerBean("agent", Agent.class);
				refusal(catchThrowable(child::refresh));
			}
		});
	}

	@Test
	void childContextWithProxiesOfItsOwnIsGuarded() {
		this.contextRunner.run((parent) -> {
			try (var child = new AnnotationConfigApplicationContext()) {
				child.setParent(parent);
				child.register(Aspects.class);
				child.registerBean("agent", Agent.class);
				child.refresh();
				assertThat(child.getBean(Agent.class).install()).isEqualTo("held");
			}
		});
	}

	@Test
	void beanThatIsRegisteredLaterIsJudgedToo() {
		this.contextRunner.run((context) -> {
			GenericApplicationContext late = (GenericApplicationContext) context.getSourceApplicationContext();
			late.registerBean("late", Agent.class);
			late.registerBean("bad", FinalMethod.class);
			assertThat(late.getBean("late", Agent.class).install()).isEqualTo("held");
			refusal(catchThrowable(() -> late.getBean("bad")));
		});
	}

	@Test
	void factoryOfUndeclaredTypeMakesNoCircle() {
		this.contextRunner.withUserConfiguration(UndeclaredFactory.class)
			.run((context) -> assertThat(context.getBean(Agent.class).install()).isEqualTo("held"));
	}

	@Test
	void productsOfFactoriesAreNotCreatedByTheCheck() {
		this.contextRunner.withUserConfiguration(LazyProduct.class).run((context) -> {
			assertThat(context.getBean("&agent", AgentFactory.class).made).isZero();
			assertThatNoException().isThrownBy(() -> context.getBean("agent"));
		});
	}

	private static Object plainProxy(Object bean, Class<?> type) {
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> method.invoke(bean, arguments));
	}

	/**
	 * What the method with all parameters does.
	 */
	public static class Body {

		public static String install() {
			return body();
		}

	}

	interface Installer {

		@SnapOperation("otelcol")
		String install();

	}

	public static class Agent {

		@SnapOperation("otelcol")
		public String install() {
			return body();
		}

	}

	public static class Implementing implements Installer {

		@Override
		public String install() {
			return body();
		}

	}

	public static class FinalMethod {

		@SnapOperation("otelcol")
		final void work() {
		}

	}

	@Aspect
	public static class AnnotatedAspect {

		@SnapOperation("otelcol")
		public String install() {
			return body();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class LazyAspect {

		@Bean
		@Lazy
		AnnotatedAspect agent() {
			return new AnnotatedAspect();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class PrototypeAspect {

		@Bean
		@Scope("prototype")
		AnnotatedAspect agent() {
			return new AnnotatedAspect();
		}

	}

	public static class AnnotatedInterceptor implements MethodInterceptor {

		@Override
		@SnapOperation("otelcol")
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			return body();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class LazyInterceptor {

		@Bean
		@Lazy
		MethodInterceptor agent() {
			return new AnnotatedInterceptor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class OnlyPrefixed {

		@Bean
		static DefaultAdvisorAutoProxyCreator creator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setUsePrefix(true);
			return creator;
		}

		@Bean
		@Lazy
		Agent agent() {
			return new Agent();
		}

	}

	interface Plain {

		String install();

	}

	public static class Behind implements Plain {

		@Override
		@SnapOperation("otelcol")
		public String install() {
			return body();
		}

	}

	/**
	 * Puts something in the place of the bean, before or after proxies are made.
	 */
	record Wrapping(int order, UnaryOperator<Object> wrapper) implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return this.order;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return beanName.equals("agent") ? this.wrapper.apply(bean) : bean;
		}

	}

	record After(UnaryOperator<Object> wrapper) implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return beanName.equals("agent") ? this.wrapper.apply(bean) : bean;
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class PlainProxyFirst {

		@Bean
		static Wrapping wrapping() {
			return new Wrapping(0, (bean) -> plainProxy(bean, Plain.class));
		}

		@Bean
		Plain agent() {
			return new Behind();
		}

	}

	public static class RepositoryFactory implements FactoryBean<Installer> {

		@Override
		public Installer getObject() {
			ProxyFactory factory = new ProxyFactory(new Object());
			factory.setInterfaces(Installer.class);
			factory.addAdvice((MethodInterceptor) (invocation) -> body());
			return (Installer) factory.getProxy();
		}

		@Override
		public Class<?> getObjectType() {
			return Installer.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class EarlyProduct {

		@Bean
		static RepositoryFactory agent() {
			return new RepositoryFactory();
		}

		@Bean
		static Wrapping early(ObjectProvider<Installer> installer) {
			installer.getObject().install();
			return new Wrapping(0, (bean) -> bean);
		}

	}

	public static class Mixin implements Installer {

		@Override
		public String install() {
			return body();
		}

	}

	interface Open {

	}

	public static class OpenBean implements Open {

	}

	@Aspect
	public static class Introducing {

		@DeclareParents(value = "io.github.singletonsnap.aop.BeansAsTheyAreTests.Open+", defaultImpl = Mixin.class)
		static @Nullable Installer mixin;

	}

	@Configuration(proxyBeanMethods = false)
	public static class Introduced {

		@Bean
		Introducing introducing() {
			return new Introducing();
		}

		@Bean
		OpenBean agent() {
			return new OpenBean();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@org.springframework.context.annotation.Import(OriginalRegistrar.class)
	public static class Original {

	}

	public static class OriginalRegistrar
			implements org.springframework.context.annotation.ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(org.springframework.core.type.AnnotationMetadata metadata,
				BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition(Agent.class.getName() + ".ORIGINAL", new RootBeanDefinition(Agent.class));
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class LambdaBean {

		@Bean
		Installer agent() {
			return () -> body();
		}

	}

	static final class FinalInstaller implements Installer {

		@Override
		public String install() {
			return body();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class FinalBehindInterface {

		@Bean
		Installer agent() {
			return new FinalInstaller();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class WrappedLater {

		@Bean
		static After after() {
			return new After((bean) -> plainProxy(bean, Installer.class));
		}

		@Bean
		Installer agent() {
			return new Implementing();
		}

	}

	public static class Delegating extends Implementing {

		private final Installer delegate;

		Delegating(Installer delegate) {
			this.delegate = delegate;
		}

		@Override
		public String install() {
			return this.delegate.install();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class WrappedBySubclass {

		@Bean
		static After after() {
			return new After((bean) -> new Delegating((Installer) bean));
		}

		@Bean
		Implementing agent() {
			return new Implementing();
		}

	}

	public static class InCircle implements Installer {

		@org.springframework.beans.factory.annotation.Autowired
		@Nullable Other other;

		@Override
		public String install() {
			return body();
		}

	}

	public static class Other {

		@org.springframework.beans.factory.annotation.Autowired
		@Nullable Installer installer;

	}

	@Configuration(proxyBeanMethods = false)
	public static class Circle {

		@Bean
		InCircle agent() {
			return new InCircle();
		}

		@Bean
		Other other() {
			return new Other();
		}

	}

	public static class AgentFactory implements FactoryBean<Implementing> {

		int made;

		@Override
		public Implementing getObject() {
			this.made++;
			return new Implementing();
		}

		@Override
		public Class<?> getObjectType() {
			return Implementing.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class LazyProduct {

		@Bean
		AgentFactory agent() {
			return new AgentFactory();
		}

	}

	public static class Library {

		public final String name() {
			return "library";
		}

	}

	@SnapOperation("otelcol")
	public static class WithHelpers extends Library implements Installer {

		public static String helper() {
			return "helper";
		}

		@Override
		public String install() {
			return body();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class ClassWithHelpers {

		@Bean
		WithHelpers agent() {
			return new WithHelpers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class Kotlinish {

		@Bean
		Implementing agent() {
			return new Implementing();
		}

	}

	public static class Missing {

	}

	public static class Unreadable {

		public void use(Missing missing) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class UndeclaredFactory {

		@Bean
		Agent agent() {
			return new Agent();
		}

		@Bean
		FactoryBean<?> report(Agent agent) {
			return new AgentFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy
	public static class Aspects {

	}

}
