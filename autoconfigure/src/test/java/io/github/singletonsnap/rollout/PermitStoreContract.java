package io.github.singletonsnap.rollout;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.github.singletonsnap.state.PermitState;
import io.github.singletonsnap.state.RolloutState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every database must do as permits need it.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class PermitStoreContract {

	// Each test has groups of its own in one database
	final String group = "g-" + UUID.randomUUID();

	private JdbcPermitStore store;

	abstract DataSource dataSource();

	@BeforeEach
	void createStore() {
		this.store = store(2);
	}

	private JdbcPermitStore store(int permits) {
		return new JdbcPermitStore(dataSource(), RolloutSchema.ALWAYS, (group) -> permits);
	}

	private Optional<Permit> acquire(String machine) {
		return this.store.tryAcquire(this.group, machine, "otelcol_0");
	}

	private List<PermitState> permits() {
		return this.store.read()
			.stream()
			.filter((state) -> state.group().equals(this.group))
			.findFirst()
			.map(RolloutState::permits)
			.orElse(List.of());
	}

	@Test
	void asManyMachinesAsThereArePermitsGetOne() {
		assertThat(acquire("a")).isPresent();
		assertThat(acquire("b")).isPresent();
		assertThat(acquire("c")).isEmpty();
	}

	@Test
	void permitThatIsReleasedIsAnotherMachines() {
		Permit permit = acquire("a").orElseThrow();
		acquire("b");
		assertThat(this.store.release(permit)).isTrue();
		assertThat(acquire("c")).isPresent();
	}

	@Test
	void machineGetsItsOwnAgainAlthoughAllAreTaken() {
		Permit first = acquire("a").orElseThrow();
		acquire("b");
		Permit again = acquire("a").orElseThrow();
		assertThat(again.slot()).isEqualTo(first.slot());
		assertThat(again.fence()).isGreaterThan(first.fence());
		assertThat(first.again()).isFalse();
		assertThat(again.again()).isTrue();
	}

	@Test
	void machineGetsItsOwnAgainAlthoughOthersAreFree() {
		Permit first = acquire("a").orElseThrow();
		assertThat(acquire("a").orElseThrow().slot()).isEqualTo(first.slot());
		assertThat(acquire("b")).isPresent();
	}

	@Test
	void lateReleaseDoesNotEndWhatTheMachineHasAnew() {
		Permit first = acquire("a").orElseThrow();
		acquire("a");
		assertThat(this.store.release(first)).isFalse();
		assertThat(permits()).extracting(PermitState::machine).contains("a");
	}

	@Test
	void lateReleaseDoesNotEndAnotherMachinesPermit() {
		Permit first = acquire("a").orElseThrow();
		this.store.forget(this.group, "a");
		acquire("b");
		acquire("c");
		assertThat(this.store.release(first)).isFalse();
		assertThat(acquire("d")).isEmpty();
	}

	@Test
	void fenceGrowsWithEachChange() {
		Permit permit = this.store.tryAcquire(this.group, "a", "u").orElseThrow();
		this.store.release(permit);
		long released = permits().get(permit.slot() - 1).fence();
		assertThat(released).isGreaterThan(permit.fence());
		acquire("a");
		this.store.forget(this.group, "a");
		assertThat(permits()).extracting(PermitState::fence).allMatch((fence) -> fence != permit.fence());
	}

	@Test
	void rowsTellWhoAndSinceWhen() {
		acquire("a");
		assertThat(permits()).filteredOn((permit) -> "a".equals(permit.machine()))
			.singleElement()
			.satisfies((permit) -> {
				assertThat(permit.unit()).isEqualTo("otelcol_0");
				assertThat(permit.since()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
			});
	}

	@Test
	void machineThatComesBackHasItSinceItFirstCame() {
		acquire("a");
		Instant since = permits().stream().filter((it) -> it.machine() != null).findAny().orElseThrow().since();
		this.store.tryAcquire(this.group, "a", "otelcol_1");
		assertThat(permits()).filteredOn((it) -> it.machine() != null).singleElement().satisfies((permit) -> {
			assertThat(permit.since()).isEqualTo(since);
			assertThat(permit.unit()).isEqualTo("otelcol_1");
		});
	}

	@Test
	void forgottenMachinesPermitIsFree() {
		acquire("a");
		assertThat(this.store.forget(this.group, "a")).isTrue();
		assertThat(this.store.forget(this.group, "a")).isFalse();
		assertThat(permits()).extracting(PermitState::machine).containsOnlyNulls();
	}

	@Test
	void rowsAloneCountOnceTheyAreThere(CapturedOutput output) {
		acquire("a");
		JdbcPermitStore other = store(5);
		assertThat(other.tryAcquire(this.group, "b", "u")).isPresent();
		assertThat(other.tryAcquire(this.group, "c", "u")).isEmpty();
		assertThat(permits()).hasSize(2);
		assertThat(output).containsOnlyOnce("\"" + this.group + "\" has 2 permits in the database, and 5");
	}

	@Test
	void rowThatAnOperatorAddsIsOneMorePermit() {
		acquire("a");
		acquire("b");
		JdbcClient.create(dataSource())
			.sql("INSERT INTO singleton_snap_rollout (group_name, slot) VALUES (?, 3)")
			.param(this.group)
			.update();
		assertThat(acquire("c")).isPresent();
	}

	@Test
	void machinesThatMakeAGroupAtTheSameMomentMakeItOnce() throws Exception {
		int machines = 8;
		ExecutorService threads = Executors.newFixedThreadPool(machines);
		CountDownLatch start = new CountDownLatch(1);
		List<Future<Boolean>> answers = new ArrayList<>();
		for (int i = 0; i < machines; i++) {
			int permits = 1 + i % 3;
			String machine = "m" + i;
			answers.add(threads.submit(() -> {
				start.await();
				return store(permits).tryAcquire(this.group, machine, "u").isPresent();
			}));
		}
		start.countDown();
		int given = 0;
		for (Future<Boolean> answer : answers) {
			given += answer.get() ? 1 : 0;
		}
		threads.shutdown();
		assertThat(permits()).hasSizeBetween(1, 3);
		assertThat(given).isBetween(1, permits().size());
	}

	@Test
	void manyAtOnceNeverGetTheSamePermit() throws Exception {
		JdbcPermitStore many = store(4);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		Set<Integer> inside = new HashSet<>();
		List<Future<?>> runs = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			String machine = "m" + i;
			runs.add(threads.submit(() -> {
				for (int n = 0; n < 40; n++) {
					Optional<Permit> permit = many.tryAcquire(this.group, machine, "u");
					permit.ifPresent((held) -> {
						synchronized (inside) {
							assertThat(inside.add(held.slot())).isTrue();
						}
						Thread.onSpinWait();
						synchronized (inside) {
							inside.remove(held.slot());
						}
						many.release(held);
					});
				}
			}));
		}
		for (Future<?> run : runs) {
			run.get();
		}
		threads.shutdown();
		assertThat(permits()).extracting(PermitState::machine).containsOnlyNulls();
	}

	@Test
	void callersTransactionHasNoPart() {
		new TransactionTemplate(new DataSourceTransactionManager(dataSource())).executeWithoutResult((status) -> {
			acquire("a");
			status.setRollbackOnly();
		});
		assertThat(permits()).extracting(PermitState::machine).contains("a");
	}

	@Test
	void callersTransactionHasNoPartThroughAProxy() {
		DataSource target = dataSource();
		JdbcPermitStore proxied = new JdbcPermitStore(new TransactionAwareDataSourceProxy(target), RolloutSchema.NEVER,
				(group) -> 1);
		new TransactionTemplate(new DataSourceTransactionManager(target)).executeWithoutResult((status) -> {
			proxied.tryAcquire(this.group, "a", "u");
			status.setRollbackOnly();
		});
		assertThat(permits()).extracting(PermitState::machine).containsExactly("a");
	}

	@Test
	void poolThatCommitsNothingByItselfWillDo() {
		DataSource manual = new DelegatingDataSource(dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				connection.setAutoCommit(false);
				return connection;
			}

		};
		new JdbcPermitStore(manual, RolloutSchema.NEVER, (group) -> 1).tryAcquire(this.group, "a", "u");
		assertThat(permits()).extracting(PermitState::machine).containsExactly("a");
	}

	@Test
	void answerThatIsLostTellsWhatMayHaveBeenTaken() {
		acquire("b");
		DataSource losing = new DelegatingDataSource(dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				return losingTheAnswer(super.getConnection());
			}

		};
		JdbcPermitStore lost = new JdbcPermitStore(losing, RolloutSchema.NEVER, (group) -> 2);
		assertThatExceptionOfType(LostAnswerException.class).isThrownBy(() -> lost.tryAcquire(this.group, "a", "u"))
			.satisfies((ex) -> assertThat(this.store.release(ex.getPermit())).isTrue());
		assertThat(permits()).extracting(PermitState::machine).containsOnlyOnce("b").containsOnlyOnce((String) null);
	}

	/**
	 * After an update, the commit reaches the database, and its answer does not come
	 * back.
	 */
	private static Connection losingTheAnswer(Connection connection) {
		AtomicBoolean updates = new AtomicBoolean();
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("prepareStatement")) {
						updates.set(arguments[0].toString().startsWith("UPDATE"));
					}
					Object result = method.invoke(connection, arguments);
					if (method.getName().equals("commit") && updates.get()) {
						throw new SQLException("connection reset");
					}
					return result;
				});
	}

}
