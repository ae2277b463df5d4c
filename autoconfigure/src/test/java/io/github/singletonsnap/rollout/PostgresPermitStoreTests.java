package io.github.singletonsnap.rollout;

import java.io.IOException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.singletonsnap.support.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresPermitStoreTests extends PermitStoreContract {

	private static Postgres postgres;

	private static HikariDataSource pool;

	@BeforeAll
	static void start() throws IOException {
		postgres = Postgres.start("fsync = off");
		pool = new HikariDataSource();
		pool.setJdbcUrl(postgres.url());
	}

	@AfterAll
	static void stop() throws IOException {
		if (postgres != null) {
			pool.close();
			postgres.close();
		}
	}

	@Override
	DataSource dataSource() {
		return pool;
	}

}
