package io.github.singletonsnap.rollout;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class H2PermitStoreTests extends PermitStoreContract {

	private static JdbcConnectionPool pool;

	@BeforeAll
	static void open() {
		pool = JdbcConnectionPool.create("jdbc:h2:mem:permits", "sa", "");
	}

	@AfterAll
	static void close() {
		pool.dispose();
	}

	@Override
	DataSource dataSource() {
		return pool;
	}

}
