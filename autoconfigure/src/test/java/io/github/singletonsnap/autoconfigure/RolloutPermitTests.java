package io.github.singletonsnap.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.OnTimeout;
import io.github.singletonsnap.annotation.RolloutPermit;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.rollout.RolloutPermitException;
import io.github.singletonsnap.rollout.RolloutPermitTimeoutException;
import io.github.singletonsnap.rollout.RolloutPermits;
import io.github.singletonsnap.state.PermitState;
import io.github.singletonsnap.support.GuardedApplication;
import io.github.singletonsnap.support.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Annotated methods in a context, with a database in memory.
 */
@ExtendWith(OutputCaptureExtension.class)
class RolloutPermitTests {

	private static final List<String> BODIES = new CopyOnWriteArrayList<>();

	private static Path locks = Path.of("");

	@TempDir
	Path directory;

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, SingletonSnapAutoConfiguration.class,
				SingletonSnapRolloutAutoConfiguration.class));

	@BeforeEach
	void nameTheUnit() {
		locks = this.directory;
		BODIES.clear();
		this.contextRunner = this.contextRunner.withPropertyValues("singleton-snap.unit-name=otelcol/0",
				"singleton-snap.snap-timeout=0s", "singleton-snap.rollout.machine=web-1",
				"singleton-snap.lock-dir=" + this.directory);
	}

	private ApplicationContextRunner withDatabase() {
		return this.contextRunner.withUserConfiguration(Database.class);
	}

	private static List<PermitState> permits(ApplicationContext context) {
		return context.getBean(RolloutPermits.class)
			.inspect()
			.stream()
			.flatMap((state) -> state.permits().stream())
			.toList();
	}

	private static @Nullable String holder(ApplicationContext context) {
		return permits(context).get(0).machine();
	}

	private static void takeAway(ApplicationContext context) {
		context.getBean(RolloutPermits.class).acquire("collector").close();
		JdbcClient.create(context.getBean(DataSource.class))
			.sql("UPDATE singleton_snap_rollout SET machine = 'web-2', fence = fence + 1")
			.update();
	}

	@Test
	void methodRunsByAPermitInItsTurnOnTheMachine() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			context.getBean(Upgrades.class).upgrade(() -> {
				assertThat(holder(context)).isEqualTo("web-1");
				assertThat(permits(context).get(0).unit()).isEqualTo("otelcol_0");
				BODIES.add(state("rollout..collector"));
			});
			assertThat(BODIES).containsExactly("held");
			assertThat(holder(context)).isNull();
			assertThat(state("rollout..collector")).isEqualTo("free");
		});
	}

	@Test
	void machineKeepsThePermitOfAMethodThatThrows() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Upgrades.class).upgrade(() -> {
				throw new IllegalStateException("broken");
			}));
			assertThat(holder(context)).isEqualTo("web-1");
			context.getBean(Upgrades.class).upgrade(() -> BODIES.add("again"));
			assertThat(BODIES).containsExactly("again");
			assertThat(holder(context)).isNull();
		});
	}

	@Test
	void permitIsGivenBackAfterFailureWhereTheGroupSaysSo() {
		withDatabase().withBean(Upgrades.class)
			.withPropertyValues("singleton-snap.rollout.groups.collector.on-failure=release")
			.run((context) -> {
				assertThatIllegalStateException().isThrownBy(() -> context.getBean(Upgrades.class).upgrade(() -> {
					throw new IllegalStateException("broken");
				}));
				assertThat(holder(context)).isNull();
			});
	}

	@Test
	void methodDoesNotRunWithoutAPermit() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			takeAway(context);
			assertThatExceptionOfType(RolloutPermitTimeoutException.class)
				.isThrownBy(() -> context.getBean(Upgrades.class).upgrade(() -> BODIES.add("ran")))
				.withMessageContaining("web-2");
			assertThat(BODIES).isEmpty();
		});
	}

	@Test
	void callIsSkippedThatIsNotThisMachinesTurn() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			takeAway(context);
			assertThat(context.getBean(Upgrades.class).upgradeOrSkip()).isEmpty();
			assertThat(BODIES).isEmpty();
		});
	}

	@Test
	void methodDoesNotRunIfTheDatabaseDoesNotAnswer() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			takeAway(context);
			JdbcClient.create(context.getBean(DataSource.class)).sql("DROP TABLE singleton_snap_rollout").update();
			assertThatExceptionOfType(RolloutPermitException.class)
				.isThrownBy(() -> context.getBean(Upgrades.class).upgradeOrSkip())
				.withMessageContaining("the database does not answer");
			assertThat(BODIES).isEmpty();
		});
	}

	@Test
	void permitComesBeforeSnapsAndTheseBeforeConfigFiles() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			context.getBean(Upgrades.class).all(() -> {
				BODIES.add(state("rollout..collector"));
				BODIES.add(state("LCK..otelcol"));
				BODIES.add(state("LCK..config__etc_otelcol_yaml"));
			});
			assertThat(BODIES).containsExactly("held", "held", "held");
		});
	}

	@Test
	void permitThatWasNotUsedAsTheSnapWasLockedIsGivenBack() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			try (Peer other = Peer.flockHolding(this.directory.resolve("LCK..otelcol"))) {
				assertThatExceptionOfType(SnapLockTimeoutException.class)
					.isThrownBy(() -> context.getBean(Upgrades.class).all(() -> BODIES.add("ran")));
				assertThat(holder(context)).isNull();
			}
			assertThat(BODIES).isEmpty();
		});
	}

	@Test
	void noSnapIsLockedWithoutAPermit() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			takeAway(context);
			assertThatExceptionOfType(RolloutPermitTimeoutException.class)
				.isThrownBy(() -> context.getBean(Upgrades.class).all(() -> BODIES.add("ran")));
			assertThat(this.directory.resolve("LCK..otelcol")).doesNotExist();
		});
	}

	@Test
	void oneUnitOfTheMachineAtATimeIsInARollout() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			takeAway(context);
			try (Peer other = Peer.flockHolding(this.directory.resolve("rollout..collector"))) {
				assertThatExceptionOfType(RolloutPermitTimeoutException.class)
					.isThrownBy(() -> context.getBean(Upgrades.class).upgrade(() -> BODIES.add("ran")))
					.withMessageContaining("another unit's turn on this machine")
					.withMessageContaining("flock");
			}
		});
	}

	@Test
	void permitBelongsToTheFutureThatIsReturned() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = context.getBean(Upgrades.class).later(work);
			assertThat(holder(context)).isEqualTo("web-1");
			work.complete("done");
			assertThat(result.join()).isEqualTo("done");
			awaitHolder(context, null);
		});
	}

	@Test
	void permitOfAFutureThatFailsIsKept() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = context.getBean(Upgrades.class).later(work);
			work.completeExceptionally(new IllegalStateException("broken"));
			assertThat(result).isCompletedExceptionally();
			assertThat(holder(context)).isEqualTo("web-1");
			assertThat(state("rollout..collector")).isEqualTo("free");
		});
	}

	@Test
	void permitIsHeldAsLongAsASubscriptionLasts() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			Sinks.One<String> work = Sinks.one();
			Mono<String> result = context.getBean(Upgrades.class).mono(work.asMono());
			assertThat(permits(context)).isEmpty();
			CompletableFuture<String> value = result.toFuture();
			awaitHolder(context, "web-1");
			work.tryEmitValue("done");
			assertThat(value.join()).isEqualTo("done");
			awaitHolder(context, null);
		});
	}

	private static void awaitHolder(ApplicationContext context, @Nullable String machine) {
		while (permits(context).isEmpty()
				|| !Optional.ofNullable(holder(context)).equals(Optional.ofNullable(machine))) {
			Thread.onSpinWait();
		}
	}

	@Test
	void composedAnnotationOfAnInterfaceCounts() {
		withDatabase().withBean(Composed.class).run((context) -> {
			context.getBean(Composing.class).upgrade(() -> BODIES.add(String.valueOf(holder(context))));
			assertThat(BODIES).containsExactly("web-1");
		});
	}

	@Test
	void groupMayComeFromAnArgument() {
		withDatabase().withBean(Upgrades.class).run((context) -> {
			context.getBean(Upgrades.class).of("edge");
			assertThat(context.getBean(RolloutPermits.class).inspect()).extracting("group").containsExactly("edge");
		});
	}

	@Test
	void callersTransactionHasNoPart() {
		withDatabase().withUserConfiguration(Transactions.class).withBean(Transacted.class).run((context) -> {
			new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> {
					context.getBean(Transacted.class).upgrade(() -> BODIES.add(String.valueOf(holder(context))));
					status.setRollbackOnly();
				});
			assertThat(BODIES).containsExactly("web-1");
			assertThat(holder(context)).isNull();
		});
	}

	@Test
	void startIsRefusedWithoutADatabaseWithTheLinesToAdd() {
		this.contextRunner.withBean(Upgrades.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("Upgrades.upgrade")
				.hasMessageContaining("there is no DataSource")
				.extracting("action")
				.asString()
				.contains("Mark one DataSource as @Primary")
				.contains("spring.datasource.url=jdbc:postgresql://"));
	}

	@Test
	void startIsRefusedWithoutJdbcWithTheLinesToAdd() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
			.withBean(Upgrades.class)
			.run((context) -> assertThat(context).getFailure()
				.extracting("action")
				.asString()
				.contains("spring.datasource.url=jdbc:postgresql://"));
	}

	@Test
	void contextWithoutJdbcStartsAndHasNoPermits() {
		withoutJdbc().run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RolloutPermits.class));
	}

	@Test
	void propertiesWithoutJdbcAreToldWhatIsMissing(CapturedOutput output) {
		withoutJdbc()
			.withPropertyValues("singleton-snap.rollout.groups.collector.timeout=1s",
					"singleton-snap.rollout.jdbc.initialize-schema=always")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("Properties singleton-snap.rollout.* change nothing, as there are no permits of "
						+ "rollouts: spring-jdbc is missing")
				.doesNotContain("is unknown"));
	}

	@Test
	void propertiesWithoutADatabaseAreToldWhatIsMissing(CapturedOutput output) {
		this.contextRunner.withPropertyValues("singleton-snap.rollout.groups.collector.timeout=1s")
			.run((context) -> assertThat(output)
				.contains("Properties singleton-snap.rollout.* change nothing, as there are no permits of "
						+ "rollouts: there is no DataSource"));
	}

	@Test
	void propertiesThatAreReadAreNotWarnedOf(CapturedOutput output) {
		withDatabase()
			.withPropertyValues("singleton-snap.rollout.groups.collector.timeout=1s",
					"singleton-snap.rollout.groups.collector.timout=1s")
			.run((context) -> assertThat(output).containsOnlyOnce("Property singleton-snap.rollout.")
				.contains("Property singleton-snap.rollout.groups.collector.timout is unknown"));
	}

	@Test
	void nothingOfItIsLoadedWithoutJdbc() throws IOException {
		String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> !entry.contains("spring-jdbc"))
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>(List.of("env", "JDK_JAVA_OPTIONS=-verbose:class"));
		command.addAll(Peer.javaCommand(classPath, GuardedApplication.class.getName(), this.directory));
		try (Peer process = Peer.start(command.toArray(String[]::new))) {
			assertThat(process.readAll()).contains("plain: held", "io.github.singletonsnap.aop.GuardCheck ")
				.doesNotContain("io.github.singletonsnap.rollout", "singletonsnap.autoconfigure.SingletonSnapRollout");
			assertThat(process.waitFor()).isZero();
		}
	}

	private ApplicationContextRunner withoutJdbc() {
		return this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"));
	}

	@Test
	void databaseIsNotTouchedWhereNothingIsARollout() {
		withDatabase().run((context) -> {
			assertThat(context.containsBeanDefinition("singletonSnapRolloutPermits")).isTrue();
			assertThat(context.getSourceApplicationContext()
				.getBeanFactory()
				.containsSingleton("singletonSnapPermitStore")).isFalse();
		});
	}

	@Test
	void tableIsMadeAtTheStartWhereThePropertySaysSo() {
		withDatabase().withBean(Upgrades.class)
			.withPropertyValues("singleton-snap.rollout.jdbc.initialize-schema=always")
			.run((context) -> assertThat(JdbcClient.create(context.getBean(DataSource.class))
				.sql("SELECT COUNT(*) FROM singleton_snap_rollout")
				.query(Integer.class)
				.single()).isZero());
	}

	@Test
	void badPropertiesAreRefusedAtTheStart() {
		for (String property : List.of("groups.collector.initial-max-unavailable=0", "groups.[a.b].timeout=1s",
				"groups.collector.timeout=-1s", "machine=web 1")) {
			withDatabase().withBean(Upgrades.class)
				.withPropertyValues("singleton-snap.rollout." + property)
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining("SingletonSnapConfigurationException: Property singleton-snap.rollout."));
		}
	}

	@Test
	void permitsAreOfTheNumberThatThePropertySays() {
		withDatabase().withBean(Upgrades.class)
			.withPropertyValues("singleton-snap.rollout.groups.collector.initial-max-unavailable=3")
			.run((context) -> {
				context.getBean(Upgrades.class).upgrade(() -> BODIES.add("ran"));
				assertThat(permits(context)).hasSize(3);
			});
	}

	private static String state(String file) {
		try {
			Path path = locks.resolve(file);
			return (Files.exists(path) && !Peer.isFreeForFlock(path)) ? "held" : "free";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static class Database {

		@Bean
		DataSource dataSource() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
		}

	}

	@EnableTransactionManagement
	static class Transactions {

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new DataSourceTransactionManager(dataSource);
		}

	}

	static class Upgrades {

		@RolloutPermit("collector")
		void upgrade(Runnable body) {
			body.run();
		}

		@RolloutPermit(value = "collector", onTimeout = OnTimeout.SKIP)
		Optional<String> upgradeOrSkip() {
			BODIES.add("ran");
			return Optional.of("ran");
		}

		@ConfigOperation("/etc/otelcol.yaml")
		@SnapOperation("otelcol")
		@RolloutPermit("collector")
		void all(Runnable body) {
			body.run();
		}

		@RolloutPermit("collector")
		CompletableFuture<String> later(CompletableFuture<String> work) {
			return work;
		}

		@RolloutPermit("collector")
		Mono<String> mono(Mono<String> work) {
			return work;
		}

		@RolloutPermit("#{#group}")
		void of(String group) {
			BODIES.add(group);
		}

	}

	public static class Transacted {

		@Transactional
		@RolloutPermit("collector")
		public void upgrade(Runnable body) {
			body.run();
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@RolloutPermit("collector")
	@interface Upgrading {

	}

	interface Composing {

		@Upgrading
		void upgrade(Runnable body);

	}

	static class Composed implements Composing {

		@Override
		public void upgrade(Runnable body) {
			body.run();
		}

	}

}
