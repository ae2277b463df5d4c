package io.github.singletonsnap.rollout;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import javax.sql.DataSource;

import io.github.singletonsnap.state.PermitState;
import io.github.singletonsnap.state.RolloutState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Permits that are rows of the table {@code singleton_snap_rollout}. A row changes hands
 * by one {@code UPDATE} that names the fence which was seen, so that of two who saw the
 * same row one gets it. Who has the row and when is told by the database alone: no clock
 * of a machine plays a part.
 * <p>
 * Each question is a transaction of its own, whatever transaction the caller is in.
 */
public final class JdbcPermitStore implements PermitStore {

	private static final Logger logger = LoggerFactory.getLogger(JdbcPermitStore.class);

	private static final int ATTEMPTS = 3;

	private static final int SECONDS = 10;

	private final DataSource dataSource;

	private final JdbcClient jdbc;

	private final TransactionTemplate transactions;

	private final RolloutSchema schema;

	private final ToIntFunction<String> initialMaxUnavailable;

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	private volatile boolean prepared;

	/**
	 * Creates it.
	 * @param dataSource leads to the database that all machines share
	 * @param schema whether the table is made; {@code ALWAYS} makes it at once
	 * @param initialMaxUnavailable how many permits a group has at first
	 */
	public JdbcPermitStore(DataSource dataSource, RolloutSchema schema, ToIntFunction<String> initialMaxUnavailable) {
		DataSourceTransactionManager manager = new DataSourceTransactionManager(dataSource);
		// Without the proxy that leads into the caller's transaction, if there is one
		this.dataSource = Objects.requireNonNull(manager.getDataSource());
		this.jdbc = JdbcClient.create(this.dataSource);
		this.transactions = new TransactionTemplate(manager);
		this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transactions.setTimeout(SECONDS);
		this.schema = schema;
		this.initialMaxUnavailable = initialMaxUnavailable;
		if (schema == RolloutSchema.ALWAYS) {
			prepare();
		}
	}

	private void prepare() {
		if (!this.prepared) {
			this.schema.prepare(this.dataSource);
			this.prepared = true;
		}
	}

	@Override
	public Optional<Permit> tryAcquire(String group, String machine, String unit) {
		prepare();
		if (!this.known.contains(group)) {
			see(group);
		}
		for (int i = 0; i < ATTEMPTS; i++) {
			Optional<Permit> wanted = inTransaction(() -> choose(group, machine));
			if (wanted.isEmpty() || take(wanted.get(), unit)) {
				return wanted;
			}
		}
		return Optional.empty();
	}

	/**
	 * What there is for a machine, as it is once it was taken: its own, or else any that
	 * is free, so that not all machines want the same.
	 */
	private Optional<Permit> choose(String group, String machine) {
		List<Permit> all = this.jdbc
			.sql("SELECT slot, machine, fence FROM singleton_snap_rollout "
					+ "WHERE group_name = ? AND (machine IS NULL OR machine = ?)")
			.params(group, machine)
			.query((row, number) -> new Permit(group, row.getInt("slot"), machine, row.getLong("fence") + 1,
					row.getString("machine") != null))
			.list();
		return all.stream()
			.filter(Permit::again)
			.findAny()
			.or(() -> all.stream().skip(ThreadLocalRandom.current().nextInt(Math.max(1, all.size()))).findFirst());
	}

	private boolean take(Permit wanted, String unit) {
		// Who comes back has it since it first came
		String since = wanted.again() ? "since" : "CURRENT_TIMESTAMP";
		try {
			return inTransaction(() -> this.jdbc
				.sql("UPDATE singleton_snap_rollout SET machine = ?, unit_name = ?, since = " + since
						+ ", fence = fence + 1 WHERE group_name = ? AND slot = ? AND fence = ?")
				.params(wanted.machine(), unit, wanted.group(), wanted.slot(), wanted.fence() - 1)
				.update()) > 0;
		}
		catch (ConcurrencyFailureException | DuplicateKeyException ex) {
			// As good as no row: another one was faster, or an earlier question of this
			// machine
			logger.debug("Somebody was faster: {}", ex.getMessage());
			return false;
		}
		catch (RuntimeException ex) {
			throw new LostAnswerException(wanted, ex);
		}
	}

	/**
	 * The first time that this process meets a group: makes its rows if there are none.
	 */
	private void see(String group) {
		int initial = this.initialMaxUnavailable.applyAsInt(group);
		int rows = count(group);
		if (rows == 0) {
			try {
				inTransaction(() -> insert(group, initial));
			}
			catch (DuplicateKeyException ex) {
				// All or none of the rows of whoever was faster are there
				logger.debug("Somebody was faster: {}", ex.getMessage());
			}
			rows = count(group);
		}
		if (rows != initial) {
			logger.warn("Rollout \"{}\" has {} permits in the database, and {} as its initial-max-unavailable here. "
					+ "What is in the database counts: to change it, add or delete rows", group, rows, initial);
		}
		this.known.add(group);
	}

	private int count(String group) {
		return inTransaction(() -> this.jdbc.sql("SELECT COUNT(*) FROM singleton_snap_rollout WHERE group_name = ?")
			.param(group)
			.query(Integer.class)
			.single());
	}

	// From the first slot on, so that two who do this meet at once
	private int insert(String group, int rows) {
		for (int slot = 1; slot <= rows; slot++) {
			this.jdbc.sql("INSERT INTO singleton_snap_rollout (group_name, slot, fence) VALUES (?, ?, 0)")
				.params(group, slot)
				.update();
		}
		return rows;
	}

	@Override
	public boolean release(Permit permit) {
		return takeBack("group_name = ? AND slot = ? AND machine = ? AND fence = ?", permit.group(), permit.slot(),
				permit.machine(), permit.fence());
	}

	@Override
	public boolean forget(String group, String machine) {
		prepare();
		return takeBack("group_name = ? AND machine = ?", group, machine);
	}

	private boolean takeBack(String condition, Object... values) {
		return inTransaction(() -> this.jdbc
			.sql("UPDATE singleton_snap_rollout SET machine = NULL, unit_name = NULL, since = NULL, fence = fence + 1 "
					+ "WHERE " + condition)
			.params(values)
			.update()) > 0;
	}

	@Override
	public List<RolloutState> read() {
		prepare();
		Map<String, List<PermitState>> groups = new TreeMap<>();
		inTransaction(() -> {
			this.jdbc
				.sql("SELECT group_name, slot, machine, unit_name, since, fence FROM singleton_snap_rollout "
						+ "ORDER BY group_name, slot")
				.query((RowCallbackHandler) (row) -> groups
					.computeIfAbsent(row.getString("group_name"), (absent) -> new ArrayList<>())
					.add(permit(row)));
			return groups.size();
		});
		return groups.entrySet().stream().map((group) -> new RolloutState(group.getKey(), group.getValue())).toList();
	}

	private static PermitState permit(ResultSet row) throws SQLException {
		Timestamp since = row.getTimestamp("since");
		return new PermitState(row.getInt("slot"), row.getString("machine"), row.getString("unit_name"),
				(since != null) ? since.toInstant() : null, row.getLong("fence"));
	}

	// The pool may commit nothing by itself
	private <T> T inTransaction(Supplier<T> question) {
		return this.transactions.execute((status) -> question.get());
	}

}
